import { isWhitespace, UTF8_BYTE_ORDER_MARK } from './ascii';
import type { FrameTally } from './frameTally';

/** Judges what stands between two documents: whitespace and byte order marks separate, everything else is garbage. */
export class Gap {
  readonly #tally: FrameTally;
  /** How much of a byte order mark has been seen; it may be split between chunks. */
  #markBytes = 0;

  constructor(tally: FrameTally) {
    this.#tally = tally;
  }

  take(byte: number): void {
    if (this.#markBytes > 0 && byte === UTF8_BYTE_ORDER_MARK[this.#markBytes]) {
      this.#markBytes++;
      if (this.#markBytes < UTF8_BYTE_ORDER_MARK.length) return;
      this.#tally.separator(this.#markBytes);
      this.#markBytes = 0;
      return;
    }
    this.end();
    if (byte === UTF8_BYTE_ORDER_MARK[0]) this.#markBytes = 1;
    else if (isWhitespace(byte)) this.#tally.separator(1);
    else this.#tally.discard('garbageBetweenFrames', 1);
  }

  /** A document begins, or the connection ends. */
  end(): void {
    this.#tally.discard('garbageBetweenFrames', this.#markBytes);
    this.#markBytes = 0;
  }
}
