import { DateTime } from 'luxon';
import type { ParseContext } from './format';
import { type LocalTime, localTimeAt, offsetMsOf, placeLocalTime, readIsoTime, utcOf } from './placeTime';

/** Epoch milliseconds UTC, or undefined where the text is no such time. */
export type TimeReader = (text: string, context: ParseContext) => number | undefined;

type Part =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'day'
  | 'hour'
  | 'halfDayHour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'offset'
  | 'epochMs'
  | 'epoch';

// Luxon's numeric tokens. Luxon itself takes some 20 microseconds for each text, and fills what is missing from the wall clock.
const TOKENS: Readonly<Record<string, readonly [Part, string]>> = {
  yyyy: ['year', '(\\d{4})'],
  yy: ['shortYear', '(\\d{2})'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  dd: ['day', '(\\d{2})'],
  d: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  hh: ['halfDayHour', '(\\d{2})'],
  h: ['halfDayHour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  m: ['minute', '(\\d{1,2})'],
  ss: ['second', '(\\d{2})'],
  s: ['second', '(\\d{1,2})'],
  SSS: ['fraction', '(\\d{3})'],
  S: ['fraction', '(\\d{1,3})'],
  u: ['fraction', '(\\d{1,9})'],
  a: ['half', '([AaPp])\\.?[Mm]\\.?'],
  Z: ['offset', '([Zz]|[+-]\\d{1,2}(?::?\\d{2})?)'],
  ZZ: ['offset', '([Zz]|[+-]\\d{2}:?\\d{2})'],
  ZZZ: ['offset', '([Zz]|[+-]\\d{2}:?\\d{2})'],
  X: ['epoch', '(\\d{9,10})'],
  x: ['epochMs', '(\\d{12,13})'],
};

/** A time as far as a text tells it. Months count from 1. */
export interface ToldTime {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** False where the text is a date alone. */
  readonly hasTime: boolean;
  readonly offset?: string;
  /** Set where the text tells the moment itself; nothing else counts then. */
  readonly epochMs?: number;
}

/** What a text tells of a time, or undefined where it is no such time. */
export type ToldTimeReader = (text: string) => ToldTime | undefined;

/**
 * As `compileTimeStyle`, for records that tell a time in several places (a date here, times of day there): what the style
 * leaves out stays out. Numeric tokens only.
 */
export function compileToldTime(style: string): ToldTimeReader | { readonly problem: string } {
  return compileParts(style) ?? { problem: 'has tokens other than the numeric ones (y, M, d, H, h, m, s, S, a, Z, X)' };
}

/** A reader for `iso` or luxon tokens such as `yyyy-MM-dd HH:mm:ss`; or what is wrong with the style, for a person. */
export function compileTimeStyle(style: string): TimeReader | { readonly problem: string } {
  if (style === 'iso') return readIsoTime;
  return compileNumeric(style) ?? compileWithLuxon(style);
}

function compileNumeric(style: string): TimeReader | { readonly problem: string } | undefined {
  const read = compileParts(style);
  if (typeof read !== 'function') return read;
  return (text, context) => {
    const told = read(text);
    return told === undefined ? undefined : placeTold(told, context);
  };
}

function compileParts(style: string): ToldTimeReader | { readonly problem: string } | undefined {
  const parts: Part[] = [];
  let source = '';
  // Luxon has a macro T, but between a date and an hour everybody means the letter.
  const meant = style.replace(/dT(?=H)/g, "d'T'");
  for (const [run, quoted] of meant.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    const token = TOKENS[run];
    if (token !== undefined) {
      parts.push(token[0]);
      source += token[1];
    } else if (/^[A-Za-z]/.test(run)) return undefined;
    else source += (quoted ?? run).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\s+/g, '\\s+');
  }
  const has = (...wanted: Part[]) => wanted.every((part) => parts.includes(part));
  const hasTime = (has('hour') || has('halfDayHour', 'half')) && has('minute');
  const hasDate = (has('year') || has('shortYear')) && has('month', 'day');
  if (has('halfDayHour') && !has('half')) return { problem: 'has an hour of 12 (h) but no a for AM or PM' };
  if (has('month') !== has('day') || ((has('year') || has('shortYear')) && !has('month'))) {
    return { problem: 'has only part of a date' };
  }
  if (!has('epoch') && !has('epochMs') && !hasTime && !hasDate) return { problem: 'gives neither a time of day nor a date' };
  const pattern = new RegExp(`^${source}$`);
  return (text) => {
    const match = pattern.exec(text);
    return match === null ? undefined : toldBy(parts, match, hasTime);
  };
}

function toldBy(parts: readonly Part[], match: RegExpExecArray, hasTime: boolean): ToldTime | undefined {
  const got: Partial<Record<Part, number>> = {};
  let offset: string | undefined;
  let afternoon = false;
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] as Part;
    const value = match[i + 1] as string;
    if (part === 'offset') offset = value;
    else if (part === 'half') afternoon = /p/i.test(value);
    else if (part === 'fraction') got.fraction = Math.floor(Number(`0.${value}`) * 1000);
    else got[part] = Number(value);
  }
  if (got.halfDayHour !== undefined && (got.halfDayHour < 1 || got.halfDayHour > 12)) return undefined;
  return {
    year: got.year ?? (got.shortYear === undefined ? undefined : got.shortYear + (got.shortYear > 60 ? 1900 : 2000)),
    month: got.month,
    day: got.day,
    hour: got.hour ?? (got.halfDayHour === undefined ? 0 : (got.halfDayHour % 12) + (afternoon ? 12 : 0)),
    minute: got.minute ?? 0,
    second: got.second ?? 0,
    millisecond: got.fraction ?? 0,
    hasTime,
    offset,
    epochMs: got.epochMs ?? (got.epoch === undefined ? undefined : got.epoch * 1000),
  };
}

/** Epoch milliseconds UTC of what was told; a date or a year left out is the one that brings it closest to the arrival. */
export function placeTold(told: ToldTime, context: ParseContext): number | undefined {
  const { year, month, day, hour, minute, second, millisecond, offset, epochMs } = told;
  if (epochMs !== undefined) return epochMs;
  const place = (date: { year: number; month: number; day: number }) => {
    const local: LocalTime = { year: date.year, month: date.month, day: date.day, hour, minute, second, millisecond };
    if (offset === undefined) return placeLocalTime(local, context);
    const asUtc = utcOf(local);
    return asUtc === undefined ? undefined : asUtc - offsetMsOf(offset);
  };
  if (year !== undefined && month !== undefined && day !== undefined) return place({ year, month, day });
  return closest(possibleDates(month, day, context).map(place), context.receivedAt);
}

/** Midnight and New Year lie between a time told without its date and its arrival: both sides are tried. */
function possibleDates(month: number | undefined, day: number | undefined, { timeZone, receivedAt }: ParseContext) {
  if (month !== undefined && day !== undefined) {
    const { year } = localTimeAt(receivedAt, timeZone);
    return [year - 1, year, year + 1].map((candidate) => ({ year: candidate, month, day }));
  }
  return [-1, 0, 1].map((days) => localTimeAt(receivedAt + days * 86_400_000, timeZone));
}

function closest(candidates: readonly (number | undefined)[], to: number): number | undefined {
  let best: number | undefined;
  for (const at of candidates) {
    if (at !== undefined && (best === undefined || Math.abs(at - to) < Math.abs(best - to))) best = at;
  }
  return best;
}

/** Styles with names in them (`dd MMM yyyy`). Must hold a whole date: luxon would take the rest from the wall clock. */
function compileWithLuxon(style: string): TimeReader | { readonly problem: string } {
  const zoned = /[Zz]/.test(style.replace(/'[^']*'/g, ''));
  const options = { zone: 'UTC', locale: 'en-US' };
  const probe = DateTime.fromObject({ year: 2019, month: 3, day: 8, hour: 17, minute: 24 }, { zone: 'UTC' });
  try {
    const again = DateTime.fromFormat(probe.toFormat(style, { locale: 'en-US' }), style, options);
    if (!again.isValid || again.toMillis() !== probe.toMillis()) {
      return { problem: 'is not a luxon format that gives a whole date and time' };
    }
  } catch {
    return { problem: 'is not a luxon format' };
  }
  return (text, context) => {
    const read = DateTime.fromFormat(text, style, options);
    if (!read.isValid) return undefined;
    return zoned ? read.toMillis() : placeLocalTime(read.toObject() as LocalTime, context);
  };
}
