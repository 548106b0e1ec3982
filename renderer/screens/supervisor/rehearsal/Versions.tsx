import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { PolicyDraftView, PolicyVersionSummaryView } from '../../../../src/contract/policy';
import { personName } from '../../../format/words';
import { useClient, useQueries } from '../../../link/herald';
import { useAsk } from '../../../parts/Ask';
import { At } from '../../../parts/Time';
import { PAGE, usePages } from '../../../parts/usePages';
import { useWork } from '../../../parts/Working';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { Compared, type Pair } from './Compared';

/** What was in force before, each with the way back. */
export function Versions({
  editing,
  restored,
}: {
  readonly editing: PolicyEditing;
  /** Told of the draft that was made of an older version. */
  readonly restored: (draft: PolicyDraftView) => void;
}) {
  const client = useClient();
  const queries = useQueries();
  const ask = useAsk();
  const input = { limit: PAGE };
  const { items, more } = usePages<PolicyVersionSummaryView>({
    queryKey: queries.policy.versions.key({ type: 'infinite', input }),
    ask: (next, signal) => client.policy.versions({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  const [compared, setCompared] = useState<Pair>();
  const work = useWork();
  const makeDraft = async ({ id }: PolicyVersionSummaryView) => {
    const draft = await client.policy.restore({ id, replaces: editing.saved?.hash ?? null });
    if (editing.draft.isChanged) editing.aside.put(editing.draft.value, 'What you wrote');
    editing.draft.discard();
    await editing.ask();
    restored(draft);
  };
  const restore = (version: PolicyVersionSummaryView) => {
    // Nothing is lost by it and nothing changes yet: there is nothing to ask.
    if (editing.saved === null && !editing.draft.isChanged) return void work.run(() => makeDraft(version));
    ask({
      title: `Make version ${version.id} the draft?`,
      body: <p>The draft that you see here is replaced. Nothing changes before it is put in force.</p>,
      confirm: 'Make it the draft',
      run: () => makeDraft(version),
    });
  };
  return (
    <section aria-label="Versions">
      <h2>Versions</h2>
      <p className="problem" role="alert">
        {work.problem}
      </p>
      <table className="ruleTable">
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">In force from</th>
            <th scope="col">Until</th>
            <th scope="col">By</th>
            <th scope="col">Why</th>
            <th scope="col">
              <span className="hidden">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((version, index) => (
            <tr key={version.id}>
              <th scope="row">{version.id}</th>
              <td>
                <At at={version.at} />
              </td>
              <td>{version.until === null ? 'In force' : <At at={version.until} />}</td>
              <td>
                {personName(version.by)}
                {version.approvedBy !== null && `, approved by ${version.approvedBy}`}
              </td>
              <td>
                {[version.source === 'profile' ? 'As the profile said' : '', version.note, version.reason]
                  .filter((each) => each)
                  .join('; ')}
              </td>
              <td className="right">
                <WhatChanged to={version.id} from={items[index + 1]?.id} show={setCompared} />{' '}
                {version.until !== null && (
                  <Button className="button small" aria-label={`Restore version ${version.id}`} onPress={() => restore(version)}>
                    Restore as the draft
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {compared !== undefined && (
        <Compared first={compared} versions={items.map(({ id }) => id)} close={() => setCompared(undefined)} />
      )}
      {more.has && (
        <Button className="button" onPress={more.load}>
          Show more
        </Button>
      )}
    </section>
  );
}

interface WhatChangedProps {
  readonly to: number;
  /** The version before it; undefined where there is none, or it is not listed. */
  readonly from: number | undefined;
  readonly show: (pair: Pair) => void;
}

function WhatChanged({ to, from, show }: WhatChangedProps) {
  if (from === undefined) return null;
  return (
    <Button className="button small" aria-label={`What changed with version ${to}`} onPress={() => show({ from, to })}>
      What changed
    </Button>
  );
}
