import { Button } from 'react-aria-components';
import type { PolicyVersionSummaryView } from '../../../../src/contract/policy';
import { useClient, useQueries } from '../../../link/herald';
import { useAsk } from '../../../parts/Ask';
import { At } from '../../../parts/Time';
import { PAGE, usePages } from '../../../parts/usePages';
import type { PolicyEditing } from '../policy/usePolicyDraft';

/** What was in force before, each with the way back. */
export function Versions({ editing }: { readonly editing: PolicyEditing }) {
  const client = useClient();
  const queries = useQueries();
  const ask = useAsk();
  const input = { limit: PAGE };
  const { items, more } = usePages<PolicyVersionSummaryView>({
    queryKey: queries.policy.versions.key({ type: 'infinite', input }),
    ask: (next, signal) => client.policy.versions({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  const restore = (version: PolicyVersionSummaryView) =>
    ask({
      title: `Make version ${version.id} the draft?`,
      body: (
        <p>
          {editing.saved === null && !editing.draft.isChanged ? 'Nothing' : 'The draft that you see here is replaced. Nothing'}{' '}
          changes before it is put in force.
        </p>
      ),
      confirm: 'Make it the draft',
      run: async () => {
        await client.policy.restore({ id: version.id, replaces: editing.saved?.hash ?? null });
        if (editing.draft.isChanged) editing.aside.put(editing.draft.value, 'What you wrote');
        editing.draft.discard();
        await editing.ask();
      },
    });
  return (
    <section aria-label="Versions">
      <h2>Versions</h2>
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
          {items.map((version) => (
            <tr key={version.id}>
              <th scope="row">{version.id}</th>
              <td>
                <At at={version.at} />
              </td>
              <td>{version.until === null ? 'In force' : <At at={version.until} />}</td>
              <td>
                {version.by}
                {version.approvedBy !== null && `, approved by ${version.approvedBy}`}
              </td>
              <td>
                {[version.note, version.reason].filter((each) => each).join('; ') ||
                  (version.source === 'profile' ? 'As the profile said' : '')}
              </td>
              <td className="right">
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
      {more.has && (
        <Button className="button" onPress={more.load}>
          Show more
        </Button>
      )}
    </section>
  );
}
