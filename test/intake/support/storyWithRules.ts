import fc from 'fast-check';
import type { CorrectionSelection } from '../../../src/intake/corrections';
import type { StoredMessage } from '../../../src/intake/records';
import type { RuleStage } from '../../../src/rules/ruleset';
import type { Desk } from '../../support/desk';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const INCIDENTS = ['25-1', '25-2', '25-3'];
const PHONES = ['941-555-0111', '941-555-0112', '941-555-0113'];
const UNITS = ['2A1', '2A2'];
const EXCLUDED_TYPES = ['DV', 'SEX ASSAULT', 'BURG-RES-IP'];
const EXCLUDED_PRIORITIES = ['P1', 'E'];
const EXCLUDED_NOTES = ['he has a gun', 'es su exnovio'];
const TYPES = ['THEFT-GRAND', 'BURG-AUTO', 'MISCHIEF', 'PARKING', 'HOLD-SUBJ', 'SPECIAL-7'];
/** Of those types, where the rules shipped allow a stage at all. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  completed: ['THEFT-GRAND', 'BURG-AUTO', 'MISCHIEF', 'HOLD-SUBJ'],
  case: ['THEFT-GRAND', 'BURG-AUTO', 'MISCHIEF'],
  live: ['THEFT-GRAND', 'BURG-AUTO', 'MISCHIEF', 'PARKING'],
};
const EXPIRES: Readonly<Record<string, number>> = {
  received: 5 * MINUTE,
  dispatched: 5 * MINUTE,
  arrived: 5 * MINUTE,
  completed: 12 * HOUR,
  caseAssigned: 72 * HOUR,
  caseUpdated: 72 * HOUR,
  caseClosed: 72 * HOUR,
  correction: 12 * HOUR,
};
/** What makes a stage due, by the event codes of the feeds. */
const DUE_BY: Readonly<Record<string, readonly string[]>> = {
  received: ['NEW'],
  dispatched: ['ASG', 'DISP', 'ENR', 'ARR'],
  arrived: ['ARR'],
  // A case line may be the first to name the report.
  completed: ['CLOSE', 'CLR', 'RPT', 'UNASG', 'DISP', 'ASG', 'ENR', 'ARR', 'ASSIGNED', 'STATUS'],
  caseAssigned: ['ASSIGNED'],
  caseUpdated: ['STATUS'],
  caseClosed: ['STATUS'],
};
const ONCE = ['received', 'dispatched', 'arrived', 'completed'];
const LIVE = ['received', 'dispatched', 'delayed', 'arrived'];

/** One thing that happens. Plain data, so that a failing story can be made shorter. */
export type Act =
  | {
      readonly do: 'line';
      readonly incident: number;
      readonly event: string;
      readonly values: Readonly<Record<string, string>>;
      /** How long before it was received it happened; negative: a clock that runs ahead. */
      readonly ago: number;
    }
  | { readonly do: 'again'; readonly which: number }
  | { readonly do: 'everything again' | 'restart' | 'stop' | 'resume' | 'texts leave' | 'nobody answers' }
  | { readonly do: 'release'; readonly which: number }
  | { readonly do: 'by hand'; readonly which: number; readonly incident: number }
  | { readonly do: 'look at a correction'; readonly incident: number; readonly stage: RuleStage }
  | { readonly do: 'send the correction' }
  | { readonly do: 'suppress'; readonly phone: number }
  | { readonly do: 'time passes'; readonly ms: number; readonly sending: boolean }
  /** As where the machine was too busy to look at anything, and looks at its texts first. */
  | { readonly do: 'time passes unseen'; readonly ms: number };

const unit = fc.constantFrom(...UNITS);
/**
 * An exclusion ends an incident's story, so it comes seldom enough for the rest to be told, and not so seldom that most
 * stories have none. An excluded type is mostly one that gets no texts anyway; notes, priorities and flags are not.
 */
const seldom = (weight: number, usual: readonly string[], excluded: readonly string[]) =>
  fc.oneof({ weight, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...excluded) });
const line = <T extends Record<string, fc.Arbitrary<string>>>(weight: number, event: readonly string[], columns: T) => ({
  weight,
  arbitrary: fc.record({ event: fc.constantFrom(...event), ...columns }) as fc.Arbitrary<
    { event: string } & Record<string, string>
  >,
});
const lineOf = fc.oneof(
  line(16, ['ASG', 'DISP', 'DISP', 'DISP', 'ENR', 'ARR', 'UNASG', 'UNASG', 'CLR'], {
    unit,
    officerId: fc.constantFrom('', '3266', '3266', '5000'),
  }),
  line(2, ['TYPE'], { callType: seldom(6, TYPES, EXCLUDED_TYPES) }),
  line(1, ['PRI'], { priority: seldom(2, ['P3', 'P4', 'P5'], EXCLUDED_PRIORITIES) }),
  line(1, ['NOTE'], { narrative: seldom(1, ['door found open'], EXCLUDED_NOTES) }),
  line(1, ['FLAG'], { flags: seldom(1, ['gate code'], ['hazard']) }),
  line(1, ['CALLER'], { callerPhone: fc.constantFrom(...PHONES) }),
  line(1, ['CALLER'], { victimPhone: fc.constantFrom(...PHONES) }),
  line(3, ['RPT'], { reportNumber: fc.constantFrom('1', '2') }),
  line(6, ['CLOSE', 'CLOSE', 'CANCEL', 'REOPEN', 'REOPEN'], {}),
  line(1, ['ASSIGNED'], { reportNumber: fc.constant('1'), officerId: fc.constantFrom('D417', 'D418') }),
  line(1, ['STATUS'], {
    reportNumber: fc.constant('1'),
    caseStatus: fc.constantFrom('Suspended', 'Closed', 'Reopened', 'Under review'),
  }),
);
const ago = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constantFrom(2, 8, 30, 90, 240, 400).map((seconds) => seconds * SECOND) },
  { weight: 1, arbitrary: fc.constantFrom(20 * MINUTE, 3 * HOUR, -30 * SECOND, -10 * MINUTE) },
);
const durations = [
  ...[1, 5, 16, 16, 50, 50].map((seconds) => seconds * SECOND),
  ...[2.5, 2.5, 4, 6, 21, 45].map((minutes) => minutes * MINUTE),
  ...[5, 13].map((hours) => hours * HOUR),
];

/**
 * What mostly has to come in this order to be of any weight: a text leaves, and then what it was about begins anew; or a text
 * waits, and its time goes by, or it becomes untrue, before anybody looks.
 */
function happening(): fc.Arbitrary<readonly Act[]> {
  const incident = fc.constantFrom(0, 0, 1, 1, 2);
  const say = (incident: number, event: string, unit?: string): Act => ({
    ...{ do: 'line', incident, event, ago: 0 },
    values: unit === undefined ? {} : { unit, officerId: '3266' },
  });
  const pass = (ms: number, sending: boolean): Act => ({ do: 'time passes', ms, sending });
  const unseen = (ms: number): Act => ({ do: 'time passes unseen', ms });
  return fc.tuple(incident, unit, unit, fc.constantFrom(0, 1, 2, 3, 4)).map(([which, one, another, what]): readonly Act[] => {
    const told = [say(which, 'REOPEN'), say(which, 'DISP', one), pass(3 * MINUTE, true)];
    if (what === 0) return [...told, say(which, 'UNASG', one), say(which, 'DISP', another), pass(3 * MINUTE, true)];
    if (what === 1) return [...told, say(which, 'CLOSE'), ...told];
    if (what === 2) return [say(which, 'REOPEN'), say(which, 'DISP', one), pass(16 * SECOND, false), unseen(6 * MINUTE)];
    const untrue = what === 3 ? say(which, 'ARR', one) : say(which, 'CLOSE');
    return [say(which, 'REOPEN'), say(which, 'DISP', one), pass(20 * SECOND, false), untrue, unseen(SECOND)];
  });
}

/** A whole story: single acts, and what belongs together. */
export function story(): fc.Arbitrary<Act[]> {
  const one = act().map((single): readonly Act[] => [single]);
  const part = fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: happening() });
  return fc.array(part, { minLength: 5, maxLength: 36 }).map((parts) => parts.flat());
}

/** Anything that may happen, what happens often more often. */
function act(): fc.Arbitrary<Act> {
  const line = fc
    .record({ incident: fc.constantFrom(0, 0, 0, 1, 1, 2), line: lineOf, ago })
    .map(({ incident, line: { event, ...values }, ago }): Act => ({ do: 'line', incident, event, values, ago }));
  return fc.oneof(
    { weight: 20, arbitrary: line },
    {
      weight: 8,
      arbitrary: fc.record({ do: fc.constant('time passes' as const), ms: fc.constantFrom(...durations), sending: fc.boolean() }),
    },
    { weight: 3, arbitrary: fc.constant({ do: 'texts leave' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('time passes unseen' as const), ms: fc.constantFrom(...durations) }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'nobody answers' as const }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat({ max: 30 }) }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom({ do: 'everything again' as const }, { do: 'restart' as const }),
    },
    { weight: 1, arbitrary: fc.constantFrom({ do: 'stop' as const }, ...Array(3).fill({ do: 'resume' as const })) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat({ max: 5 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('by hand' as const), which: fc.nat({ max: 30 }), incident: fc.nat({ max: 2 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('look at a correction' as const),
        incident: fc.nat({ max: 2 }),
        stage: fc.constantFrom('dispatched', 'delayed', 'completed'),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'send the correction' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('suppress' as const), phone: fc.nat({ max: PHONES.length - 1 }) }) },
  );
}

interface Line {
  readonly incident: string;
  readonly event: string;
  readonly values: Readonly<Record<string, string>>;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly feed: string;
  readonly text: string;
}

/**
 * Plays a story on a desk and keeps its own, much simpler account of what was said. Whenever a text leaves, that account
 * is asked whether it may. It knows nothing of how rules are written: only what must never happen.
 */
export class StoryWithRules {
  readonly #lines: Line[] = [];
  readonly #story: string[] = [];
  readonly #suppressed = new Set<string>();
  readonly #left: { readonly message: StoredMessage; readonly at: number }[] = [];
  #stopped = false;
  #shown: { readonly selection: CorrectionSelection; readonly confirm: string } | undefined;
  #ids = 0;

  constructor(private readonly desk: Desk) {}

  /** Three calls, so that all the rest is about something. */
  async begin(): Promise<void> {
    const priorities = ['P3', 'P4', 'P2'];
    for (const [index, incident] of INCIDENTS.entries()) {
      const callType = index === 2 ? 'PARKING' : 'THEFT-GRAND';
      await this.#line(
        incident,
        'NEW',
        { callType, priority: priorities[index] ?? 'P3', callerPhone: PHONES[index === 1 ? 0 : index] ?? '' },
        0,
      );
    }
  }

  async play(one: Act): Promise<void> {
    const { desk } = this;
    switch (one.do) {
      case 'line':
        return this.#line(INCIDENTS[one.incident] as string, one.event, one.values, one.ago);
      case 'again':
        return this.#again([this.#lines[one.which % this.#lines.length] as Line]);
      case 'everything again':
        return this.#again([...this.#lines]);
      case 'time passes':
        return this.#pass(one.ms, one.sending);
      case 'time passes unseen':
        this.#tell(`${one.ms / SECOND} s pass, and texts leave before anything else is looked at`);
        desk.clock.advance(one.ms);
        return this.#send('accepted');
      case 'texts leave':
        this.#tell('texts leave');
        return this.#send('accepted');
      case 'nobody answers':
        this.#tell('texts leave, and the carrier does not answer');
        return this.#send('unknown');
      case 'restart':
        this.#tell('the console restarts');
        await desk.restart();
        // As at every start.
        return desk.duties.runDue();
      case 'stop':
        this.#tell('somebody stops all texts');
        this.#stopped = true;
        await desk.commands.stopAll({ identity: 'host', reason: 'a story' });
        return;
      case 'resume':
        this.#tell('somebody resumes');
        this.#stopped = false;
        await desk.commands.resume({ identity: 'host', reason: 'a story' });
        return;
      case 'release': {
        const open = await desk.store.transaction(async (records) => [
          ...(await records.withStatus('held', 1_000)),
          ...(await records.withStatus('ready', 1_000)),
        ]);
        const message = open[one.which % Math.max(1, open.length)];
        if (message === undefined) return;
        this.#tell(`somebody releases the ${message.stage} text to ${message.phone}`);
        await desk.commands.release({ identity: 'host', reason: 'a story', id: message.id });
        return;
      }
      case 'by hand': {
        const { id } = await desk.incident(INCIDENTS[one.incident] as string);
        const { choices = [] } = (await desk.handTexts.choices(id)) ?? {};
        const possible = choices.filter(({ verdict }) => verdict.outcome !== 'skip');
        const { verdict, contact = '' } = possible[one.which % Math.max(1, possible.length)] ?? {};
        if (verdict === undefined) return;
        const stage = verdict.stage as RuleStage;
        const { cause } = verdict;
        this.#tell(
          `somebody sends the ${cause ?? stage} text of ${INCIDENTS[one.incident]} by hand to ${verdict.recipient?.phone}`,
        );
        await desk.handTexts.send({ identity: 'host', reason: 'a story', incidentId: id, stage, cause, contact });
        return;
      }
      case 'look at a correction': {
        const incident = INCIDENTS[one.incident] as string;
        this.#tell(`somebody looks at a correction of the ${one.stage} texts of ${incident}`);
        const selection = { stage: one.stage, incidentId: (await desk.incident(incident)).id };
        this.#shown = { selection, confirm: (await desk.corrections.preview(selection)).confirm };
        return;
      }
      case 'send the correction': {
        if (this.#shown === undefined) return;
        const outcome = await desk.corrections.send({ identity: 'host', reason: 'a story', ...this.#shown });
        this.#tell(`somebody sends that correction: ${JSON.stringify(outcome)}`);
        return;
      }
      case 'suppress': {
        const number = PHONES[one.phone] as string;
        this.#tell(`somebody suppresses ${number}`);
        this.#suppressed.add(`+1${number.replaceAll('-', '')}`);
        await desk.commands.suppressNumber({ identity: 'host', reason: 'a story', number });
        return;
      }
    }
  }

  /** Lets all that still waits come out. */
  async end(): Promise<void> {
    await this.#pass(20 * SECOND, true);
    await this.#pass(14 * HOUR, true);
    const { store, clock } = this.desk;
    await store.transaction(async (records) => {
      const open = [...(await records.withStatus('held', 1_000)), ...(await records.withStatus('ready', 1_000))];
      for (const { stage, status, expiresAt } of open) {
        if (expiresAt > clock.now()) continue;
        throw new Error(`A ${stage} text is still ${status} after its expiry:\n${this.#story.join('\n')}`);
      }
    });
  }

  async #line(incident: string, event: string, values: Readonly<Record<string, string>>, ago: number): Promise<void> {
    const { desk } = this;
    const now = desk.clock.now();
    const own = {
      ...values,
      ...(values.reportNumber === undefined ? {} : { reportNumber: `R${incident}-${values.reportNumber}` }),
    };
    const isCase = event === 'ASSIGNED' || event === 'STATUS';
    this.#tell(`${incident} ${event} ${Object.values(own).join(' ')}${ago === 0 ? '' : ` (${ago / SECOND} s ago)`}`);
    const known = { incident, event, values: own, occurredAt: now - ago, receivedAt: now };
    // Before it is read: whatever leaves from now on must know it.
    const index = this.#lines.push({ ...known, feed: isCase ? 'rms' : 'units', text: '' }) - 1;
    const text = isCase ? await desk.rms(event, incident, own, ago) : await desk.line(event, incident, own, ago);
    this.#lines[index] = { ...(this.#lines[index] as Line), text };
  }

  async #again(lines: readonly Line[]): Promise<void> {
    for (const { feed, text, incident, event } of lines) {
      this.#tell(`again: ${incident} ${event}`);
      await this.desk.receive(feed, text);
    }
  }

  async #pass(ms: number, sending: boolean): Promise<void> {
    this.#tell(`${ms / SECOND} s pass${sending ? '' : ', offline'}`);
    const { desk } = this;
    const end = desk.clock.now() + ms;
    for (;;) {
      await desk.duties.runDue();
      if (sending) await this.#send('accepted');
      const now = desk.clock.now();
      if (now >= end) return;
      const nextAt = await desk.store.transaction((records) => records.nextDutyAt());
      desk.clock.advance(Math.min(end, Math.max(nextAt ?? end, now + 1)) - now);
    }
  }

  async #send(outcome: 'accepted' | 'unknown'): Promise<void> {
    const { outbox, store, clock } = this.desk;
    for (;;) {
      const claimed = await outbox.claimReady(10, 100);
      if (claimed.length === 0) return;
      for (const { id } of claimed) {
        const message = await store.transaction((records) => records.message(id));
        if (message === undefined) throw new Error('A claimed message is gone');
        await this.#mayLeave(message);
        this.#left.push({ message, at: clock.now() });
        this.#ids += 1;
        await outbox.apply(
          id,
          outcome === 'unknown'
            ? { type: 'carrier outcome unknown' }
            : { type: 'carrier accepted', carrierMessageId: `c-${this.#ids}` },
        );
      }
    }
  }

  async #mayLeave(message: StoredMessage): Promise<void> {
    const now = this.desk.clock.now();
    const { stage, cause, phone } = message;
    const number = await this.#numberOf(message.incidentId);
    const lines = this.#lines.filter((line) => line.incident === number);
    const never = (what: string) => {
      this.#tell(`A TEXT LEFT: ${stage} ${cause ?? ''} of ${number} to ${phone}`);
      throw new Error(`A text left ${what}:\n${this.#story.join('\n')}`);
    };
    if (this.#stopped) never('although everything is stopped');
    if (lines.some(isExcluding)) never('after an exclusion');
    if (this.#suppressed.has(phone)) never('after the number was suppressed');
    if (now >= message.expiresAt) never('past its expiry');
    const told = lines.flatMap(({ values }) => [values.callerPhone, values.victimPhone]);
    if (!told.some((written) => written !== undefined && `+1${written.replaceAll('-', '')}` === phone)) never('to a stranger');
    if (LIVE.includes(stage) && isEnded(lines)) never('after the incident ended');
    if (stage === 'completed' && isCancelled(lines)) never('after the incident was cancelled');
    if (stage === 'correction') {
      const left = this.#left.map((one) => one.message);
      const original = left.filter(({ id, phone: to }) => message.corrects.includes(id) && to === phone);
      if (original.length !== message.corrects.length || original.length === 0) never('to correct what this person never got');
      if (left.some(({ corrects }) => corrects.some((id) => message.corrects.includes(id)))) never('to correct a text twice');
      return;
    }
    const restartedAt = Math.max(Number.NEGATIVE_INFINITY, ...timesOf(lines, ['REOPEN']));
    const arrivedAt = timesOf(lines, ['ARR']).filter((at) => at > restartedAt);
    if (['received', 'dispatched', 'delayed'].includes(stage) && arrivedAt.length > 0) never('after an officer arrived');
    const kind = stage === 'completed' ? 'completed' : stage.startsWith('case') ? 'case' : 'live';
    const types = lines.flatMap(({ values }) => values.callType ?? []);
    if (!types.some((type) => ALLOWED[kind]?.includes(type))) never('for a type that never gets it');
    if (message.orderedBy !== undefined && now - message.createdAt >= (EXPIRES[stage] ?? 15 * MINUTE))
      never('long after it was ordered');
    const due = DUE_BY[stage];
    // What is ordered by hand must be true; how long ago it became so is the person's to judge.
    if (due !== undefined && message.orderedBy === undefined) {
      const news = Math.max(...timesOf(lines, due).map((at) => Math.min(at, now)));
      if (now - news >= (EXPIRES[stage] ?? 0)) never('long after what made it due');
    }
    const earlier = this.#left
      .map((one) => one.message)
      .filter((one) => one.phone === phone && one.incidentId === message.incidentId);
    const same = earlier.filter((one) => one.stage === stage && one.cause === cause);
    if (ONCE.includes(stage) && same.length > 0) never('twice');
    if (cause === 'diverted' && same.length > 0) never('twice for a diversion');
    const base = ({ occurrence }: StoredMessage) => occurrence.split('~')[0];
    if (same.some((one) => base(one) === base(message))) never('twice for the same occurrence');
    if (earlier.filter(({ stage }) => LIVE.includes(stage)).length >= 4 && LIVE.includes(stage))
      never('beyond the cap of its incident');
    const gap = this.#left.filter((one) => one.message.phone === phone && now - one.at < 2 * MINUTE);
    if (gap.length > 0 && !message.released) never('a moment after another to the same number');
  }

  /** Also of one whose number another call has by now. */
  async #numberOf(incidentId: number): Promise<string> {
    const incident = (await this.desk.queries.incidentNumbers([incidentId])).get(incidentId);
    const names = [incident?.callNumber, ...(incident?.incidentNumbers ?? []).map(({ number }) => number)];
    const number = INCIDENTS.find((one) => names.includes(one));
    if (number === undefined) throw new Error(`A text left for an incident that nobody spoke of:\n${this.#story.join('\n')}`);
    return number;
  }

  #tell(what: string): void {
    const at = new Date(this.desk.clock.now()).toLocaleString('sv', { timeZone: 'America/New_York' });
    this.#story.push(`${at} ${what}`);
  }
}

function isExcluding({ values }: Line): boolean {
  const { callType = '', priority = '', narrative = '', flags = '' } = values;
  return (
    EXCLUDED_TYPES.includes(callType) ||
    EXCLUDED_PRIORITIES.includes(priority) ||
    EXCLUDED_NOTES.includes(narrative) ||
    flags.includes('hazard')
  );
}

function timesOf(lines: readonly Line[], events: readonly string[]): number[] {
  return lines.filter(({ event }) => events.includes(event)).map(({ occurredAt }) => occurredAt);
}

/** By the times of the lines, whatever their order. Where a reopening and an end have one time, either may be the later. */
function isEnded(lines: readonly Line[]): boolean {
  const endedAt = Math.max(Number.NEGATIVE_INFINITY, ...timesOf(lines, ['CLOSE', 'CANCEL']));
  const reopenedAt = Math.max(Number.NEGATIVE_INFINITY, ...timesOf(lines, ['REOPEN']));
  return endedAt > reopenedAt;
}

function isCancelled(lines: readonly Line[]): boolean {
  const cancelledAt = Math.max(Number.NEGATIVE_INFINITY, ...timesOf(lines, ['CANCEL']));
  const reopenedAt = Math.max(Number.NEGATIVE_INFINITY, ...timesOf(lines, ['REOPEN']));
  return cancelledAt > reopenedAt;
}
