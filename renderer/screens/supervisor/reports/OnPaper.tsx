import { useQuery } from '@tanstack/react-query';
import type { Days } from '../../../format/calendar';
import { isoTime } from '../../../format/time';
import { useAgency, useQueries } from '../../../link/herald';
import { daysName } from './periods';
import { versionsInForce } from './versionWords';

interface OnPaperProps {
  readonly zone: string;
  readonly days: Days;
  /** When the figures were made, epoch milliseconds. */
  readonly madeAt: number | undefined;
  /** Also on the screen. */
  readonly always?: boolean;
}

/** The newest; a period before these names none. */
const MOST_VERSIONS = 500;

/** What paper hides of the console's own marks: figures of training must never be taken for those of a month's work. */
const MARKS = { live: '', watch: 'Watch-only: nothing was sent. ', training: 'TRAINING: invented calls. ' };

/** What a sheet must say of itself, so that it is still known in a year what it shows: whose, of when, by which rules, made when. */
export function OnPaper({ zone, days, madeAt, always = false }: OnPaperProps) {
  const agency = useAgency();
  const versions = useQuery(useQueries().policy.versions.queryOptions({ input: { limit: MOST_VERSIONS } })).data?.items ?? [];
  return (
    <p className={always ? 'provenance' : 'provenance onlyPrint'}>
      <strong>{agency === undefined ? '' : MARKS[agency.mode]}</strong>
      {agency?.name}. {daysName(days, zone)}
      {madeAt !== undefined && days.to > madeAt ? ', not over yet' : ''}. {versionsInForce(versions, days, zone)}.
      {madeAt === undefined ? '' : ` Made ${isoTime(madeAt, zone)}.`}
    </p>
  );
}
