import { useQuery } from '@tanstack/react-query';
import { counted } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { Failed, Loading } from '../../../parts/States';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { ChangeList } from './ChangeList';

/** What the draft changes, sentence by sentence; what loosens something first. */
export function Changes({ saved }: { readonly saved: NonNullable<PolicyEditing['saved']> }) {
  const { outdated, hash: draftHash } = saved;
  const isBroken = saved.problems.length > 0;
  const queries = useQueries();
  const { data, isError, refetch } = useQuery({
    ...queries.policy.compare.queryOptions({ input: {} }),
    // Of its own: another draft is another comparison, and once the draft is gone nobody may ask for it again. What the
    // draft says of itself, not which version is in force: that is known before it is known that the draft is gone.
    queryKey: ['comparison', outdated, draftHash],
    enabled: !isBroken,
  });
  return (
    <section className="panel" aria-label="What the draft changes">
      <h2>What the draft changes{data === undefined ? '' : `: ${counted(data.changes.length, 'thing')}`}</h2>
      {isBroken ? (
        <p>It can be compared once what is wrong with it is mended: see above, each with the way to its field.</p>
      ) : data === undefined ? (
        isError ? (
          <Failed what="the comparison" again={() => void refetch()} />
        ) : (
          <Loading what="the comparison" />
        )
      ) : (
        <ChangeList changes={data.changes} />
      )}
    </section>
  );
}
