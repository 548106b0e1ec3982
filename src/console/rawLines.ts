import type { RawLineView } from '../contract/views';

interface Text {
  readonly text: string;
  byteAt(index: number): number;
}

interface Marks {
  /** Bytes at which reading failed. */
  readonly faults: readonly number[];
  /** Lines that nothing was made of, from 1. */
  readonly unaccounted: ReadonlySet<number>;
}

/** A screen's worth of a long frame, from its beginning or from before the place that failed. */
const MAX_CHARACTERS = 12_000;
const LONG_LINE = 300;
/** Beyond, where a frame is masked without being looked at from its beginning. */
const MAX_SCANNED = 1_000_000;

/** The lines of a frame as they came, masked by `mask`, which keeps lengths. */
export function rawLines(
  { text, byteAt }: Text,
  byteCount: number,
  { faults, unaccounted }: Marks,
  mask: (text: string) => string,
): { readonly lines: RawLineView[]; readonly leftOut: number } {
  const failedAt = faults.map((byte) => indexOf(byte, text.length, byteAt));
  const [first = 0] = failedAt;
  const from = first < MAX_CHARACTERS * 0.9 || first > MAX_SCANNED ? 0 : startOfLine(text, first - MAX_CHARACTERS / 2, first);
  const to = Math.min(text.length, from + MAX_CHARACTERS);
  const masked = mask(text.slice(0, to)).slice(from);
  const lines: RawLineView[] = [];
  let number = linesBefore(text, from);
  for (const found of text.slice(from, to).matchAll(/[^\r\n]*(?:\r\n|[\r\n]|$)/g)) {
    if (found[0] === '' && lines.length > 0) continue;
    number += 1;
    for (const [first, last] of pieces(found[0])) {
      const start = from + found.index + first;
      const end = from + found.index + last;
      const failed = failedAt.some((at) => at >= start && (at < end || (at === end && end === text.length)));
      lines.push({
        text: masked.slice(start - from, end - from),
        byte: byteAt(start),
        mark: failed ? 'fault' : unaccounted.has(number) ? 'unaccounted' : null,
      });
    }
  }
  const shown = (to === text.length ? byteCount : byteAt(to)) - (from === 0 ? 0 : byteAt(from));
  return { lines, leftOut: Math.max(0, byteCount - shown) };
}

/** Documents often are one long line: it is broken where an element or a value ends, so that it can be read. */
function pieces(line: string): readonly (readonly [number, number])[] {
  if (line.length <= LONG_LINE) return [[0, line.length]];
  const breaks = [...line.matchAll(/>(?=<)|[,{[](?=["{[])/g)].map((found) => found.index + 1);
  return [0, ...breaks].map((start, index) => [start, breaks[index] ?? line.length] as const);
}

/** The character that a byte belongs to. */
function indexOf(byte: number, length: number, byteAt: (index: number) => number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (byteAt(middle) <= byte) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The beginning of the line at `at`, unless it is so long that `needed` would be far away. */
function startOfLine(text: string, at: number, needed: number): number {
  const start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;
  return needed - start < MAX_CHARACTERS * 0.9 ? start : at;
}

function linesBefore(text: string, end: number): number {
  return [...text.slice(0, end).matchAll(/\r\n|[\r\n]/g)].length;
}
