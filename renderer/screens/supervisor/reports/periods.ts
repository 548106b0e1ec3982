import { DateTime } from 'luxon';
import { type Days, lastDays, monthOf } from '../../../format/calendar';

export type By = 'day' | 'week' | 'month';

export interface Period {
  readonly id: string;
  readonly name: string;
  readonly days: (zone: string, now: number) => Days;
}

export const PERIODS: readonly Period[] = [
  { id: 'week', name: 'The last 7 days', days: (zone, now) => lastDays(7, zone, now) },
  { id: '30days', name: 'The last 30 days', days: (zone, now) => lastDays(30, zone, now) },
  { id: 'thisMonth', name: 'This month', days: (zone, now) => monthOf(now, zone) },
  { id: 'lastMonth', name: 'Last month', days: (zone, now) => monthOf(now, zone, 1) },
  {
    id: 'year',
    name: 'The last 12 months',
    days: (zone, now) => ({ from: monthOf(now, zone, 11).from, to: monthOf(now, zone).to }),
  },
];
export const BYS: readonly { readonly id: By; readonly name: string }[] = [
  { id: 'day', name: 'Day' },
  { id: 'week', name: 'Week' },
  { id: 'month', name: 'Month' },
];

/** How a row of a report is named: `11-23`, `from 11-23`, `Nov 2026`. */
export function rowName(from: number, by: By, zone: string): string {
  const start = DateTime.fromMillis(from, { zone });
  return by === 'month' ? start.toFormat('LLL yyyy') : by === 'week' ? `from ${start.toFormat('MM-dd')}` : start.toFormat('MM-dd');
}

/** `2026-11-01 to 2026-11-30`; the last day is the one before the end. */
export function daysName({ from, to }: Days, zone: string): string {
  const day = (at: number) => DateTime.fromMillis(at, { zone }).toISODate();
  return `${day(from)} to ${day(to - 1)}`;
}
