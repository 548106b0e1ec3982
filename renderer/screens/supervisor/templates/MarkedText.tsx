import type { ForeignCharacterView } from '../../../../src/contract/templates';

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
            <mark>{visible(character)}</mark>
          </span>
        );
      })}
      {text.slice(at)}
    </>
  );
}

/** The characters that make texts UCS-2, each once, in words and with what to write instead. `foreign`: by text. */
export function ForeignList({ foreign }: { readonly foreign: readonly (readonly ForeignCharacterView[])[] }) {
  const kinds = new Map(foreign.flat().map((each) => [`${each.character} ${each.field ?? ''}`, each]));
  if (kinds.size === 0) return null;
  return (
    <div className="foreign">
      <p>With these a segment has 70 characters, not 160:</p>
      <ul className="plain">
        {[...kinds].map(([key, each]) => (
          <li key={key}>
            <mark>{visible(each.character)}</mark> {each.name} ({each.code}): {advice(each)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What cannot be seen needs something to stand for it. */
function visible(character: string): string {
  return /^[\p{C}\p{Z}\p{M}]$/u.test(character) ? '▯' : character;
}

function advice({ instead, field }: ForeignCharacterView): string {
  const write = instead === null ? 'nothing plain stands for it' : instead === '' ? 'leave it out' : `write “${instead}” instead`;
  return field === null ? write : `it comes with {{${field}}}${instead === null ? '' : `; where that is entered, ${write}`}`;
}
