import { DateTime } from 'luxon';

/** Quiet hours as local times of day, `21:00` to `08:00`; they may go over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/**
 * When quiet hours around `at` end, or undefined outside of them. Both epoch milliseconds UTC; times of day are the
 * zone's own, also on the nights when clocks change.
 */
export function quietUntil(at: number, hours: QuietHours | null, timeZone: string): number | undefined {
  if (hours === null) return undefined;
  const local = DateTime.fromMillis(at, { zone: timeZone });
  for (const days of [-1, 0]) {
    const begin = timeOfDay(local.plus({ days }), hours.from);
    const sameDay = hours.from < hours.to;
    const end = timeOfDay(local.plus({ days: sameDay ? days : days + 1 }), hours.to);
    if (at >= begin.toMillis() && at < end.toMillis()) return end.toMillis();
  }
  return undefined;
}

/** 0 to 23. */
export function localHour(at: number, timeZone: string): number {
  return DateTime.fromMillis(at, { zone: timeZone }).hour;
}

function timeOfDay(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return day.set({ hour, minute, second: 0, millisecond: 0 });
}
