import { durations } from '../../clock';
import type { ParseContext } from './format';
import { localTimeAt } from './placeTime';
import { compileToldTime, placeTold, type ToldTime, type ToldTimeReader } from './timeStyle';

/** What a text tells of a time; `unset` where it says that there is none; undefined where it is no time at all. */
export type TimeText = ToldTime | 'unset' | undefined;

export type ReadTime = (text: string) => TimeText;

/** A reader that tries each of a layout's styles in turn. */
export function compileTimeText(styles: readonly string[], unset: readonly string[]): ReadTime {
  const readers = styles.map(compileToldTime).filter((read): read is ToldTimeReader => typeof read === 'function');
  const none = new Set(unset.map((text) => text.trim()));
  return (text) => {
    const told = text.replace(/\s+/g, ' ').trim();
    // A form prints its slashes and colons although there is nothing to put between them.
    if (!/\d/.test(told) || none.has(told)) return 'unset';
    // No calendar has a day or a month 00; a clock has 00:00:00, so that one must be named in the layout.
    if (/^[0/.\- ]*$/.test(told) && /[/.-]/.test(told)) return 'unset';
    for (const read of readers) {
      const found = read(told);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** A time that the others of its record lie near: soon after a `start`, or before an `end`. */
export interface Anchor {
  readonly at: number;
  readonly how: 'start' | 'end';
}

/** How far the other way a time may lie: clocks of one center differ by minutes, and lines are not always in order. */
const SLACK_MS = 2 * durations.HOUR;

export function isDated(told: ToldTime): boolean {
  return told.epochMs !== undefined || told.month !== undefined;
}

/** A time of day takes the date of `date`. */
export function withDate(told: ToldTime, date: ToldTime | undefined): ToldTime {
  if (date === undefined || isDated(told)) return told;
  return { ...told, year: date.year, month: date.month, day: date.day };
}

/** The moment that was told: a time of day is put on the day that brings it close to `anchor`, over midnight if need be. */
export function placeNear(told: ToldTime, anchor: Anchor, context: ParseContext): number | undefined {
  if (isDated(told)) return placeTold(told, context);
  const from = anchor.how === 'start' ? anchor.at - SLACK_MS : anchor.at + SLACK_MS - durations.DAY;
  // By half days: one of 23 hours would be stepped over, and one of 25 met twice.
  for (const halfDays of [0, 1, 2, 3]) {
    const { year, month, day } = localTimeAt(from + halfDays * 12 * durations.HOUR, context.timeZone);
    const at = placeTold({ ...told, year, month, day }, context);
    if (at !== undefined && at >= from) return at;
  }
  return undefined;
}

/** The other moment that the clocks show the same time of day, in the hour that autumn repeats; mostly undefined. */
function otherPass(at: number, timeZone: string): number | undefined {
  const shown = localTimeAt(at, timeZone);
  return [at - durations.HOUR, at + durations.HOUR].find((other) => {
    const { hour, minute } = localTimeAt(other, timeZone);
    return hour === shown.hour && minute === shown.minute;
  });
}

/** Placed so that it does not lie before `previous`, where the other pass of a repeated hour, or the next day, makes it fit. */
export function notBefore(previous: number | undefined, at: number, told: ToldTime, context: ParseContext): number {
  if (previous === undefined || at >= previous) return at;
  const other = otherPass(at, context.timeZone);
  if (other !== undefined && other >= previous) {
    context.ambiguous?.set(other, at);
    return other;
  }
  const dateLess = !isDated(told) && previous - at > 12 * durations.HOUR;
  return dateLess ? (placeNear(told, { at: previous, how: 'start' }, context) ?? at) : at;
}
