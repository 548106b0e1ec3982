import { RE2JS } from 're2js';

/** Longer lines are no lines of a log. */
export const MAX_PATTERN_LINE = 4_096;

/** The named groups of a line that the whole pattern matches, trimmed, without empty ones; undefined where it does not. */
export type LinePattern = (line: string) => Readonly<Record<string, string>> | undefined;

/**
 * A regular expression of a layout, to be matched against whole lines. RE2's kind: what it takes grows with the line and
 * nothing else, whoever wrote the pattern and whoever sends the line. No lookaround, no back references.
 */
export function compileLinePattern(source: string): LinePattern | { readonly problem: string } {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'cannot be read';
    return { problem: `is not a regular expression that can be used here: ${why}` };
  }
  const names = Object.keys(pattern.namedGroups());
  return (line) => {
    if (line.length > MAX_PATTERN_LINE) return undefined;
    const matcher = pattern.matcher(line);
    if (!matcher.matches()) return undefined;
    const groups: Record<string, string> = {};
    for (const name of names) {
      const value = matcher.group(name)?.trim();
      if (value) groups[name] = value;
    }
    return groups;
  };
}

/** The names of a pattern's groups; none where it is no pattern. */
export function groupNames(source: string): readonly string[] {
  try {
    return Object.keys(RE2JS.compile(source).namedGroups());
  } catch {
    return [];
  }
}
