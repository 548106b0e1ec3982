import { Button } from 'react-aria-components';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { changeRules, ListBlock, problemAt, withEntry } from './ruleParts';

type Rank = string | string[];
const spellings = (rank: Rank) => (typeof rank === 'string' ? [rank] : rank);
const inWords = (order: readonly Rank[]) => order.map((rank) => spellings(rank).join(' = ')).join(' > ');

/** The order of priorities, the highest first. */
export function Priorities({ editing }: { readonly editing: PolicyEditing }) {
  const order = editing.draft.value.ruleset.priorityOrder;
  const before = editing.inForce.body.ruleset.priorityOrder;
  const set = (priorityOrder: Rank[]) => changeRules(editing, () => ({ priorityOrder }));
  const move = (place: number, by: 1 | -1) => {
    const moved = [...order];
    const [rank] = moved.splice(place, 1);
    if (rank !== undefined) moved.splice(place + by, 0, rank);
    set(moved);
  };
  return (
    <div className="narrowPage" data-at="ruleset.priorityOrder">
      {inWords(before) !== inWords(order) && <p>In force now: {before.length === 0 ? 'no order' : inWords(before)}.</p>}
      <p className="problem" role="alert">
        {problemAt(editing, 'ruleset.priorityOrder')}
      </p>
      <ol>
        {order.map((rank, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rank is what is typed into it, its place is all that stays
          <li key={place}>
            <div className="ruleCardHead">
              <ListBlock
                label={`Rank ${place + 1}`}
                rows={1}
                value={spellings(rank)}
                onChange={(list) => set(withEntry<Rank>(order, place, list.length === 1 ? (list[0] as string) : list))}
              />
              <Button
                className="button"
                isDisabled={place === 0}
                aria-label={`Rank ${place + 1} higher`}
                onPress={() => move(place, -1)}
              >
                ↑
              </Button>
              <Button
                className="button"
                isDisabled={place === order.length - 1}
                aria-label={`Rank ${place + 1} lower`}
                onPress={() => move(place, 1)}
              >
                ↓
              </Button>
              <Button
                className="button"
                aria-label={`Take out rank ${place + 1}`}
                onPress={() => set(withEntry<Rank>(order, place, undefined))}
              >
                Take out
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <div>
        <Button className="button" onPress={() => set([...order, ''])}>
          Add a rank
        </Button>
      </div>
    </div>
  );
}
