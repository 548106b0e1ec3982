import { durations } from '../../src/clock';
import type { Profile } from '../../src/profile';
import type { Random } from '../fuzz/random';
import type { Call, Line, Told } from './told';
import type { WorldClock } from './worldClock';

const { SECOND, MINUTE, HOUR } = durations;
const NUMBERS = ['25-1', '25-2', '25-3', '25-4', '25-5'];
export const PHONES = ['941-555-0111', '941-555-0112', '941-555-0113', '941-555-0114'];
const UNITS = ['2A1', '2A2', '2A3'];
const COMING = ['ASG', 'DISP', 'DISP', 'ENR'];
interface Spoken {
  readonly event: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly ago?: number;
  readonly excludes?: string;
}

const EXCLUDING: readonly Required<Pick<Spoken, 'event' | 'values' | 'excludes'>>[] = [
  { event: 'TYPE', values: { callType: 'DV' }, excludes: 'callType:DV' },
  { event: 'TYPE', values: { callType: 'SEX ASSAULT' }, excludes: 'callType:SEX ASSAULT' },
  { event: 'NOTE', values: { narrative: 'he has a gun' }, excludes: 'narrative:gun' },
  { event: 'NOTE', values: { narrative: 'her husband did it' }, excludes: 'narrative:husband' },
  { event: 'PRI', values: { priority: 'P1' }, excludes: 'priority:P1' },
  { event: 'FLAG', values: { flags: 'hazard' }, excludes: 'flag:hazard' },
];

/** The agency's CAD and records system: draws what they say next. Mostly a call goes its way, and sometimes anything comes. */
export class DispatchSystem {
  readonly #random: Random;
  readonly #told: Told;
  readonly #clock: WorldClock;
  readonly #layouts: Profile['layouts'];

  constructor(random: Random, told: Told, clock: WorldClock, profile: Profile) {
    this.#random = random;
    this.#told = told;
    this.#clock = clock;
    this.#layouts = profile.layouts;
  }

  /** Two calls come in. */
  begin(): readonly Line[] {
    return NUMBERS.slice(0, 2).map((number) => this.#line(this.#told.newCall(number), this.#created()));
  }

  /** `mayReuse`: whether it may be that of another call under a number that was free again. */
  draw(mayReuse: boolean): Line {
    const random = this.#random;
    const number = random.pick(NUMBERS);
    const call = this.#told.callOf(number);
    if (call === undefined) {
      // Now and then the first that is heard of a call is not its beginning.
      const made = this.#told.newCall(number);
      return this.#line(made, random.chance(0.8) ? this.#created() : this.#anything(made));
    }
    if (mayReuse && random.chance(0.15) && this.#mayBeReused(call)) return this.#line(this.#told.newCall(number), this.#created());
    const earlier = this.#told.calls.find((one) => one.number === number && one !== call && knowsReport(one));
    // Long after its number has become another call's, the records system tells of a case.
    if (earlier !== undefined && random.chance(0.15)) return this.#line(earlier, this.#case());
    return this.#line(call, random.chance(0.7) ? this.#next(call) : this.#anything(call));
  }

  /** Something that was said before. */
  again(): Line | undefined {
    const { lines } = this.#told;
    return lines[this.#random.below(Math.max(1, lines.length))];
  }

  /** What would come next in the life of a call. */
  #next(call: Call): Spoken {
    const random = this.#random;
    const said = (...events: string[]) => call.lines.some(({ event }) => events.includes(event));
    const since = call.lines.slice(call.lines.findLastIndex(({ event }) => event === 'REOPEN') + 1);
    const was = (...events: string[]) => since.some(({ event }) => events.includes(event));
    if (was('CLOSE', 'CANCEL')) {
      if (!said('RPT') && random.chance(0.7)) return this.#report(call);
      return random.chance(0.2) ? { event: 'REOPEN' } : this.#case();
    }
    const unit = since.findLast(({ values, event }) => values.unit !== undefined && !['UNASG', 'CLR'].includes(event))?.values.unit;
    if (unit === undefined) return { event: random.pick(COMING), values: this.#unit(random.pick(UNITS)), ago: this.#ago() };
    if (!was('ARR')) {
      const event = random.pick(['ARR', 'ARR', 'ARR', 'ENR', 'UNASG', 'DISP']);
      return { event, values: this.#unit(event === 'DISP' ? random.pick(UNITS) : unit), ago: this.#ago() };
    }
    if (!said('RPT') && random.chance(0.6)) return this.#report(call);
    return random.chance(0.5) ? { event: 'CLR', values: this.#unit(unit), ago: this.#ago() } : { event: 'CLOSE' };
  }

  #anything(call: Call): Spoken {
    const random = this.#random;
    const drawn = random.below(34);
    const ago = this.#ago();
    const [first] = call.lines;
    // CAD may forget for an hour to say how a call began, but not for longer: then it would be another call's beginning.
    const mayBegin = !call.lines.some(({ event }) => ['NEW', 'CLOSE', 'CANCEL'].includes(event));
    if (drawn < 6 && mayBegin && (first === undefined || this.#clock.now() - first.occurredAt < HOUR / 2)) return this.#created();
    // A unit that is put on what ended long before would be another call's.
    if (drawn < 18 && this.#endedLongBefore(call)) return this.#case();
    if (drawn < 18) {
      return { event: random.pick([...COMING, 'ARR', 'UNASG', 'CLR']), values: this.#unit(random.pick(UNITS)), ago };
    }
    if (drawn < 20) return this.#report(call);
    if (drawn < 24) return { event: random.pick(['CLOSE', 'CLOSE', 'CANCEL', 'REOPEN']) };
    if (drawn < 26) return { event: 'CALLER', values: { callerPhone: random.pick(PHONES) }, ago };
    if (drawn < 28) return { event: 'TYPE', values: { callType: random.pick(['PARKING', 'BURG-RES', 'CRASH-1']) }, ago };
    if (drawn < 30) return { ...random.pick(EXCLUDING), ago };
    return this.#case();
  }

  #endedLongBefore({ lines }: Call): boolean {
    const since = lines.slice(lines.findLastIndex(({ event }) => event === 'REOPEN') + 1);
    const end = since.find(({ event }) => event === 'CLOSE' || event === 'CANCEL');
    return end !== undefined && this.#clock.now() - end.occurredAt > HOUR - 10 * MINUTE;
  }

  #created(): Spoken {
    const random = this.#random;
    const callType = random.pick(['BURG-RES', 'BURG-RES', 'PARKING']);
    return { event: 'NEW', values: { callType, priority: random.pick(['P2', 'P3']), callerPhone: random.pick(PHONES) } };
  }

  #report(call: Call): Spoken {
    return { event: 'RPT', values: { reportNumber: call.report, officerId: '3266' }, ago: this.#ago() };
  }

  #case(): Spoken {
    const random = this.#random;
    if (random.chance(0.5)) return { event: 'ASSIGNED', values: { officerId: random.pick(['D417', 'D418']) } };
    return { event: 'STATUS', values: { caseStatus: random.pick(['Suspended', 'Closed']) } };
  }

  #unit(unit: string): Readonly<Record<string, string>> {
    return { unit, officerId: '3266' };
  }

  #ago(): number {
    return this.#random.pick([0, 0, 0, 0, 0, 2, 8, 30, 90, 400]) * SECOND;
  }

  /** Where the appliance has it confirmed that the call is over, and nobody opened it again, its number is free. */
  #mayBeReused(call: Call): boolean {
    const ends = call.lines.filter(({ event }) => event === 'CLOSE' || event === 'CANCEL');
    const isOver = ends.some(({ confirmedAs }) => confirmedAs !== undefined);
    const isOpen = call.lines.some(({ event }) => event === 'REOPEN');
    return isOver && !isOpen && ends.every(({ occurredAt }) => occurredAt < this.#clock.now());
  }

  #line(call: Call, { event, values = {}, ago = 0, excludes }: Spoken): Line {
    const isCase = event === 'ASSIGNED' || event === 'STATUS';
    // Nothing is said of a call from before it came in, or it would be said of the call that had its number before.
    const begun = call.earlier === 0 ? Number.NEGATIVE_INFINITY : (call.lines[0]?.occurredAt ?? Number.NEGATIVE_INFINITY);
    const occurredAt = Math.max(begun, this.#clock.now() - ago);
    const flags = [call.name, ...(values.flags === undefined ? [] : [values.flags])].join(',');
    const all: Readonly<Record<string, string>> = {
      ...{ occurredAt: new Date(occurredAt).toISOString(), incidentNumber: call.number, event },
      ...values,
      ...(isCase ? { reportNumber: call.report } : { flags }),
    };
    const { columns } = (isCase ? this.#layouts.cases : this.#layouts.events) as { columns: string[] };
    const text = columns.map((column) => all[column] ?? '').join(isCase ? ',' : '|');
    const line: Line = {
      ...{ call, feed: isCase ? 'rms' : 'units', event, values, occurredAt, text, excludes, confirmedAs: undefined },
    };
    call.lines.push(line);
    this.#told.lines.push(line);
    return line;
  }
}

function knowsReport(call: Call): boolean {
  return call.lines.some(({ event, confirmedAs }) => event === 'RPT' && confirmedAs !== undefined);
}
