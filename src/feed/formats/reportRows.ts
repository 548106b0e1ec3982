import { squeeze } from './wildcard';

/** A line of a report, or a row of one of its tables. */
export interface ReportRow {
  /** Where it begins in the text it was read from. */
  readonly at: number;
  /** A line of text is one cell; a row of an HTML table has as many as there are. */
  readonly cells: readonly string[];
  /** As one line, squeezed: what titles, headings and wildcards are compared with. */
  readonly key: string;
}

/** No report is longer; what is, would hold up the feed. */
export const MAX_ROWS = 20_000;

export function reportRow(at: number, cells: readonly string[]): ReportRow {
  const text = cells.length === 1 ? (cells[0] as string) : cells.filter((cell) => cell !== '').join(' ');
  return { at, cells, key: squeeze(text) };
}

/** A row as one line with a tab between its cells, so that a pattern can tell them apart. */
export function tabbedRow({ cells }: ReportRow): string {
  return cells.length === 1 ? (cells[0] as string) : cells.join('\t');
}

/**
 * Lines as a printer breaks them: a form feed ends one as well. Blank lines are left out. At most one more than `MAX_ROWS`.
 */
export function textRows(text: string): ReportRow[] {
  const rows: ReportRow[] = [];
  const breaks = /\r\n|[\n\r\f\v]/g;
  let at = 0;
  while (rows.length <= MAX_ROWS) {
    const found = breaks.exec(text);
    const line = text.slice(at, found?.index ?? text.length).trimEnd();
    if (line !== '') rows.push(reportRow(at, [line]));
    if (found === null) break;
    at = breaks.lastIndex;
  }
  return rows;
}

/** Reports that became HTML one day did so without a word: the text itself says which it is. */
export function looksLikeHtml(text: string): boolean {
  return /<(?:table|html|body|tr|td|div|p|pre|br|style|title|font|b)\b[^<]{0,1000}>/i.test(text.slice(0, 16_384));
}

/** Tells the line that a place in `text` is on, from 1. Quick where places are asked for in order. */
export function lineCounter(text: string): (at: number) => number {
  const breaks = /\r\n|[\n\r]/g;
  let line = 1;
  let start = 0;
  let next = breaks.exec(text)?.index ?? Number.POSITIVE_INFINITY;
  return (at) => {
    if (at < start) return 1 + [...text.slice(0, at).matchAll(/\r\n|[\n\r]/g)].length;
    while (next < at) {
      line += 1;
      start = next + 1;
      next = breaks.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    return line;
  };
}
