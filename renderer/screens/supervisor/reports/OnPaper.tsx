import { useQuery } from '@tanstack/react-query';
import type { Days } from '../../../format/calendar';
import { isoTime } from '../../../format/time';
import { useQueries } from '../../../link/herald';
import { daysName } from './periods';

interface OnPaperProps {
  readonly agency: string;
  readonly zone: string;
  readonly days: Days;
  /** When the figures were made, epoch milliseconds; 0: not yet. */
  readonly madeAt: number;
  /** Also on the screen. */
  readonly always?: boolean;
}

/** What a sheet must say of itself, so that it is still known in a year what it shows: whose, of when, by which rules, made when. */
export function OnPaper({ agency, zone, days, madeAt, always = false }: OnPaperProps) {
  const version = useQuery(useQueries().policy.current.queryOptions()).data;
  return (
    <p className={always ? 'provenance' : 'provenance onlyPrint'}>
      {agency}. {daysName(days, zone)}
      {madeAt !== 0 && days.to > madeAt ? ', not over yet' : ''}. Rules version {version?.id ?? '–'}.
      {madeAt === 0 ? '' : ` Made ${isoTime(madeAt, zone)}.`}
    </p>
  );
}
