import { useState } from 'react';
import { address } from '../../../route';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { PhonePreview } from './PhonePreview';
import { type Moment, pathOf, textOf, withText } from './stageTemplates';
import { TextEditor } from './TextEditor';

/** All languages of one moment side by side, and the phone with the one that is being written. */
export function StageTexts({ editing, moment }: { readonly editing: PolicyEditing; readonly moment: Moment }) {
  const { draft, inForce } = editing;
  const { agency, templates } = draft.value;
  const [shown, setShown] = useState(agency.languages[0] ?? 'en');
  const text = textOf(templates, moment, shown) ?? '';
  return (
    <>
      <p>
        <a href={address('templates')}>All templates</a>
      </p>
      <div className="stageTexts">
        <div className="languages">
          {agency.languages.map((language) => (
            <TextEditor
              key={language}
              moment={moment}
              language={language}
              first={agency.languages[0] ?? 'en'}
              at={pathOf(templates, moment, language)}
              text={textOf(templates, moment, language) ?? ''}
              inForce={textOf(inForce.body.templates, moment, language)}
              onFocus={() => setShown(language)}
              change={(next) =>
                draft.change((policy) => ({ ...policy, templates: withText(policy.templates, moment, language, next) }))
              }
            />
          ))}
        </div>
        <PhonePreview
          key={shown}
          moment={moment}
          language={shown}
          languages={agency.languages}
          choose={setShown}
          agency={agency.name}
          text={text}
        />
      </div>
    </>
  );
}
