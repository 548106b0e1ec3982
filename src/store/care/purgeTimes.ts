import { durations } from '../../clock';

export const PURGE_EVERY_MS = 20 * durations.HOUR;
export const PURGE_ANYWAY_MS = 48 * durations.HOUR;
/** Hours of the day, where the agency is: purges are for the night. */
export const NIGHT_HOURS: ReadonlySet<number> = new Set([2, 3, 4, 5]);

/** The earliest moment of the next purge, at `now` or later; `localHour` tells the agency's hour of a moment. */
export function nextPurgeAt(last: number, now: number, localHour: (at: number) => number): number {
  const anyway = last + PURGE_ANYWAY_MS;
  const quarter = 15 * durations.MINUTE;
  const earliest = Math.max(last + PURGE_EVERY_MS, now);
  if (NIGHT_HOURS.has(localHour(earliest))) return earliest;
  // Zones differ by quarters of an hour at the least.
  for (let at = Math.ceil(earliest / quarter) * quarter; at < anyway; at += quarter) if (NIGHT_HOURS.has(localHour(at))) return at;
  return Math.max(anyway, now);
}
