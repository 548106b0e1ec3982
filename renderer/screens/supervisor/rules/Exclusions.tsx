import { Button } from 'react-aria-components';
import { useAsk } from '../../../parts/Ask';
import { TextBox } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { changeRules, inForceHint, ListBlock, problemAt, type Ruleset, withEntry } from './ruleParts';

type Exclusion = Ruleset['exclusions'][number];

const CONDITIONS = [
  { key: 'callType', name: 'Call type is one of', hint: 'Codes as CAD writes them; * stands for anything: DV*' },
  { key: 'priority', name: 'Priority is one of', hint: 'As CAD writes it: 0, P1, 1 *' },
  { key: 'flag', name: 'Call has one of the flags', hint: 'As the feed layout names them' },
  { key: 'narrative', name: 'Narrative has one of the words', hint: 'Beginnings of words, without accents; apart by commas' },
] as const;

/** Reasons never to text. */
export function Exclusions({ editing }: { readonly editing: PolicyEditing }) {
  const ask = useAsk();
  const { exclusions } = editing.draft.value.ruleset;
  const before = editing.inForce.body.ruleset.exclusions;
  const set = (place: number, entry: Exclusion | undefined) =>
    changeRules(editing, (rules) => ({ exclusions: withEntry(rules.exclusions, place, entry) }));
  const gone = before.filter(({ id }) => !exclusions.some((each) => each.id === id));
  return (
    <>
      <div>
        <Button
          className="button"
          onPress={() =>
            changeRules(editing, (rules) => ({ exclusions: [{ id: '', reason: '', when: { callType: [] } }, ...rules.exclusions] }))
          }
        >
          Add an exclusion
        </Button>
      </div>
      {gone.map((each) => (
        <p key={each.id}>
          <Glyph shape="triangle" /> The draft no longer has “{each.reason}”: calls it kept back could be texted.{' '}
          <Button
            className="button small"
            onPress={() => changeRules(editing, (rules) => ({ exclusions: [...rules.exclusions, each] }))}
          >
            Put back
          </Button>
        </p>
      ))}
      {exclusions.map((each, place) => {
        const old = before.find(({ id }) => id === each.id);
        const at = `ruleset.exclusions[${place}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the id is being typed, the place is all that stays
          <section key={place} className="panel ruleCard" data-at={at} aria-label={each.reason || 'New exclusion'}>
            <div className="ruleCardHead">
              <h3>{each.reason || 'New exclusion'}</h3>
              {old === undefined && (
                <span>
                  <Glyph shape="half" /> New in the draft
                </span>
              )}
              <Button
                className="button small"
                onPress={() =>
                  old === undefined
                    ? set(place, undefined)
                    : ask({
                        title: `Take out “${each.reason}”?`,
                        body: (
                          <p>
                            Calls that it keeps from texts could be texted once the draft is in force. The rehearsal shows which.
                          </p>
                        ),
                        confirm: 'Take it out of the draft',
                        run: async () => set(place, undefined),
                      })
                }
              >
                Take out
              </Button>
            </div>
            {problemAt(editing, `${at}.when`) !== undefined && <p>▲ {problemAt(editing, `${at}.when`)}</p>}
            <div className="fieldGrid">
              <TextBox
                label="Short name"
                value={each.id}
                onChange={(id) => set(place, { ...each, id })}
                hint="For records and rehearsals; stays as it is"
                problem={each.id.trim() === '' ? 'Needs a name' : problemAt(editing, `${at}.id`)}
              />
              <TextBox
                label="Reason, as people here read it"
                value={each.reason}
                onChange={(reason) => set(place, { ...each, reason })}
                hint={inForceHint(undefined, old?.reason, each.reason)}
                problem={each.reason.trim() === '' ? 'Needs a reason' : problemAt(editing, `${at}.reason`)}
              />
            </div>
            {CONDITIONS.map(({ key, name, hint }) => (
              <ListBlock
                key={key}
                label={name}
                value={each.when[key] ?? []}
                rows={(each.when[key]?.join(', ').length ?? 0) > 240 ? 4 : 1}
                hint={whatChanged(hint, old?.when[key], each.when[key])}
                problem={problemAt(editing, `${at}.when.${key}`)}
                onChange={(patterns) => set(place, { ...each, when: withCondition(each.when, key, patterns) })}
              />
            ))}
          </section>
        );
      })}
    </>
  );
}

/** A condition without entries is left out: it would match nothing. */
function withCondition(when: Exclusion['when'], key: string, patterns: string[]): Exclusion['when'] {
  const { [key]: _, ...others } = when;
  return patterns.length === 0 ? others : { ...others, [key]: patterns };
}

function whatChanged(hint: string, before: readonly string[] = [], now: readonly string[] = []): string {
  const more = now.filter((each) => !before.includes(each));
  const less = before.filter((each) => !now.includes(each));
  return [
    `${hint}.`,
    more.length > 0 && before.length > 0 ? `New: ${more.join(', ')}.` : '',
    less.length > 0 ? `In force and no longer here: ${less.join(', ')}.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
