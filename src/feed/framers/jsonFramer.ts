import type { Framer } from '../frame';
import { ascii, isWhitespace } from './ascii';
import { type CountedOutput, FrameTally } from './frameTally';
import { Gap } from './gap';
import { RecordBuffer } from './recordBuffer';

/**
 * One JSON object or array, one frame. Values follow each other on one connection with whitespace or byte order marks
 * between them, or nothing; anything else up to the next `{` or `[` is garbage.
 *
 * It counts brackets, and notices three things that cannot be in JSON and mean that bytes were lost: a line end inside a
 * string, and a string or a bracket that opens right after a value. The value ends there: what there is becomes a frame,
 * for the format to reject, and the search for the next value goes on.
 */
export class JsonFramer implements Framer {
  readonly #maxFrameBytes: number;
  readonly #tally = new FrameTally();
  readonly #gap = new Gap(this.#tally);
  readonly #record = new RecordBuffer();
  #mode: 'between' | 'record' | 'skipping' = 'between';
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The latest byte that is neither whitespace nor inside a string. */
  #previous = 0;
  /** Where in the current chunk the bytes begin that belong to the record and are not in `#record` yet. */
  #runStart = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  get pendingBytes(): number {
    return this.#record.length;
  }

  push(chunk: Uint8Array): CountedOutput {
    this.#runStart = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#mode !== 'between' && this.#isBroken(byte)) this.#leaveRecord(chunk, at);
      if (this.#mode === 'between' && !this.#begins(byte, at)) continue;
      const closed = this.#step(byte);
      if (this.#mode === 'record' && this.#record.length + at + 1 - this.#runStart > this.#maxFrameBytes) {
        this.#tally.discard('tooLong', this.#record.clear() + at - this.#runStart);
        this.#mode = 'skipping';
      }
      if (this.#mode === 'skipping') this.#tally.discard('tooLong', 1);
      if (closed) this.#leaveRecord(chunk, at + 1);
    }
    if (this.#mode === 'record') this.#record.append(chunk, this.#runStart);
    return this.#tally.flush();
  }

  /** A value that is not complete is a frame all the same: the format rejects it, and it is kept. */
  end(): CountedOutput {
    this.#leaveRecord(new Uint8Array(), 0);
    this.#gap.end();
    return this.#tally.flush();
  }

  #begins(byte: number, at: number): boolean {
    if (byte !== ascii.OPEN_BRACE && byte !== ascii.OPEN_BRACKET) {
      this.#gap.take(byte);
      return false;
    }
    this.#gap.end();
    this.#mode = 'record';
    this.#runStart = at;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    return true;
  }

  /** What is being read ends before `to`: a frame, unless it is being skipped. */
  #leaveRecord(chunk: Uint8Array, to: number): void {
    if (this.#mode === 'record') {
      if (to > this.#runStart) this.#record.append(chunk, this.#runStart, to);
      this.#tally.frame(this.#record.take());
    }
    this.#mode = 'between';
  }

  #isBroken(byte: number): boolean {
    if (this.#inString) return byte === ascii.LF || byte === ascii.CR;
    if (byte === ascii.OPEN_BRACE || byte === ascii.OPEN_BRACKET) return !this.#mayHoldValue();
    return byte === ascii.DOUBLE_QUOTE && !this.#mayHoldValue() && this.#previous !== ascii.OPEN_BRACE;
  }

  #mayHoldValue(): boolean {
    return this.#previous === ascii.COLON || this.#previous === ascii.COMMA || this.#previous === ascii.OPEN_BRACKET;
  }

  /** True when this byte closes the outermost bracket. */
  #step(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === ascii.BACKSLASH) this.#escaped = true;
      else if (byte === ascii.DOUBLE_QUOTE) this.#inString = false;
      return false;
    }
    if (isWhitespace(byte)) return false;
    this.#previous = byte;
    if (byte === ascii.DOUBLE_QUOTE) this.#inString = true;
    else if (byte === ascii.OPEN_BRACE || byte === ascii.OPEN_BRACKET) this.#depth++;
    else if (byte === ascii.CLOSE_BRACE || byte === ascii.CLOSE_BRACKET) return --this.#depth === 0;
    return false;
  }
}
