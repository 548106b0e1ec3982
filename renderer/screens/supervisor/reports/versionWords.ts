import { DateTime } from 'luxon';
import type { PolicyVersionSummaryView } from '../../../../src/contract/policy';
import type { Days } from '../../../format/calendar';

/** More changes than that are counted, not listed. */
const LISTED = 4;

/** Which versions of the rules were in force in a period: `Rules versions 3 to 5 (4 from 2026-11-12, 5 from 2026-11-20)`. */
export function versionsInForce(
  versions: readonly Pick<PolicyVersionSummaryView, 'id' | 'at' | 'until'>[],
  { from, to }: Days,
  zone: string,
): string {
  const during = versions.filter(({ at, until }) => at < to && (until === null || until > from)).sort((a, b) => a.id - b.id);
  const [first, ...later] = during;
  if (first === undefined) return 'Rules version –';
  const last = later.at(-1);
  if (last === undefined) return `Rules version ${first.id}`;
  const day = (at: number) => DateTime.fromMillis(at, { zone }).toISODate();
  const when =
    later.length <= LISTED ? later.map(({ id, at }) => `${id} from ${day(at)}`).join(', ') : `changed ${later.length} times`;
  return `Rules versions ${first.id} to ${last.id} (${when})`;
}
