import { diffWordsWithSpace } from 'diff';

/** Two texts as one: what goes is struck out and begins with −, what comes is underlined and begins with +. */
export function WordDiff({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <p className="wordDiff">
      {diffWordsWithSpace(before, after).map(({ value, added, removed }, index) => {
        const key = `${index} ${value}`;
        if (added) return <ins key={key}>+{value}</ins>;
        if (removed) return <del key={key}>−{value}</del>;
        return <span key={key}>{value}</span>;
      })}
    </p>
  );
}
