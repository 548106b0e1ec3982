/**
 * A test for whole texts that were squeezed: `*` stands for anything, case and the number of blanks do not matter. In time
 * proportional to the text, whatever the pattern: what it is tried on comes from outside.
 */
export function compileWildcard(pattern: string): (squeezed: string) => boolean {
  const parts = squeeze(pattern).split('*');
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (parts.length === 1) return (text) => text === first;
  const middle = parts.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > text.length - last.length) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** True for a squeezed text that one of `patterns` matches. */
export function anyOf(patterns: readonly string[]): (squeezed: string) => boolean {
  const tests = patterns.map(compileWildcard);
  return tests.length === 0 ? () => false : (text) => tests.some((test) => test(text));
}

/** Trimmed, in lower case, each run of blanks as one. */
export function squeeze(text: string): string {
  const folded = text.trim().toLowerCase();
  // Most lines are so already, and a search is cheaper than a replacement.
  return /\s\s|[^\S ]/.test(folded) ? folded.replace(/\s+/g, ' ') : folded;
}
