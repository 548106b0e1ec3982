/** One column of a line; `start` is where in the line it begins. */
export interface ColumnText {
  readonly text: string;
  readonly start: number;
}

/** Columns of a line, with RFC 4180 quoting where `quote` is given; or where a quote is never closed. */
export function splitColumns(
  line: string,
  delimiter: string,
  quote: string | undefined,
): readonly ColumnText[] | { readonly openQuoteAt: number } {
  const columns: ColumnText[] = [];
  let at = 0;
  for (;;) {
    const start = at;
    let text = '';
    if (quote !== undefined && line[at] === quote) {
      let closing = line.indexOf(quote, at + 1);
      while (closing >= 0 && line[closing + 1] === quote) {
        text += line.slice(at + 1, closing + 1);
        at = closing + 1;
        closing = line.indexOf(quote, at + 1);
      }
      if (closing < 0) return { openQuoteAt: start };
      text += line.slice(at + 1, closing);
      at = closing + 1;
    }
    const next = line.indexOf(delimiter, at);
    // What stands after a closing quote belongs to the column all the same.
    columns.push({ text: text + line.slice(at, next < 0 ? line.length : next), start });
    if (next < 0) return columns;
    at = next + delimiter.length;
  }
}
