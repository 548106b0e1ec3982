import { Tokenizer } from 'htmlparser2';
import { MAX_ROWS, type ReportRow, reportRow } from './reportRows';

const UNREAD = new Set(['script', 'style']);
const BLOCKS = new Set(['p', 'div', 'li', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'title', 'body', 'html', 'pre']);

/**
 * The rows of an HTML report: those of its tables, and what stands outside of tables by line. Only htmlparser2's tokenizer
 * is used: nothing is run, fetched or nested, so hostile markup costs no more than its length.
 */
export function htmlRows(html: string): ReportRow[] {
  const reader = new RowReader(html);
  const tokenizer = new Tokenizer({ decodeEntities: true, xmlMode: false }, reader);
  tokenizer.write(html);
  tokenizer.end();
  reader.endRow();
  return reader.rows;
}

class RowReader {
  readonly rows: ReportRow[] = [];
  readonly #html: string;
  #at = 0;
  #cells: string[] = [];
  #text = '';
  #inCell = false;
  #preformatted = false;
  #unread: string | undefined;

  constructor(html: string) {
    this.#html = html;
  }

  onopentagname(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#unread !== undefined) return;
    if (UNREAD.has(name)) this.#unread = name;
    else if (name === 'tr' || name === 'table') this.endRow();
    else if (name === 'td' || name === 'th') {
      if (!this.#inCell && this.#text.trim() !== '') this.endRow();
      this.#endCell();
      if (this.#cells.length === 0) this.#at = start - 1;
      this.#inCell = true;
    } else if (name === 'br' || BLOCKS.has(name)) {
      if (name === 'pre') this.#preformatted = true;
      this.#break();
    }
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#unread !== undefined) {
      if (name === this.#unread) this.#unread = undefined;
    } else if (name === 'td' || name === 'th') this.#endCell();
    else if (name === 'tr' || name === 'table') this.endRow();
    else if (BLOCKS.has(name)) {
      if (name === 'pre') this.#preformatted = false;
      this.#break();
    }
  }

  ontext(start: number, end: number): void {
    const text = this.#html.slice(start, end);
    if (!this.#preformatted || this.#inCell) {
      this.#add(text, start);
      return;
    }
    let at = start;
    text.split('\n').forEach((line, index) => {
      if (index > 0) this.endRow();
      this.#add(line, at);
      at += line.length + 1;
    });
  }

  ontextentity(codePoint: number, end: number): void {
    this.#add(codePoint === 0xa0 ? ' ' : String.fromCodePoint(codePoint), end - 1);
  }

  endRow(): void {
    if (this.#inCell || this.#text.trim() !== '') this.#endCell(true);
    if (this.rows.length <= MAX_ROWS && this.#cells.some((cell) => cell !== '')) this.rows.push(reportRow(this.#at, this.#cells));
    this.#cells = [];
    this.#text = '';
    this.#inCell = false;
  }

  // What the tokenizer tells of tags, comments and declarations beyond their names says nothing here.
  onattribdata(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  onattribname(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onopentagend(): void {}
  onprocessinginstruction(): void {}
  onselfclosingtag(): void {}
  isInForeignContext(): boolean {
    return false;
  }

  #add(text: string, at: number): void {
    if (this.#unread !== undefined) return;
    if (this.#text === '' && this.#cells.length === 0 && !this.#inCell) {
      if (text.trim() === '') return;
      this.#at = at;
    }
    this.#text += text;
  }

  #endCell(outside = false): void {
    if (!this.#inCell && !outside) return;
    this.#cells.push(this.#preformatted ? this.#text.trimEnd() : this.#text.replace(/\s+/g, ' ').trim());
    this.#text = '';
    this.#inCell = false;
  }

  #break(): void {
    if (this.#inCell) this.#text += ' ';
    else if (this.#cells.length === 0) this.endRow();
  }
}
