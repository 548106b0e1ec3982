import { squeeze } from './wildcard';

/** A label that was found, with what stands after it up to the next one. */
export interface LabelFound<T> {
  readonly target: T;
  readonly value: string;
  /** Where the label begins in the text, and the next one: what stands below it on the next line is its own. */
  readonly from: number;
  readonly to: number;
}

export interface Scanned<T> {
  readonly found: readonly LabelFound<T>[];
  /** What no label explains. */
  readonly leftover: readonly string[];
}

export interface LabelStyle {
  readonly separators: readonly string[];
  /** What may stand before a further label on a line, beside two blanks or a tab. */
  readonly between?: string;
  /** So many blanks end a value. */
  readonly gap?: number;
}

/** Longer lines are free text. */
const MAX_LABEL_LINE = 4_096;

// A label of the site's that the layout does not know ends a value all the same: it is not part of it.
const UNKNOWN_LABEL = /(?<= {2}|\t)[A-Za-z][\w#/&'.-]{0,24}(?: [\w#/&'()-]{1,24}){0,3}[ .]{0,12}:(?=\s|$)/;

/**
 * Finds labels in lines: at the beginning, after two blanks or a tab, or after `between`, and only before a separator.
 * `valueBelow` tells of a label whether its value stands on the next line, where it needs no separator.
 */
export function compileLabels<T>(
  labels: Readonly<Record<string, T>>,
  valueBelow: (target: T) => boolean,
  style: LabelStyle,
): (text: string) => Scanned<T> {
  const names = Object.keys(labels).sort((a, b) => b.length - a.length);
  const targets = new Map(names.map((name) => [squeeze(name), labels[name] as T]));
  if (names.length === 0) return (text) => ({ found: [], leftover: text.trim() === '' ? [] : [text.trim()] });
  const separators = [...style.separators].sort((a, b) => b.length - a.length).map(separatorSource);
  const separator = `[ .]{0,24}(?:${separators.join('|')})`;
  const alternatives = (below: boolean) =>
    names
      .filter((name) => valueBelow(labels[name] as T) === below)
      .map((name) => escapeExpression(name.trim()).replace(/\s+/g, '[ \\t]+'));
  const after = alternatives(false);
  const below = alternatives(true);
  const source = [
    ...(after.length > 0 ? [`(?<after>${after.join('|')})${separator}`] : []),
    ...(below.length > 0 ? [`(?<below>${below.join('|')})(?:${separator})?(?= {2}|[ \\t]*$|\\t)`] : []),
  ].join('|');
  const label = new RegExp(source, 'iy');
  const places = new RegExp(
    [' {2,}', '\\t[ \\t]*', ...(style.between === undefined ? [] : [`${escapeExpression(style.between)} ?`])].join('|'),
    'g',
  );
  const tildes = style.separators.some((text) => text.includes('~'));
  const gap = style.gap === undefined ? undefined : new RegExp(`[ \\t]{${style.gap}}`);

  return (line) => {
    const text = line.trimStart();
    const indent = line.length - text.length;
    const matches = text.length > MAX_LABEL_LINE ? [] : labelsIn(text, label, places);
    const leftover: string[] = [];
    const spare = (rest: string) => {
      if (/[A-Za-z0-9]/.test(rest)) leftover.push(rest.trim());
    };
    spare(text.slice(0, matches[0]?.index ?? text.length));
    const found = matches.map((match, index): LabelFound<T> => {
      const start = match.index + match[0].length;
      const end = matches[index + 1]?.index ?? text.length;
      const target = targets.get(squeeze(match.groups?.after ?? match.groups?.below ?? '')) as T;
      let value = text.slice(start, end).trim();
      if (style.between !== undefined && value.endsWith(style.between)) value = value.slice(0, -style.between.length);
      const unknown = value.includes(':') ? UNKNOWN_LABEL.exec(value)?.index : undefined;
      const cut = Math.min(unknown ?? value.length, gap?.exec(value)?.index ?? value.length);
      if (cut < value.length) {
        spare(value.slice(cut));
        value = value.slice(0, cut);
      }
      return { target, value: clean(value, tildes), from: indent + match.index, to: indent + end };
    });
    return { found, leftover };
  };
}

/** Labels where one may stand: at the beginning, and after what parts two columns. */
function labelsIn(text: string, label: RegExp, places: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  places.lastIndex = 0;
  for (let at = 0; ; ) {
    label.lastIndex = at;
    const match = label.exec(text);
    if (match !== null) {
      found.push(match);
      // Its separator may end in the blanks that part it from the next.
      places.lastIndex = Math.max(at, match.index + match[0].length);
    }
    const next = places.exec(text);
    if (next === null) return found;
    at = places.lastIndex;
  }
}

/** A label on its own, as in a cell of a table: without the separator and the dots that lead to it. */
export function labelText(text: string): string {
  const squeezed = squeeze(text);
  let end = squeezed.length;
  while (end > 0 && ' .:~-'.includes(squeezed[end - 1] as string)) end -= 1;
  return end === squeezed.length ? squeezed : squeezed.slice(0, end);
}

function clean(value: string, tildes: boolean): string {
  return (tildes ? value.replace(/~+/g, ' ') : value).replace(/\s+/g, ' ').trim();
}

/** A dash is part of many words: as a separator it has a blank after it, or nothing. */
function separatorSource(separator: string): string {
  return separator === '-' ? '-(?=\\s|$)' : escapeExpression(separator);
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
