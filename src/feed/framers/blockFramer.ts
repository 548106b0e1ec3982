import type { Framer } from '../frame';
import { ascii } from './ascii';
import { type CountedOutput, FrameTally } from './frameTally';
import { RecordBuffer } from './recordBuffer';

/**
 * Everything up to a terminator, the end of the connection or a gap in time is one frame: `formfeed`, `close` and `idle`
 * framing. What holds nothing but blanks and control bytes separates.
 */
export class BlockFramer implements Framer {
  readonly #maxFrameBytes: number;
  readonly #terminator: number | undefined;
  readonly #tally = new FrameTally();
  readonly #record = new RecordBuffer();
  #tooLong = false;

  /** @param terminator a byte, such as a form feed; undefined where nothing in the stream ends a record */
  constructor(maxFrameBytes: number, terminator?: number) {
    this.#maxFrameBytes = maxFrameBytes;
    this.#terminator = terminator;
  }

  get pendingBytes(): number {
    return this.#record.length;
  }

  push(chunk: Uint8Array): CountedOutput {
    let from = 0;
    if (this.#terminator !== undefined) {
      for (let at = chunk.indexOf(this.#terminator); at >= 0; at = chunk.indexOf(this.#terminator, from)) {
        this.#add(chunk, from, at);
        this.#finish();
        this.#tally.separator(1);
        from = at + 1;
      }
    }
    this.#add(chunk, from, chunk.length);
    return this.#tally.flush();
  }

  idle(): CountedOutput {
    this.#finish();
    return this.#tally.flush();
  }

  /** A report whose sender was cut off may have lost its tail. */
  end(how?: 'cut'): CountedOutput {
    if (how === 'cut') this.#tally.discard('incompleteAtClose', this.#record.clear());
    return this.idle();
  }

  #add(chunk: Uint8Array, from: number, to: number): void {
    if (!this.#tooLong && this.#record.length + to - from <= this.#maxFrameBytes) {
      this.#record.append(chunk, from, to);
      return;
    }
    this.#tooLong = true;
    this.#tally.discard('tooLong', this.#record.clear() + to - from);
  }

  #finish(): void {
    this.#tooLong = false;
    if (this.#record.length === 0) return;
    const record = this.#record.take();
    if (record.every((byte) => byte <= ascii.SPACE)) this.#tally.separator(record.length);
    else this.#tally.frame(record);
  }
}
