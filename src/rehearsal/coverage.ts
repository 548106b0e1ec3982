import { DateTime } from 'luxon';
import { durations } from '../clock';
import type { RehearsalHeadlineView } from '../contract/rehearsal';

/** How much of a period the journal has, as `JournalQueries.coverage` counts it in stretches of `stretchOf`. */
export interface Coverage {
  readonly beginsAt: number;
  readonly lastAt: number | undefined;
  readonly stretches: number;
}

interface Period {
  readonly from: number;
  readonly to: number;
}

/** A day; of a period of two days or less, an hour. */
export function stretchOf({ from, to }: Period): number {
  return to - from > 2 * durations.DAY ? durations.DAY : durations.HOUR;
}

/** So long without a record before the end of a period, and it does not say how things are by now. */
const STALE_MS = 6 * durations.HOUR;

/** Says plainly where a period is not whole: a rehearsal of four days must not pass for one of a week. */
export function coverageOf(period: Period, coverage: Coverage | undefined, timeZone: string): RehearsalHeadlineView['coverage'] {
  const every = stretchOf(period);
  const whole = Math.max(1, Math.ceil((period.to - period.from) / every));
  const unit = every === durations.DAY ? 'day' : 'hour';
  const length = `${whole} ${unit}${whole === 1 ? '' : 's'}`;
  if (coverage === undefined) return { period: length, sentence: null, beginsAt: null, lastAt: null };
  const { beginsAt, lastAt, stretches } = coverage;
  const time = (at: number) => DateTime.fromMillis(at, { zone: timeZone, locale: 'en-US' }).toFormat('LLL d, HH:mm');
  const some = `${stretches} of ${length}`;
  const said = [
    ...(beginsAt > period.from ? [`The journal begins on ${time(beginsAt)}: ${some}`] : []),
    // An hour without a record is nothing unusual; a day is.
    ...(beginsAt <= period.from && unit === 'day' && stretches < whole ? [`Records came in on ${some} only`] : []),
    ...(lastAt !== undefined && period.to - lastAt > STALE_MS ? [`Nothing came in after ${time(lastAt)}`] : []),
  ];
  return { period: length, sentence: said.length === 0 ? null : said.join('. '), beginsAt, lastAt: lastAt ?? null };
}
