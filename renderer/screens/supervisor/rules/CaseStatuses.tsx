import { Button } from 'react-aria-components';
import { Choice, TextBox } from '../../../parts/Fields';
import { Glyph } from '../../../parts/Marks';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { languageName } from '../templates/stageTemplates';
import { changeRules, inForceHint, problemAt, type Ruleset, withEntry } from './ruleParts';

type Status = Ruleset['caseStatuses'][number];
const TOLD = [
  { id: 'caseUpdated', name: 'Told as an update' },
  { id: 'caseClosed', name: 'Told as the end of the case' },
  { id: 'never', name: 'Never told' },
] as const;

/** The agency's words for what the records system says. */
export function CaseStatuses({ editing }: { readonly editing: PolicyEditing }) {
  const { agency, ruleset } = editing.draft.value;
  const before = editing.inForce.body.ruleset.caseStatuses;
  const set = (place: number, entry: Status | undefined) =>
    changeRules(editing, (rules) => ({ caseStatuses: withEntry(rules.caseStatuses, place, entry) }));
  return (
    <>
      <div>
        <Button
          className="button"
          onPress={() =>
            // In front: the last line is often the one for all others.
            changeRules(editing, (rules) => ({ caseStatuses: [{ code: '', stage: null }, ...rules.caseStatuses] }))
          }
        >
          Add a status
        </Button>
      </div>
      {ruleset.caseStatuses.map((each, place) => {
        const old = before.find(({ code }) => code === each.code);
        const at = `ruleset.caseStatuses[${place}]`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the code is being typed, the place is all that stays
          <section key={place} className="panel ruleCard" data-at={at} aria-label={`Status ${each.code}`}>
            <div className="ruleCardHead">
              <h3>{each.code === '*' ? 'All others' : each.code || 'New status'}</h3>
              {old === undefined && (
                <span>
                  <Glyph shape="half" /> New in the draft
                </span>
              )}
              <Button className="button small" aria-label={`Take out ${each.code}`} onPress={() => set(place, undefined)}>
                Take out
              </Button>
            </div>
            <div className="fieldGrid">
              <TextBox
                label="Status in the records system"
                value={each.code}
                onChange={(code) => set(place, { ...each, code })}
                hint="* stands for anything"
                problem={each.code === '' ? 'Needs a status' : problemAt(editing, `${at}.code`)}
              />
              <Choice
                label="Is it told"
                value={(each.stage ?? 'never') as (typeof TOLD)[number]['id']}
                options={TOLD}
                hint={inForceHint(undefined, toldName(old?.stage), toldName(each.stage))}
                onChange={(stage) => set(place, { ...each, stage: stage === 'never' ? null : stage })}
              />
              {each.stage !== null &&
                agency.languages.map((language) => (
                  <TextBox
                    key={language}
                    label={`Words, ${languageName(language)}`}
                    value={each.say?.[language] ?? ''}
                    hint={inForceHint(undefined, old?.say?.[language], each.say?.[language])}
                    problem={problemAt(editing, `${at}.say`)}
                    onChange={(words) => set(place, { ...each, say: withWords(each.say, language, words) })}
                  />
                ))}
            </div>
          </section>
        );
      })}
    </>
  );
}

const toldName = (stage: string | null | undefined) =>
  stage === undefined ? undefined : TOLD.find(({ id }) => id === (stage ?? 'never'))?.name;

function withWords(say: Status['say'], language: string, words: string): Record<string, string> {
  const { [language]: _, ...others } = say ?? {};
  return words === '' ? others : { ...others, [language]: words };
}
