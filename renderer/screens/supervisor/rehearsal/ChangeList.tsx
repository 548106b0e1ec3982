import type { PolicyChangeView } from '../../../../src/contract/policy';
import { Glyph } from '../../../parts/Marks';
import { WordDiff } from './WordDiff';

/** Changes of a policy, sentence by sentence; what loosens something first. */
export function ChangeList({ changes }: { readonly changes: readonly PolicyChangeView[] }) {
  return (
    <ul className="plain">
      {[...changes]
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
  );
}
