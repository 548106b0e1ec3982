import { isHarmless, type Knowledge, looksLikeCode } from './harmless';
import { announcesPersonal, isPlainLabel } from './labelWords';

/** Longer labels of a layout are not looked for within a line. */
const MAX_LABEL = 60;

/** Columns of a delimited line, for what stands in each. */
export interface Columns {
  readonly delimiter: string;
  /** A column's name; a personal one, or none, is never shown. */
  readonly names: readonly string[];
}

/**
 * The text of a frame for a screen: of the same length, its letters x and its digits 9, but for labels and for values that
 * are known to be harmless. Nothing is shown because it was not recognized as personal, only because it was recognized as
 * harmless. Control characters become their pictures.
 */
export function maskText(text: string, knowledge: Knowledge, columns?: Columns): string {
  const shown = new Shown(text, knowledge);
  if (columns !== undefined) delimited(text, shown, columns);
  else if (/^\s*[{[]/.test(text)) json(text, shown);
  else if (/<[A-Za-z/?!]/.test(text)) markup(text, shown);
  else plain(text, 0, text.length, shown);
  return shown.masked();
}

/** Letters to x, digits to 9, controls to their pictures; of the same length. */
export function maskAll(text: string): string {
  return text
    .replace(/[\p{L}\p{M}]/gu, (character) => 'x'.repeat(character.length))
    .replace(/\p{N}/gu, (character) => '9'.repeat(character.length))
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, picture);
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : '·'.repeat(character.length);
}

class Shown {
  /** What was announced last: the label, key, element or column that the next value belongs to. */
  context = '';
  readonly #ranges: [number, number][] = [];

  constructor(
    readonly text: string,
    readonly knowledge: Knowledge,
  ) {}

  reveal(start: number, end: number): void {
    this.#ranges.push([start, end]);
  }

  label(start: number, end: number): void {
    this.context = this.text.slice(start, end);
    if (isPlainLabel(this.context) || this.knowledge.literals.has(this.context.trim().toLowerCase())) this.reveal(start, end);
  }

  /** A value, or several of which each is known: a date and a time, a list of units. */
  value(start: number, end: number): void {
    if (this.context !== '' && announcesPersonal(this.context)) return;
    if (isHarmless(this.text.slice(start, end), this.knowledge)) {
      this.reveal(start, end);
      return;
    }
    const pieces = [...this.text.slice(start, end).matchAll(/[^\s,;/()#[\]]+/g)];
    if (pieces.length === 0) return;
    if (pieces.length <= 40 && pieces.every(([piece]) => isHarmless(piece, this.knowledge))) {
      this.reveal(start, end);
      return;
    }
    // Among other words only what is no word: `12A`, `25-0604`. A single digit could be anything.
    for (const { 0: piece, index } of pieces) {
      if (piece.length > 2 && looksLikeCode(piece) && isHarmless(piece, this.knowledge)) {
        this.reveal(start + index, start + index + piece.length);
      }
    }
  }

  masked(): string {
    const hidden = maskAll(this.text);
    let result = '';
    let at = 0;
    for (const [start, end] of this.#ranges.sort((a, b) => a[0] - b[0])) {
      if (end <= at) continue;
      result += hidden.slice(at, Math.max(at, start)) + this.text.slice(Math.max(at, start), end).replace(/\p{C}/gu, picture);
      at = end;
    }
    return result + hidden.slice(at);
  }
}

function delimited(text: string, shown: Shown, { delimiter, names }: Columns): void {
  for (const line of text.matchAll(/[^\r\n\0\f\v]+/g)) {
    let at = line.index;
    line[0].split(delimiter).forEach((cell, index) => {
      const name = names[index];
      // Quotes are not looked into: a value cut at a delimiter within them is not known, and stays hidden.
      const inner = /^["']?(.*?)["']?$/s.exec(cell)?.[1] ?? cell;
      const start = at + cell.indexOf(inner);
      at += cell.length + delimiter.length;
      if (name === undefined || name === '-' || name === 'ignore') return;
      shown.context = name;
      shown.value(start, start + inner.length);
    });
  }
}

/** Strings are found as JSON has them; where the text is not quite JSON, what is taken for one is hidden all the same. */
function json(text: string, shown: Shown): void {
  for (const found of text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/gs)) {
    const [whole, string, colon] = found;
    if (colon !== undefined) shown.label(found.index + 1, found.index + 1 + (string ?? '').length);
    else if (string !== undefined) shown.value(found.index + 1, found.index + 1 + string.length);
    else if (/^[tfn]/.test(whole)) shown.reveal(found.index, found.index + whole.length);
    else shown.value(found.index, found.index + whole.length);
  }
}

/** Elements and what stands between them. Attributes, comments, styles and scripts stay hidden. */
function markup(text: string, shown: Shown): void {
  const tags = /<(\/?)([A-Za-z_][\w.:-]*)[^<>]*>|<!--.*?(?:-->|$)|<!\[CDATA\[|\]\]>|<[?!][^<>]*>/gs;
  let at = 0;
  let unread = false;
  for (const tag of text.matchAll(tags)) {
    const [whole, closing, name] = tag;
    if (!unread && tag.index > at) plain(text, at, tag.index, shown);
    at = tag.index + whole.length;
    // What only says how the document is written.
    if (/^<\?xml version="1\.\d"(?: encoding="[\w-]{1,20}")?(?: standalone="(?:yes|no)")? ?\?>$/.test(whole))
      shown.reveal(tag.index, at);
    if (name === undefined) continue;
    const start = tag.index + 1 + (closing ?? '').length;
    if (/^(?:style|script)$/i.test(name)) unread = closing === '';
    // Table cells and the like say nothing of what is in them: the label before them still does.
    const empty = / (?:i|xsi):nil="(?:true|false)"/.exec(whole);
    if (empty !== null) shown.reveal(tag.index + empty.index, tag.index + empty.index + empty[0].length);
    if (HTML.has(name.toLowerCase())) shown.reveal(start, start + name.length);
    else shown.label(start, start + name.length);
  }
  if (!unread) plain(text, at, text.length, shown);
}

const HTML = new Set(
  'a b body br center div em font h1 h2 h3 h4 head hr html i li p pre small span strong style script table tbody td th thead title tr u ul ol'.split(
    ' ',
  ),
);

/** Labels with a colon, labels and headings of the layout, and what stands between tabs, bars, wide gaps and line ends. */
function plain(text: string, from: number, to: number, shown: Shown): void {
  for (const found of text.slice(from, to).matchAll(/(?:(?![\p{Cc}|~]| {2}).)+/gsu)) {
    if (/^\s*$/.test(found[0])) continue;
    let start = from + found.index;
    const end = start + found[0].length;
    for (;;) {
      const length = labelLength(text.slice(start, end), shown);
      if (length === 0) break;
      shown.label(start, start + length);
      start += length;
      start += /^[\s:.#=-]*/.exec(text.slice(start, end))?.[0].length ?? 0;
    }
    if (start < end) shown.value(start, end);
  }
}

/** How much of the beginning of a segment is a label, without its colon; 0 where it begins with none. */
function labelLength(segment: string, { knowledge, context }: Shown): number {
  const lead = /^\s*/.exec(segment)?.[0].length ?? 0;
  const body = segment.slice(lead);
  if (body === '') return 0;
  const colon = body.indexOf(':');
  // `11:30:54` has colons too, and its digits would count as a label's.
  if (colon > 0 && colon <= 40 && /\p{L}/u.test(body.slice(0, colon)) && isPlainLabel(body.slice(0, colon))) return lead + colon;
  if (knowledge.literals.size > 0) {
    const folded = body.slice(0, MAX_LABEL + 1).toLowerCase();
    for (let end = Math.min(MAX_LABEL, folded.length); end > 1; end--) {
      if (knowledge.literals.has(folded.slice(0, end)) && !/[\p{L}\p{N}]/u.test(folded[end] ?? '')) return lead + end;
    }
  }
  // A heading by itself. Behind a label that announces a person's words it could be one of them.
  if (announcesPersonal(context) || body.length > 40) return 0;
  return isPlainLabel(body) && /\p{L}/u.test(body) ? lead + body.trimEnd().length : 0;
}
