import type { Framer } from '../frame';
import { ascii } from './ascii';
import { type CountedOutput, FrameTally } from './frameTally';
import { LineStart } from './lineStart';
import { RecordBuffer } from './recordBuffer';

/** The texts that lines begin with which begin or end a record; at least one is given. */
export interface Sentinels {
  readonly begins?: Uint8Array | undefined;
  readonly ends?: Uint8Array | undefined;
}

/**
 * A line that begins with a given text begins a record, or ends one, and belongs to it; lines end with LF, CR LF or CR.
 * Where a text begins records, what stands outside them is garbage, and the last one ends with the next, a gap in time or
 * the connection.
 */
export class SentinelFramer implements Framer {
  readonly #maxFrameBytes: number;
  readonly #tally = new FrameTally();
  readonly #record = new RecordBuffer();
  readonly #begins: LineStart | undefined;
  readonly #ends: LineStart | undefined;
  /** Outside, only a line that may yet begin a record is kept. */
  #mode: 'record' | 'outside';
  #outsideReason: 'garbageBetweenFrames' | 'tooLong' = 'garbageBetweenFrames';
  #blank = true;
  #lineStart = 0;
  #endsHere = false;
  /** Where in the current chunk the bytes begin that are not in `#record` yet. */
  #runStart = 0;

  constructor(maxFrameBytes: number, { begins, ends }: Sentinels) {
    this.#maxFrameBytes = maxFrameBytes;
    this.#begins = begins && new LineStart(begins);
    this.#ends = ends && new LineStart(ends);
    this.#mode = this.#between;
  }

  get pendingBytes(): number {
    return this.#record.length;
  }

  push(chunk: Uint8Array): CountedOutput {
    this.#runStart = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === ascii.LF || byte === ascii.CR) this.#endLine(chunk, at);
      else this.#inLine(chunk, at, byte);
      if (this.#record.length + at + 1 - this.#runStart > this.#maxFrameBytes) this.#tooLong(chunk, at);
    }
    this.#record.append(chunk, this.#runStart);
    return this.#tally.flush();
  }

  idle(): CountedOutput {
    if (this.#mode === 'record') this.#finish(this.#record.length);
    else this.#drop(this.#record.length);
    this.#nextLine(0);
    this.#mode = this.#between;
    this.#outsideReason = 'garbageBetweenFrames';
    return this.#tally.flush();
  }

  end(how?: 'cut'): CountedOutput {
    if (how === 'cut' && this.#mode === 'record' && !this.#blank) this.#tally.discard('incompleteAtClose', this.#record.clear());
    return this.idle();
  }

  get #between(): 'record' | 'outside' {
    return this.#begins === undefined ? 'record' : 'outside';
  }

  #inLine(chunk: Uint8Array, at: number, byte: number): void {
    if (this.#ends?.step(byte) === true) this.#endsHere = true;
    if (this.#begins?.step(byte) === true) {
      this.#keepRun(chunk, at + 1);
      if (this.#mode === 'record') this.#finish(this.#lineStart);
      this.#lineStart = 0;
      this.#mode = 'record';
      this.#outsideReason = 'garbageBetweenFrames';
    }
    if (byte > ascii.SPACE) this.#blank = false;
    if (this.#mode === 'outside' && this.#begins?.possible !== true) {
      this.#tally.discard(this.#outsideReason, this.#record.clear() + at + 1 - this.#runStart);
      this.#runStart = at + 1;
    }
  }

  #endLine(chunk: Uint8Array, at: number): void {
    this.#keepRun(chunk, at);
    if (this.#mode === 'outside') {
      this.#drop(this.#record.length);
      this.#tally.separator(1);
      this.#runStart = at + 1;
      // Nothing begins records here: the end of one that was too long is where the next may begin.
      if (this.#begins === undefined && this.#endsHere) this.#mode = 'record';
    } else if (this.#blank || this.#endsHere) {
      this.#finish(this.#record.length);
      this.#tally.separator(1);
      this.#runStart = at + 1;
      this.#mode = this.#between;
    }
    this.#nextLine(this.#record.length + at + 1 - this.#runStart);
  }

  #nextLine(lineStart: number): void {
    this.#lineStart = lineStart;
    this.#begins?.reset();
    this.#ends?.reset();
    this.#endsHere = false;
    if (lineStart === 0) this.#blank = true;
  }

  /** What is kept up to `count` bytes is a frame, or nothing but blanks. */
  #finish(count: number): void {
    if (count === 0) return;
    const record = this.#record.take(count);
    if (record.every((byte) => byte <= ascii.SPACE)) this.#tally.separator(count);
    else this.#tally.frame(record);
  }

  /** What is kept of a line outside. */
  #drop(count: number): void {
    if (count === 0) return;
    if (this.#blank) this.#tally.separator(this.#record.take(count).length);
    else this.#tally.discard(this.#outsideReason, this.#record.take(count).length);
  }

  #tooLong(chunk: Uint8Array, at: number): void {
    this.#keepRun(chunk, at + 1);
    // The line may yet begin the next record.
    const kept = this.#mode === 'record' && this.#lineStart > 0 && this.#begins?.possible === true;
    const dropped = kept ? this.#lineStart : this.#record.length;
    if (this.#mode === 'record') this.#outsideReason = 'tooLong';
    this.#tally.discard(this.#outsideReason, this.#record.take(dropped).length);
    if (!kept) this.#begins?.giveUp();
    this.#lineStart = 0;
    this.#mode = 'outside';
  }

  #keepRun(chunk: Uint8Array, to: number): void {
    if (to > this.#runStart) this.#record.append(chunk, this.#runStart, to);
    this.#runStart = Math.max(this.#runStart, to);
  }
}
