import type { ScreenProps } from '../../../frame/screen';
import { Glyph } from '../../../parts/Marks';
import { address } from '../../../route';
import { PolicyPage } from '../policy/PolicyPage';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { Missing } from './Missing';
import { StageTexts } from './StageTexts';
import { languageName, MOMENTS, textOf } from './stageTemplates';

/** What people are sent: every text in every language, and an editor for the texts of one moment. */
export function Screen({ subject }: ScreenProps) {
  const moment = MOMENTS.find(({ id }) => id === subject);
  return (
    <PolicyPage
      title={moment === undefined ? 'Templates' : moment.name}
      intro={
        moment === undefined
          ? 'The words that people are sent. Choose a moment to change its texts; nothing is sent differently before the draft is in force.'
          : moment.when
      }
    >
      {(editing) =>
        moment === undefined ? <AllTexts editing={editing} /> : <StageTexts key={moment.id} editing={editing} moment={moment} />
      }
    </PolicyPage>
  );
}

function AllTexts({ editing: { draft, inForce } }: { readonly editing: PolicyEditing }) {
  const { agency, templates, ruleset } = draft.value;
  return (
    <table className="ruleTable templates">
      <thead>
        <tr>
          <th scope="col">Moment</th>
          {agency.languages.map((language) => (
            <th scope="col" key={language}>
              {languageName(language)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {MOMENTS.map((moment) => (
          <tr key={moment.id}>
            <th scope="row">
              <a href={address('templates', moment.id)}>{moment.name}</a>
              {ruleset.stages[moment.stage]?.enabled === false && <p className="muted">Switched off in the rules</p>}
            </th>
            {agency.languages.map((language) => {
              const text = textOf(templates, moment, language);
              const before = textOf(inForce.body.templates, moment, language);
              return (
                <td key={language} lang={text === undefined ? 'en' : language}>
                  {text ?? <Missing language={language} first={agency.languages[0] ?? 'en'} />}
                  {text !== before && (
                    <p lang="en">
                      <Glyph shape="half" /> {before === undefined ? 'New in the draft' : 'Changed in the draft'}
                    </p>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
