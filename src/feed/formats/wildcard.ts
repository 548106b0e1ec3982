/**
 * A test for whole texts: `*` stands for anything, case and the number of blanks do not matter. In time proportional to the
 * text, whatever the pattern: what it is tried on comes from outside.
 */
export function compileWildcard(pattern: string): (text: string) => boolean {
  const parts = squeeze(pattern).split('*');
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  return (text) => {
    const folded = squeeze(text);
    if (parts.length === 1) return folded === first;
    if (!folded.startsWith(first) || !folded.endsWith(last) || folded.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = folded.indexOf(part, at);
      if (found < 0 || found + part.length > folded.length - last.length) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** Trimmed, in lower case, each run of blanks as one. */
export function squeeze(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}
