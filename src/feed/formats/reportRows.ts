/** A line of a report, or a row of one of its tables. */
export interface ReportRow {
  /** Where it begins in the text it was read from. */
  readonly at: number;
  /** A line of text is one cell; a row of an HTML table has as many as there are. */
  readonly cells: readonly string[];
}

/** Lines as a printer breaks them: a form feed ends one as well. Blank lines are left out. */
export function textRows(text: string): ReportRow[] {
  const rows: ReportRow[] = [];
  const breaks = /\r\n|[\n\r\f\v]/g;
  let at = 0;
  for (;;) {
    const found = breaks.exec(text);
    const line = text.slice(at, found?.index ?? text.length);
    if (line.trim() !== '') rows.push({ at, cells: [line.trimEnd()] });
    if (found === null) return rows;
    at = breaks.lastIndex;
  }
}

/** Reports that became HTML one day did so without a word: the text itself says which it is. */
export function looksLikeHtml(text: string): boolean {
  return /<(?:table|html|body|tr|td|div|p|pre|br|style|title|font|b)\b[^<]{0,1000}>/i.test(text.slice(0, 16_384));
}

/** The line of `text` that the character at `at` is on, from 1. */
export function lineAt(text: string, at: number): number {
  let line = 1;
  for (const found of text.slice(0, at).matchAll(/\r\n|[\n\r]/g)) line += found[0] === '' ? 0 : 1;
  return line;
}
