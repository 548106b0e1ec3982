import type { Framer } from '../frame';
import { ascii, UTF8_BYTE_ORDER_MARK } from './ascii';
import { type CountedOutput, FrameTally } from './frameTally';
import { RecordBuffer } from './recordBuffer';

/**
 * One line, one frame, without its terminator: LF, CR LF or CR alone, as they come. Lines of nothing but spaces and tabs
 * are separators, as is a byte order mark before a line.
 */
export class LineFramer implements Framer {
  readonly #maxFrameBytes: number;
  readonly #tally = new FrameTally();
  readonly #line = new RecordBuffer();
  #tooLong = false;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  get pendingBytes(): number {
    return this.#line.length;
  }

  push(chunk: Uint8Array): CountedOutput {
    let lineStart = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte !== ascii.LF && byte !== ascii.CR) continue;
      this.#add(chunk, lineStart, at);
      // CR LF ends a line and then a blank one, which is nothing: so it may be split between chunks.
      this.#finishLine();
      this.#tally.separator(1);
      lineStart = at + 1;
    }
    this.#add(chunk, lineStart, chunk.length);
    return this.#tally.flush();
  }

  /** A line whose sender was cut off may have lost its tail, and half a number is another number: it is not a frame then. */
  end(how?: 'cut'): CountedOutput {
    if (how === 'cut') this.#tally.discard('incompleteAtClose', this.#line.clear());
    this.#finishLine();
    return this.#tally.flush();
  }

  #add(chunk: Uint8Array, from: number, to: number): void {
    if (!this.#tooLong && this.#line.length + to - from <= this.#maxFrameBytes) {
      this.#line.append(chunk, from, to);
      return;
    }
    this.#tooLong = true;
    this.#tally.discard('tooLong', this.#line.clear() + to - from);
  }

  #finishLine(): void {
    this.#tooLong = false;
    if (this.#line.length === 0) return;
    const line = this.#line.take();
    const marked = UTF8_BYTE_ORDER_MARK.every((byte, at) => line[at] === byte);
    const text = marked ? line.subarray(UTF8_BYTE_ORDER_MARK.length) : line;
    const blank = text.every((byte) => byte === ascii.SPACE || byte === ascii.TAB);
    if (!blank) this.#tally.frame(text);
    this.#tally.separator(blank ? line.length : line.length - text.length);
  }
}
