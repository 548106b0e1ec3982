import { DateTime } from 'luxon';

/** A stretch of whole days in the agency's zone: from the first moment, up to but not with the last. Epoch milliseconds. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

/** The last `count` days, today among them. */
export function lastDays(count: number, zone: string, now: number): Days {
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  return { from: today.minus({ days: count - 1 }).toMillis(), to: today.plus({ days: 1 }).toMillis() };
}

/** The month that contains `at`; `back` months earlier. */
export function monthOf(at: number, zone: string, back = 0): Days {
  const first = DateTime.fromMillis(at, { zone }).startOf('month').minus({ months: back });
  return { from: first.toMillis(), to: first.plus({ months: 1 }).toMillis() };
}

/** `Mon 23 Nov 2026`. */
export function dayName(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('ccc d LLL yyyy');
}

/** `November 2026`. */
export function monthName(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('LLLL yyyy');
}

/** The first moment of a day given as `2026-11-23`; undefined where that is no day. */
export function startOfDay(day: string, zone: string): number | undefined {
  const start = DateTime.fromISO(day, { zone });
  return start.isValid && /^\d{4}-\d\d-\d\d$/.test(day) ? start.toMillis() : undefined;
}
