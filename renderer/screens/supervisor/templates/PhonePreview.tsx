import { counted } from '../../../format/words';
import { languageName } from './stageTemplates';
import type { TemplateCheck } from './useTemplateCheck';

/** The texts as a phone shows them: with everyday values, and with the longest that this agency has. */
export function PhonePreview({
  language,
  agency,
  check,
}: {
  readonly language: string;
  readonly agency: string;
  readonly check: TemplateCheck | undefined;
}) {
  return (
    <section className="phonePreview" aria-label={`As a phone shows it, ${languageName(language)}`}>
      <div className="phoneFrame">
        <p className="phoneHead">{agency}</p>
        {check === undefined || check.previews.length === 0 ? (
          <p className="muted">Nothing to show yet.</p>
        ) : (
          check.previews.map(({ name, text, characters, segments, encoding }) => (
            <div key={name}>
              <p className="muted">{name === 'usual' ? 'As it usually reads' : 'With the longest names and numbers'}</p>
              <blockquote className="smsText" lang={language}>
                {text}
              </blockquote>
              <p className="muted">
                {characters} characters, {counted(segments, 'segment')}, {encoding}
              </p>
            </div>
          ))
        )}
      </div>
      <p className="muted">{languageName(language)}. The names and numbers are examples.</p>
    </section>
  );
}
