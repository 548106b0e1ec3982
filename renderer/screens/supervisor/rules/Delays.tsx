import { Button } from 'react-aria-components';
import { Choice, NumberBox, TextBox } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { changeRules, DurationBox, inForceHint, ListBlock, problemAt, type Ruleset, spelledDuration, withEntry } from './ruleParts';

type Delay = Ruleset['delays'][number];
const CAUSES = [
  { id: 'waiting', name: 'No officer is assigned yet' },
  { id: 'diverted', name: 'Their officer was needed elsewhere' },
] as const;

/** When lateness is told. */
export function Delays({ editing }: { readonly editing: PolicyEditing }) {
  const { delays } = editing.draft.value.ruleset;
  const before = editing.inForce.body.ruleset.delays;
  const set = (place: number, entry: Delay | undefined) =>
    changeRules(editing, (rules) => ({ delays: withEntry(rules.delays, place, entry) }));
  const gone = before.filter(({ id }) => !delays.some((each) => each.id === id));
  return (
    <>
      <div>
        <Button
          className="button"
          onPress={() =>
            changeRules(editing, (rules) => ({
              delays: [...rules.delays, { id: '', cause: 'waiting', callTypes: ['*'], priorities: ['*'], after: '30m', max: 1 }],
            }))
          }
        >
          Add a delay rule
        </Button>
      </div>
      {gone.map((each) => (
        <p key={each.id}>
          <Glyph shape="half" /> The draft no longer has the rule “{each.id}”.{' '}
          <Button className="button small" onPress={() => changeRules(editing, (rules) => ({ delays: [...rules.delays, each] }))}>
            Put back
          </Button>
        </p>
      ))}
      {delays.map((each, place) => {
        const old = before.find(({ id }) => id === each.id);
        const at = `ruleset.delays[${place}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the id is being typed, the place is all that stays
          <section key={place} className="panel ruleCard" data-at={at} aria-label={`Delay rule ${each.id}`}>
            <div className="ruleCardHead">
              <h3>{inWords(each)}</h3>
              <Button className="button small" onPress={() => set(place, undefined)}>
                Take out
              </Button>
            </div>
            <div className="fieldGrid">
              <TextBox
                label="Short name"
                value={each.id}
                onChange={(id) => set(place, { ...each, id })}
                problem={each.id.trim() === '' ? 'Needs a name' : problemAt(editing, `${at}.id`)}
              />
              <Choice
                label="What people are told"
                value={each.cause as (typeof CAUSES)[number]['id']}
                options={CAUSES}
                onChange={(cause) => set(place, { ...each, cause })}
              />
              <DurationBox
                label="After"
                value={each.after}
                inForce={old?.after}
                onChange={(after) => set(place, { ...each, after })}
                problem={problemAt(editing, `${at}.after`)}
              />
              <NumberBox
                label="At most so many times"
                value={each.max}
                min={1}
                max={20}
                hint={inForceHint('For one call.', old?.max, each.max)}
                onChange={(max) => set(place, { ...each, max: Number.isNaN(max) ? 1 : max })}
                problem={problemAt(editing, `${at}.max`)}
              />
              {each.max > 1 && (
                <DurationBox
                  label="Again after another"
                  value={each.repeatEvery ?? each.after}
                  inForce={old?.repeatEvery}
                  onChange={(repeatEvery) => set(place, { ...each, repeatEvery })}
                  problem={problemAt(editing, `${at}.repeatEvery`)}
                />
              )}
              <ListBlock
                label="For call types"
                rows={1}
                value={each.callTypes}
                hint={inForceHint('* is all.', old?.callTypes.join(', '), each.callTypes.join(', '))}
                onChange={(callTypes) => set(place, { ...each, callTypes })}
                problem={problemAt(editing, `${at}.callTypes`)}
              />
              <ListBlock
                label="For priorities"
                rows={1}
                value={each.priorities}
                hint={inForceHint('* is all.', old?.priorities.join(', '), each.priorities.join(', '))}
                onChange={(priorities) => set(place, { ...each, priorities })}
                problem={problemAt(editing, `${at}.priorities`)}
              />
            </div>
          </section>
        );
      })}
    </>
  );
}

function inWords({ cause, after, max, repeatEvery }: Delay): string {
  const when = cause === 'diverted' ? 'after their officer was taken away' : 'without an officer';
  const again = max > 1 ? `, again every ${spelledDuration(repeatEvery ?? after)}, ${max} times at most` : ', once';
  return `${spelledDuration(after)} ${when}${again}`;
}
