import type { LineType } from '../../../src/incident/callerInfo';
import type { E164 } from '../../../src/incident/phone';
import type { CorrectionSelection } from '../../../src/intake/corrections';
import { NumberLookups } from '../../../src/intake/numberLookups';
import type { StoredInbound } from '../../../src/intake/optOutRecords';
import { silentLogger } from '../../../src/logger';
import { receiptVerdict } from '../../../src/outbox/receiptPolicy';
import type { CarrierFailureClass } from '../../../src/outbox/smsCarrier';
import { sentence as reasonSentence } from '../../../src/rules/reasons';
import { OptOutQueries } from '../../../src/store/optOutQueries';
import type { Desk } from '../../support/desk';
import { addAliLink } from './aliLink';
import type { Scenario } from './scenario';
import { sentences } from './sentences';
import { asEido, asNewWorld, type WholeCall, wholeCall } from './wholeCall';

/** A text that the carrier was given. */
export interface LeftText {
  readonly id: string;
  readonly at: number;
  readonly stage: string;
  readonly incidentId: number;
  readonly to: string;
  readonly language: string;
  readonly text: string;
  readonly segments: number;
  /** Set where it answers a reply. */
  readonly answer: string | undefined;
}

/** What was said of one text: a decision, or what a message says of itself. */
export interface Said {
  readonly stage: string;
  readonly incidentId: number;
  /** Unknown where a decision was about nobody in particular. */
  readonly to: string | undefined;
  readonly kind: 'send' | 'hold' | 'skip' | 'state';
  readonly says: string;
  readonly code: string;
}

/** Away: nothing is tried. Busy: it says that it took nothing. Silent: nobody knows whether it took a text. */
type Carrier = 'there' | 'away' | 'busy' | 'silent';

/** How long a busy carrier is left alone. */
const BUSY_MS = 30_000;

const isEnded = (status: string) => status === 'cancelled' || status === 'expired' || status === 'undelivered';

/** Plays one scenario on a desk: feeds, people, carrier and clock do what its steps say. */
export class ScenarioRun {
  readonly left: LeftText[] = [];
  /** Reason codes that a person was told, which no decision holds. */
  readonly reached: string[] = [];
  /** The correction that a supervisor has looked at. */
  shown: { readonly selection: CorrectionSelection; readonly confirm: string } | undefined;
  readonly #lines: { feed: string; text: string }[] = [];
  readonly #calls = new Map<string, WholeCall>();
  readonly #refused = new Set<string>();
  readonly #lookups = new Map<E164, LineType>();
  readonly #replies: { readonly id: string; readonly from: string; readonly text: string | undefined }[] = [];
  #carrier: Carrier = 'there';
  #on = true;
  #ids = 0;

  constructor(
    readonly desk: Desk,
    private readonly scenario: Scenario,
  ) {}

  async play(): Promise<void> {
    for (const step of this.scenario.steps) {
      await this.#passUntil(step.at);
      await this.#act(step.sentence, step.value);
      await this.#settle();
    }
    await this.#passUntil(this.scenario.endsAt);
    // Records that turned out to be one call have one incident by now.
    for (const [index, text] of this.left.entries()) {
      const message = await this.desk.store.transaction((records) => records.message(text.id));
      if (message !== undefined) this.left[index] = { ...text, incidentId: message.incidentId };
    }
  }

  async #act(said: string, value: unknown): Promise<void> {
    for (const { says, does } of sentences) {
      const match = says.exec(said);
      if (match === null) continue;
      await does(this, match.groups ?? {}, value);
      return;
    }
    throw new Error(`Nobody understands: ${said}`);
  }

  async #passUntil(at: number): Promise<void> {
    const { clock } = this.desk;
    for (;;) {
      await this.#settle();
      const now = clock.now();
      if (now >= at) return;
      clock.advance(Math.min(at, this.#on ? await this.#nextAt(now, at) : at) - now);
    }
  }

  /** When something becomes due by time alone. */
  #nextAt(now: number, at: number): Promise<number> {
    return this.desk.store.transaction(async (records) => {
      const times = [await records.nextDutyAt(), await records.nextOutboxAt()];
      return Math.min(at, ...times.filter((time): time is number => time !== undefined && time > now));
    });
  }

  /** All that is due at this moment: timers, then texts. */
  async #settle(): Promise<void> {
    if (!this.#on) return;
    await this.#lookUp();
    await this.desk.duties.runDue();
    while (this.#carrier !== 'away' && (await this.#send())) {}
  }

  async #send(): Promise<boolean> {
    const { outbox, store, clock } = this.desk;
    const claimed = await outbox.claimReady(10, 100);
    for (const { id, to, text, segments } of claimed) {
      if (this.#refused.has(to)) {
        await outbox.apply(id, { type: 'carrier refused it for good', reason: 'badDestination' }, { detail: 'refused' });
        continue;
      }
      if (this.#carrier === 'busy') {
        await outbox.apply(id, { type: 'carrier did not take it' }, { nextAttemptAt: clock.now() + BUSY_MS });
        continue;
      }
      const of = await store.transaction(async (records) => {
        const message = await records.message(id);
        const reply = await records.optOut.reply(id);
        if (message !== undefined) {
          const { incidentId, language, cause, stage } = message;
          return { incidentId, language, stage: cause ?? stage, answer: undefined };
        }
        if (reply === undefined) throw new Error('A claimed message is gone');
        return { incidentId: 0, language: reply.language, stage: 'answer', answer: reply.kind };
      });
      this.left.push({ id, at: clock.now(), to, text, segments, ...of });
      if (this.#carrier === 'silent') await outbox.apply(id, { type: 'carrier outcome unknown' });
      else await outbox.apply(id, { type: 'carrier accepted', carrierMessageId: this.newCarrierId() });
    }
    return claimed.length > 0;
  }

  newCarrierId(): string {
    this.#ids += 1;
    return `carrier-${this.#ids}`;
  }

  async line(event: string, incident: string, values: Readonly<Record<string, string | undefined>>, late?: string): Promise<void> {
    const text = await this.desk.line(event, incident, given(values), this.#ago(late));
    this.#lines.push({ feed: 'units', text });
  }

  async caseLine(
    event: string,
    incident: string,
    values: Readonly<Record<string, string | undefined>>,
    late?: string,
  ): Promise<void> {
    const text = await this.desk.rms(event, incident, given(values), this.#ago(late));
    this.#lines.push({ feed: 'rms', text });
  }

  /** How long ago a time of day was, or will have been on a clock that runs ahead: the one within twelve hours. */
  #ago(late: string | undefined): number {
    if (late === undefined) return 0;
    const [hours = 0, minutes = 0, seconds = 0] = late.split(':').map(Number);
    const now = this.desk.clock.now();
    const local = new Date(now).toLocaleString('sv', { timeZone: this.desk.profile.agency.timeZone }).slice(11);
    const [h = 0, m = 0, s = 0] = local.split(':').map(Number);
    const ago = ((h - hours) * 3600 + (m - minutes) * 60 + (s - seconds)) * 1000;
    const day = 24 * 3_600_000;
    return ago > day / 2 ? ago - day : ago < -day / 2 ? ago + day : ago;
  }

  /** The moment of a time of day, of this day or the one before. */
  timeOfDay(time: string): number {
    return this.desk.clock.now() - this.#ago(`${time}:00`);
  }

  async again(which: 'last' | 'all'): Promise<void> {
    if (this.#lines.length === 0) throw new Error('No line has come yet');
    for (const { feed, text } of which === 'all' ? [...this.#lines] : this.#lines.slice(-1)) await this.desk.receive(feed, text);
  }

  async snapshot(feed: 'cad' | 'eido', name: string, written: unknown): Promise<void> {
    const call = wholeCall(this.#calls.get(`${feed} ${name}`), written);
    this.#calls.set(`${feed} ${name}`, call);
    const now = this.desk.clock.now();
    const text = feed === 'cad' ? asNewWorld({ call: name, ...call }, now) : asEido({ call: name, ...call }, now);
    this.#lines.push({ feed, text });
    await this.desk.receive(feed, text);
  }

  /** A frame as it is. */
  async frame(feed: string, text: string): Promise<void> {
    this.#lines.push({ feed, text });
    await this.desk.receive(feed, text);
  }

  async restart(): Promise<void> {
    await this.switchOff();
    await this.switchOn();
  }

  setCarrier(carrier: Carrier): void {
    this.#carrier = carrier;
  }

  /** From now on the number lookup is there, and says so of a number. */
  setLine(phone: string, line: LineType): void {
    this.#lookups.set(e164(phone) as E164, line);
  }

  /** As after each commit of the appliance. */
  async #lookUp(): Promise<void> {
    if (this.#lookups.size === 0) return;
    const { store, clock, mode } = this.desk;
    const lines = this.#lookups;
    const lookups = new NumberLookups({
      ...{ store, clock, mode, logger: silentLogger, policy: () => this.desk.profile, onCommitted: () => {} },
      lookup: { lookUp: async () => ({ type: 'answered', lines: new Map([...lines].filter(([, line]) => line !== 'unknown')) }) },
    });
    const ids = new Set<number>();
    for (const phone of lines.keys()) {
      for (const id of await store.transaction((records) => records.incidentsWithNumber(phone, 0))) ids.add(id);
    }
    lookups.incidentsChanged([...ids]);
    await lookups.idle();
  }

  async reply(from: string, text: string | undefined, late?: string): Promise<void> {
    const id = await this.desk.reply(from, text, { ago: this.#ago(late) });
    this.#replies.push({ id, from, text });
  }

  async lastReplyAgain(): Promise<void> {
    const last = this.#replies.at(-1);
    if (last === undefined) throw new Error('Nobody has replied yet');
    await this.desk.reply(last.from, last.text, { id: last.id });
  }

  /** The carrier tells by a callback what was seen in its list only. */
  async lastReplyInWords(text: string): Promise<void> {
    const last = this.#replies.at(-1);
    if (last === undefined) throw new Error('Nobody has replied yet');
    await this.desk.reply(last.from, text, { id: last.id });
  }

  /** The newest reply of a number. */
  async inboundOf(from: string): Promise<StoredInbound> {
    const queries = new OptOutQueries(this.desk.store.db, this.desk.store.personal);
    const { items } = await queries.inbound({ next: undefined, limit: 100, needsPerson: false });
    const found = items.find(({ phone }) => phone === e164(from));
    if (found === undefined) throw new Error(`${from} has not replied`);
    return found;
  }

  refuse(phone: string): void {
    this.#refused.add(e164(phone));
  }

  async switchOff(): Promise<void> {
    await this.desk.store.close();
    this.#on = false;
  }

  async switchOn(): Promise<void> {
    await this.desk.start();
    addAliLink(this.desk);
    this.#on = true;
  }

  /** As when a time server sets the clock: the duties notice it, which otherwise only this story's own steps wake. */
  async jumpClock(minutes: number): Promise<void> {
    const { duties, clock } = this.desk;
    await duties.start();
    while (clock.pending === 0) await new Promise((resume) => setImmediate(resume));
    clock.jump(minutes * 60_000);
    duties.wake();
    await duties.stop();
  }

  /** The newest message of a stage. */
  async message(stage: string, incident: string) {
    const messages = await this.desk.messages(incident);
    const found = messages.filter((message) => (message.cause ?? message.stage) === stage).at(-1);
    if (found === undefined) throw new Error(`${incident} has no ${stage} text`);
    return found;
  }

  /** What the carrier's list says of a text, taken up as the worker does. */
  async receipt(
    stage: string,
    incident: string,
    status: string,
    failure?: { class: CarrierFailureClass; say: string },
  ): Promise<void> {
    const { outbox } = this.desk;
    const message = await this.message(stage, incident);
    const verdict = receiptVerdict({
      carrierMessageId: message.carrierMessageId ?? '',
      to: message.phone,
      from: undefined,
      receivedAt: undefined,
      status,
      errorCode: undefined,
      failure,
      segmentCount: undefined,
      textLength: undefined,
    });
    if (verdict.type === 'notAvailable') {
      await outbox.pollAgain(message.id, undefined);
      return;
    }
    if (verdict.type !== 'final') throw new Error(`The carrier says nothing final with ${status}`);
    if (verdict.suppress !== undefined) await outbox.suppress(message.phone, verdict.suppress, failure?.say ?? '');
    await outbox.apply(message.id, verdict.input, { detail: failure?.say });
  }

  /** All that was decided, and what messages say of themselves. */
  async said(): Promise<Said[]> {
    const { store } = this.desk;
    const decisions = await store.db.selectFrom('decision').selectAll().orderBy('id').execute();
    const rows = await store.db.selectFrom('message').select('id').orderBy('createdAt').execute();
    const holds = await store.db.selectFrom('messageChange').selectAll().where('after', '=', 'held').execute();
    const said: Said[] = decisions.map(({ stage, cause, incidentId, outcome, code, detail }) => ({
      stage: cause ?? stage,
      incidentId,
      to: undefined,
      kind: outcome as Said['kind'],
      says: reasonSentence(code, detail === null ? undefined : store.personal.openText(detail, 'decision.detail')),
      code,
    }));
    for (const { id } of rows) {
      const message = await store.transaction((records) => records.message(id));
      if (message === undefined) continue;
      const { incidentId, phone, status, code = '', detail } = message;
      const of = { stage: message.cause ?? message.stage, incidentId, to: phone, code };
      if (isEnded(status)) said.push({ ...of, kind: 'skip', says: reasonSentence(code, detail) });
      for (const change of holds.filter(({ messageId }) => messageId === id)) {
        said.push({ ...of, code: change.code ?? '', kind: 'hold', says: reasonSentence(change.code ?? '') });
      }
      said.push({ ...of, kind: 'state', says: status });
    }
    return said;
  }

  /** Every reason code that showed anywhere, also in passing. */
  async codes(): Promise<string[]> {
    const { db } = this.desk.store;
    const changes = await db.selectFrom('messageChange').select('code').distinct().execute();
    return [...changes.flatMap(({ code }) => code ?? []), ...(await this.said()).map(({ code }) => code), ...this.reached];
  }
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export function e164(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return `+${digits.length === 10 ? '1' : ''}${digits}`;
}
