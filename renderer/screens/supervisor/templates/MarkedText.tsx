import type { ForeignCharacterView } from '../../../../src/contract/templates';
import { counted } from '../../../format/words';

/** A finished text; what makes it UCS-2 is boxed in it. */
export function MarkedText({ text, foreign }: { readonly text: string; readonly foreign: readonly ForeignCharacterView[] }) {
  let at = 0;
  return (
    <>
      {foreign.map(({ from, to, character }) => {
        const before = text.slice(at, from);
        at = to;
        return (
          <span key={from}>
            {before}
            <mark>{/^[\p{C}\p{Z}]$/u.test(character) ? '▯' : character}</mark>
          </span>
        );
      })}
      {text.slice(at)}
    </>
  );
}

/** The characters that make a text UCS-2, each once, in words and with what to write instead. */
export function ForeignList({ foreign }: { readonly foreign: readonly ForeignCharacterView[] }) {
  const kinds = new Map<string, ForeignCharacterView[]>();
  for (const each of foreign) {
    const key = `${each.character} ${each.field ?? ''}`;
    kinds.set(key, [...(kinds.get(key) ?? []), each]);
  }
  return (
    <ul className="foreign plain" aria-label="What makes it UCS-2">
      {[...kinds].map(([key, [first, ...more]]) =>
        first === undefined ? null : (
          <li key={key}>
            <mark>{/^[\p{C}\p{Z}]$/u.test(first.character) ? '▯' : first.character}</mark> {first.name} ({first.code})
            {more.length > 0 && `, ${counted(more.length + 1, 'time')}`}: {advice(first)}
          </li>
        ),
      )}
    </ul>
  );
}

function advice({ instead, field }: ForeignCharacterView): string {
  const write = instead === null ? 'nothing plain stands for it' : instead === '' ? 'leave it out' : `write ${instead} instead`;
  return field === null ? write : `it comes with {{${field}}}${instead === null ? '' : `; where that is entered, ${write}`}`;
}
