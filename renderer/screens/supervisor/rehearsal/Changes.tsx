import { useQuery } from '@tanstack/react-query';
import { counted } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { Glyph } from '../../../parts/Marks';
import { Failed, Loading } from '../../../parts/States';
import { WordDiff } from './WordDiff';

/** What the draft changes, sentence by sentence; what loosens something first. */
export function Changes({ outdated, draftHash }: { readonly outdated: boolean; readonly draftHash: string }) {
  const queries = useQueries();
  const { data, isError, refetch } = useQuery({
    ...queries.policy.compare.queryOptions({ input: {} }),
    // Of its own: another draft is another comparison, and once the draft is gone nobody may ask for it again. What the
    // draft says of itself, not which version is in force: that is known before it is known that the draft is gone.
    queryKey: ['comparison', outdated, draftHash],
  });
  return (
    <section className="panel" aria-label="What the draft changes">
      <h2>What the draft changes{data === undefined ? '' : `: ${counted(data.changes.length, 'thing')}`}</h2>
      {data === undefined ? (
        isError ? (
          <Failed what="the comparison" again={() => void refetch()} />
        ) : (
          <Loading what="the comparison" />
        )
      ) : (
        <ul className="plain">
          {[...data.changes]
            .sort((a, b) => Number(b.loosens) - Number(a.loosens))
            .map((change) => (
              <li key={`${change.path} ${change.kind}`}>
                {change.loosens && (
                  <strong>
                    <Glyph shape="triangle" /> Look twice, this kept texts back:{' '}
                  </strong>
                )}
                {change.area === 'templates' && change.before !== null && change.after !== null ? (
                  <>
                    {change.sentence.split(' reads “', 1)[0]} reads otherwise:
                    <WordDiff before={change.before} after={change.after} />
                  </>
                ) : (
                  change.sentence
                )}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
