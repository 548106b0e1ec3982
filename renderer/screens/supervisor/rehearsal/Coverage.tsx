import type { RehearsalHeadlineView } from '../../../../src/contract/rehearsal';
import { useNow } from '../../../link/now';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';

const DAY_MS = 24 * 3_600_000;

/** Where a period was not whole, or has long ended: in words, right below the headline. */
export function Coverage({ coverage, to }: { readonly coverage: RehearsalHeadlineView['coverage']; readonly to: number }) {
  const isOld = useNow() - to > DAY_MS;
  return (
    <>
      {coverage.sentence !== null && (
        <p className="coverage">
          <Glyph shape="half" /> Not the whole period. {coverage.sentence}.
        </p>
      )}
      {isOld && (
        <p className="coverage">
          <Glyph shape="clock" /> It looked at calls until <At at={to} to="minute" />. Rehearse again for what came in since.
        </p>
      )}
    </>
  );
}
