import { assertNever } from '../heraldError';
import type { Evening, EveningIncident, EveningStep } from './evening';
import type { FreshNumbers } from './freshNumbers';
import { type EventColumns, loseBytes, writeCaseLine, writeEventLine } from './linesWriter';
import { type NewWorldCall, type NewWorldContext, type NewWorldUnit, writeNewWorldXml } from './newWorldWriter';

export const TRAINING_FEEDS = ['cad', 'units', 'rms'] as const;
export type TrainingFeed = (typeof TRAINING_FEEDS)[number];

export interface TrainingFrame {
  readonly feed: TrainingFeed;
  readonly bytes: Uint8Array;
}

type StepOf<What extends EveningStep['what']> = Extract<EveningStep, { what: What }>;
type UnitStatus = StepOf<'unit'>['is'];

const UNIT_CODES: Readonly<Record<UnitStatus, string>> = {
  dispatched: 'DISP',
  enRoute: 'ENR',
  arrived: 'ARR',
  cleared: 'CLR',
  takenOff: 'UNASG',
};
/** New World tells a unit that was taken off as one that cleared without arriving. */
const UNIT_TIMES = {
  dispatched: 'assignedAt',
  enRoute: 'enRouteAt',
  arrived: 'arrivedAt',
  cleared: 'clearedAt',
  takenOff: 'clearedAt',
} as const satisfies Readonly<Record<UnitStatus, keyof NewWorldUnit>>;

/** What all incidents of one evening share. */
export interface Setting {
  readonly evening: Evening;
  readonly numbers: FreshNumbers;
  readonly timeZone: string;
}

/** One incident of the evening while it is played: what the CAD and records systems know of it, and what they tell. */
export class PlayedIncident {
  readonly #script: EveningIncident;
  readonly #setting: Setting;
  readonly #incidentNumber: string;
  #call: NewWorldCall;
  #last: TrainingFrame | undefined;

  constructor(script: EveningIncident, setting: Setting, now: number) {
    const { numbers, evening } = setting;
    const { city, state, zip, policeOri, fireOri, streets } = evening.location;
    const index = evening.incidents.indexOf(script);
    const [streetName = '', streetType = ''] = (streets[index % streets.length] ?? '').split(' ');
    this.#script = script;
    this.#setting = setting;
    this.#incidentNumber = numbers.incidentNumber();
    this.#call = {
      callId: numbers.callId(),
      callNumber: numbers.callNumber(),
      createdAt: now,
      callSource: 'Phone',
      callerName: script.caller.name,
      callerPhone: this.#phone(script.caller.phone),
      contexts: [context(script.agency, script.callType ?? undefined, script.priority, now)],
      incidents: [],
      units: [],
      narratives: script.narrative === undefined ? [] : [{ at: now, text: script.narrative }],
      dispositions: [],
      closed: false,
      cancelled: false,
      location: { houseNumber: String(100 + 10 * index), streetName, streetType, city, state, zip, policeOri, fireOri },
    };
  }

  /** The call is taken. The exporter says nothing of it before its first unit; lines do. */
  begin(now: number): TrainingFrame[] {
    const { caller, flags, callType, priority } = this.#script;
    return this.#told(now, 'NEW', {
      callType: callType ?? undefined,
      priority,
      callerPhone: this.#call.callerPhone,
      flags: flags.join(',') || undefined,
      callerLanguage: caller.language,
    });
  }

  /** What the feeds carry when the step happens. */
  play(step: EveningStep, now: number): TrainingFrame[] {
    switch (step.what) {
      case 'unit':
        this.#moveUnit(step, now);
        return this.#told(now, UNIT_CODES[step.is], { unit: step.unit, officerId: this.#unit(step.unit).officers[0]?.id });
      case 'callType':
        this.#changeOwn({ callType: step.callType });
        return this.#told(now, 'TYPE', { callType: step.callType });
      case 'priority':
        this.#changeOwn({ priority: step.priority });
        return this.#told(now, 'PRI', { priority: step.priority });
      case 'phone': {
        const callerPhone = this.#phone(step.phone);
        this.#call = { ...this.#call, callerPhone };
        return this.#told(now, 'CALLER', { callerPhone, callerLanguage: this.#script.caller.language });
      }
      case 'narrative':
        this.#call = { ...this.#call, narratives: [...this.#call.narratives, { at: now, text: step.text }] };
        return this.#snapshot();
      case 'agency':
        this.#call = {
          ...this.#call,
          contexts: [...this.#call.contexts, context(step.agency, step.callType, step.priority, now)],
        };
        return this.#snapshot();
      case 'report':
        return this.#report(step, now);
      case 'close': {
        const dispositions = step.disposition === undefined ? [] : [{ at: now, name: step.disposition }];
        this.#call = { ...this.#call, closed: true, closedAt: now, dispositions };
        this.#changeContexts({ closed: true, closedAt: now });
        return this.#told(now, 'CLOSE', { disposition: step.disposition });
      }
      case 'cancel':
        this.#call = { ...this.#call, cancelled: true };
        this.#changeContexts({ cancelled: true });
        return this.#told(now, 'CANCEL', {});
      case 'reopen':
        // As New World does: the times of closing stay.
        this.#call = { ...this.#call, closed: false };
        this.#changeContexts({ closed: false });
        return this.#told(now, 'REOPEN', {});
      case 'again':
        return this.#last === undefined ? [] : Array.from({ length: step.times }, () => this.#last as TrainingFrame);
      case 'damaged':
        return [{ feed: 'units', bytes: Buffer.from(loseBytes(this.#line(now, 'ENR', {}))) }];
      case 'detective':
        return this.#case(now, 'ASSIGNED', {
          officerId: step.officer,
          contactPhone: step.victim ? this.#phone('fresh') : undefined,
        });
      case 'caseStatus':
        return this.#case(now, 'STATUS', { caseStatus: step.status });
      default:
        return assertNever(step);
    }
  }

  #report({ officer }: StepOf<'report'>, now: number): TrainingFrame[] {
    if (officer !== undefined || this.#script.feed === 'units') {
      const text = this.#line(now, 'RPT', { officerId: officer, reportNumber: this.#reportNumber });
      return this.#sent({ feed: 'units', bytes: Buffer.from(text) });
    }
    const incidents = this.#call.incidents.map((incident) =>
      incident.agency === this.#script.agency ? { ...incident, caseNumber: this.#reportNumber } : incident,
    );
    this.#call = { ...this.#call, incidents };
    return this.#snapshot();
  }

  get #reportNumber(): string {
    return `R${this.#incidentNumber}`;
  }

  #moveUnit({ unit: name, is }: StepOf<'unit'>, now: number): void {
    const { agency, type, officers } = this.#unit(name);
    const { policeOri, fireOri } = this.#call.location;
    const jurisdiction = agency === 'Police' ? policeOri : fireOri;
    const units = [...this.#call.units];
    // A unit that comes back gets an entry of its own.
    let index = units.findLastIndex((unit) => unit.unit === name && (is !== 'dispatched' || unit.clearedAt === undefined));
    if (index < 0) {
      index = units.length;
      units.push({ unit: name, type, jurisdiction, primary: units.length === 0, officers });
    }
    units[index] = { ...(units[index] as NewWorldUnit), [UNIT_TIMES[is]]: now };
    this.#call = { ...this.#call, units };
    if (this.#call.incidents.some((incident) => incident.agency === agency)) return;
    const number = agency === this.#script.agency ? this.#incidentNumber : this.#setting.numbers.incidentNumber();
    const part = this.#call.contexts.find((candidate) => candidate.agency === agency);
    const incident = { agency, jurisdiction, number, createdAt: now, type: part?.callType };
    this.#call = { ...this.#call, incidents: [...this.#call.incidents, incident] };
  }

  #unit(name: string): Evening['units'][number] {
    return this.#setting.evening.units.find(({ unit }) => unit === name) as Evening['units'][number];
  }

  #changeOwn(change: Partial<NewWorldContext>): void {
    const contexts = this.#call.contexts.map((part) => (part.agency === this.#script.agency ? { ...part, ...change } : part));
    this.#call = { ...this.#call, contexts };
  }

  #changeContexts(change: Partial<NewWorldContext>): void {
    this.#call = { ...this.#call, contexts: this.#call.contexts.map((part) => ({ ...part, ...change })) };
  }

  #phone(written: string | undefined): string | undefined {
    return written === 'fresh' ? this.#setting.numbers.phone() : written;
  }

  /** On the incident's own feed: the line of what happened, or the whole call as it is now. */
  #told(now: number, event: string, columns: EventColumns): TrainingFrame[] {
    if (this.#script.feed === 'cad') return this.#snapshot();
    return this.#sent({ feed: 'units', bytes: Buffer.from(this.#line(now, event, columns)) });
  }

  #snapshot(): TrainingFrame[] {
    if (this.#call.units.length === 0) return [];
    return this.#sent({ feed: 'cad', bytes: writeNewWorldXml(this.#call, this.#setting.timeZone) });
  }

  #case(now: number, event: string, columns: { officerId?: string; caseStatus?: string; contactPhone?: string }): TrainingFrame[] {
    const all = { incidentNumber: this.#incidentNumber, reportNumber: this.#reportNumber, event, ...columns };
    return this.#sent({ feed: 'rms', bytes: Buffer.from(writeCaseLine(now, all, this.#setting.timeZone)) });
  }

  #line(now: number, event: string, columns: EventColumns): string {
    return writeEventLine(now, { incidentNumber: this.#incidentNumber, event, ...columns }, this.#setting.timeZone);
  }

  #sent(frame: TrainingFrame): TrainingFrame[] {
    this.#last = frame;
    return [frame];
  }
}

function context(agency: string, callType: string | undefined, priority: string, createdAt: number): NewWorldContext {
  return { agency, callType, priority, createdAt, closed: false, cancelled: false };
}
