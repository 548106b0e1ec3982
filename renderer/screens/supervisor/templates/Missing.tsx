import { Glyph } from '../../../parts/Marks';
import { languageName } from './stageTemplates';

/** What happens where there is no text. */
export function Missing({ language, first }: { readonly language: string; readonly first: string }) {
  return (
    <span>
      <Glyph shape="query" />{' '}
      {language === first ? 'No text: nobody is texted at this moment.' : `No translation: they get it in ${languageName(first)}.`}
    </span>
  );
}
