import { At } from '../../../parts/Time';
import { address } from '../../../route';
import { policyPlace } from './policyPlaces';
import type { PolicyEditing } from './usePolicyDraft';

/** What keeps the saved draft from being put in force. It stays while somebody mends it: it is what they go by. */
export function Problems({ editing: { saved, draft } }: { readonly editing: PolicyEditing }) {
  if (saved === null || saved.problems.length === 0) return null;
  return (
    <section className="panel" aria-label="What is wrong with the draft">
      <h2>It cannot be put in force yet</h2>
      {draft.isChanged && (
        <p>
          This is about the draft as {saved.savedBy} saved it <At at={saved.savedAt} to="second" />. What you have changed since is
          looked at when you save it.
        </p>
      )}
      <ProblemList saved={saved} />
    </section>
  );
}

/** Each problem with the way to the field that has it. */
function ProblemList({ saved: { problems, body } }: { readonly saved: NonNullable<PolicyEditing['saved']> }) {
  return (
    <ul>
      {problems.map(({ path, message }) => {
        const { words, href } = policyPlace(path, body);
        return (
          <li key={`${path} ${message}`}>
            {href === undefined ? (
              <>
                {words}, of which the console has no field: import a profile in which it is right, in{' '}
                <a href={address('profile')}>Profile</a>
              </>
            ) : (
              <a href={href}>{words}</a>
            )}
            : {message}
          </li>
        );
      })}
    </ul>
  );
}
