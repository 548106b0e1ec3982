import { Button } from 'react-aria-components';
import { useAccess } from '../../../access/AccessGate';
import { personName } from '../../../format/words';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import { useWork } from '../../../parts/Working';
import { policyDifferences } from './policyDifferences';
import { type PolicyEditing, withoutRoster } from './usePolicyDraft';

/** More than a person compares; the rest is counted. */
const SHOWN = 30;

/** What became of the draft since somebody began to write, beside what they wrote; and the two ways on. */
export function Conflict({ editing }: { readonly editing: PolicyEditing }) {
  const work = useWork();
  const { draft, saved, inForce, aside } = editing;
  if (!draft.isOutdated) return null;
  const theirs = withoutRoster((saved?.body as typeof inForce.body | undefined) ?? inForce.body);
  const differences = policyDifferences(theirs, draft.value);
  return (
    <section className="panel" aria-label="Somebody else has saved meanwhile">
      <h2>Two have written this</h2>
      <p>
        <Glyph shape="query" /> <WhatHappened editing={editing} /> What you have written since is not in it. Look at both, and
        choose which is to be the draft; the other one is set aside in this browser.
      </p>
      <table className="ruleTable">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">{saved === null ? 'In force' : 'As it is saved'}</th>
            <th scope="col">As you wrote it</th>
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, SHOWN).map(({ place, theirs: there, mine }) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              <td>{there ?? <span className="muted">nothing</span>}</td>
              <td>{mine ?? <span className="muted">nothing</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length > SHOWN && <p className="muted">and {differences.length - SHOWN} more</p>}
      <p className="problem" role="alert">
        {work.problem}
      </p>
      <div className="dialogButtons">
        <Button
          className="button"
          onPress={() => {
            aside.put(draft.value, 'What you wrote');
            draft.discard();
          }}
        >
          Take theirs
        </Button>
        <Button className="button" isDisabled={work.running} onPress={() => void work.run(editing.saveInPlace)}>
          Save mine in its place
        </Button>
      </div>
    </section>
  );
}

function WhatHappened({ editing: { saved, inForce } }: { readonly editing: PolicyEditing }) {
  const me = useAccess()?.me?.name;
  if (saved !== null) {
    return (
      <>
        Since you began, {saved.savedBy === me ? 'another window of yours' : saved.savedBy} saved the draft{' '}
        <At at={saved.savedAt} to="second" />.
      </>
    );
  }
  return (
    <>
      The draft that you began from is no longer there. Version {inForce.id} is in force, since <At at={inForce.at} to="second" />,
      by {personName(inForce.by)}.
    </>
  );
}
