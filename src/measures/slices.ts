import { durations } from '../clock';
import { badInput } from '../console/requestErrors';

/** The store is asked for so little at a time that nothing waits for it long. */
const SLICE_MS = 6 * durations.HOUR;
const MOST_MS = 400 * durations.DAY;

export function slicesOf(from: number, to: number): [number, number][] {
  const slices: [number, number][] = [];
  for (let at = from; at < to; at += SLICE_MS) slices.push([at, Math.min(to, at + SLICE_MS)]);
  return slices;
}

/** So many cells at most of a strip can be told apart on a screen: hours of a week, quarters of a month's days, days of a year. */
export function cellMsOf(from: number, to: number): number {
  const length = to - from;
  return length <= 8 * durations.DAY ? durations.HOUR : length <= 62 * durations.DAY ? SLICE_MS : durations.DAY;
}

/** Sockets and timers come first between slices. */
export function othersFirst(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

/** Throws what the console is told of a span that nobody can mean. */
export function checkSpan(from: number, to: number): void {
  if (to <= from) throw badInput('to', 'Must be later than from');
  if (to - from > MOST_MS) throw badInput('to', 'At most 400 days at once');
}
