import { IANAZone } from 'luxon';
import { HeraldError } from '../../heraldError';
import type { ParseContext } from './format';

/** A time as a clock on the wall shows it. Months count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SLOT_MS = 15 * MINUTE_MS;
const MAX_CACHED_SLOTS = 20_000;
const CLOCKS_APART_MS = 3 * MINUTE_MS;

/** Offsets of one zone, remembered by quarter hour: no zone has ever changed its offset at another moment since 1970. */
class ZoneOffsets {
  readonly #zone: IANAZone;
  readonly #bySlot = new Map<number, number>();
  constructor(name: string) {
    this.#zone = IANAZone.create(name);
    if (!this.#zone.isValid) throw new HeraldError('feed.unknownTimeZone', `There is no time zone ${name}`);
  }

  offsetMs(at: number): number {
    const slot = Math.floor(at / SLOT_MS);
    const known = this.#bySlot.get(slot);
    if (known !== undefined) return known;
    if (this.#bySlot.size >= MAX_CACHED_SLOTS) this.#bySlot.clear();
    const offset = this.#zone.offset(slot * SLOT_MS) * MINUTE_MS;
    this.#bySlot.set(slot, offset);
    return offset;
  }
}

const zones = new Map<string, ZoneOffsets>();

function offsetsOf(timeZone: string): ZoneOffsets {
  let offsets = zones.get(timeZone);
  if (offsets === undefined) {
    offsets = new ZoneOffsets(timeZone);
    zones.set(timeZone, offsets);
  }
  return offsets;
}

/** What the agency's clocks show at `at`, epoch milliseconds UTC. */
export function localTimeAt(at: number, timeZone: string): LocalTime {
  const shifted = new Date(at + offsetsOf(timeZone).offsetMs(at));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    millisecond: shifted.getUTCMilliseconds(),
  };
}

/**
 * Epoch milliseconds UTC of a local time, or undefined where the calendar has no such time. The hour that autumn repeats is
 * taken as the pass closer to `receivedAt` of those that are not still to come, and told to `context.ambiguous`; an hour
 * that spring skips, as a clock shows that was not yet put forward.
 */
export function placeLocalTime(local: LocalTime, { timeZone, receivedAt, ambiguous }: ParseContext): number | undefined {
  const asUtc = utcOf(local);
  if (asUtc === undefined) return undefined;
  const offsets = offsetsOf(timeZone);
  const before = asUtc - offsets.offsetMs(asUtc - DAY_MS);
  const after = asUtc - offsets.offsetMs(asUtc + DAY_MS);
  if (before === after) return before;
  const real = [before, after].filter((at) => at + offsets.offsetMs(at) === asUtc);
  if (real.length < 2) return real[0] ?? before;
  // A record tells what has happened, give or take how far the clocks of CAD and console are apart.
  const at = after <= receivedAt + CLOCKS_APART_MS ? after : before;
  ambiguous?.set(at, at === after ? before : after);
  return at;
}

/** Epoch milliseconds of a local time read as if it were UTC. */
export function utcOf(local: LocalTime): number | undefined {
  const { year, month, day, hour, minute, second, millisecond } = local;
  // A leap second is the last one told twice.
  const wholeSecond = second === 60 ? 59 : second;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || wholeSecond > 59) return undefined;
  if (year < 1000 || year > 9999) return undefined;
  const at = Date.UTC(year, month - 1, day, hour, minute, wholeSecond, millisecond);
  // 30 February would roll over into March.
  return new Date(at).getUTCDate() === day ? at : undefined;
}

const ISO = /^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * Reads ISO 8601 and New World's `yyyy-MM-dd HH:mm:ssZ`: with an offset as it stands, without one in the agency's zone, a
 * date alone as its first moment there. Undefined for anything else.
 */
export function readIsoTime(text: string, context: ParseContext): number | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const local: LocalTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000),
  };
  if (offset === undefined) return placeLocalTime(local, context);
  const asUtc = utcOf(local);
  return asUtc === undefined ? undefined : asUtc - offsetMsOf(offset);
}

/** Milliseconds east of UTC of `Z`, `+05`, `-0400` or `-04:00`. */
export function offsetMsOf(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{1,2}):?(\d\d)?$/.exec(offset) ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  return sign === '-' ? -ms : ms;
}
