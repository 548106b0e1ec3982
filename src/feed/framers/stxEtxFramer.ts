import type { Framer } from '../frame';
import { ascii } from './ascii';
import { type CountedOutput, FrameTally } from './frameTally';
import { RecordBuffer } from './recordBuffer';

/**
 * Whether a checksum byte follows each ETX: `xor` wants one that is right, `none` knows none, and `auto` skips one where
 * it is there without checking it, as some senders leave it out and nobody has told how they reckon it.
 */
export type BlockCheck = 'xor' | 'none' | 'auto';

/**
 * STX record ETX, with or without a checksum byte; a frame is what stands between the two. A STX inside a record means
 * that its ETX was lost. The checksum may be any byte, STX, ETX and CR included, and never begins a record.
 */
export class StxEtxFramer implements Framer {
  readonly #maxFrameBytes: number;
  readonly #blockCheck: BlockCheck;
  readonly #tally = new FrameTally();
  readonly #record = new RecordBuffer();
  /** `maybeStx`: right after an ETX came a STX, which may be the checksum; the next byte tells. */
  #mode: 'between' | 'record' | 'skipping' | 'afterEtx' | 'maybeStx' = 'between';
  /** All bytes of the record so far, its ETX included. */
  #xor = 0;
  #badChecksums = 0;
  /** Where in the current chunk the bytes begin that belong to the record and are not in `#record` yet. */
  #runStart = 0;

  constructor(maxFrameBytes: number, blockCheck: BlockCheck = 'auto') {
    this.#maxFrameBytes = maxFrameBytes;
    this.#blockCheck = blockCheck;
  }

  get pendingBytes(): number {
    return this.#record.length;
  }

  push(chunk: Uint8Array): CountedOutput {
    this.#runStart = 0;
    for (let at = 0; at < chunk.length; at++) this.#take(chunk, at);
    if (this.#mode === 'record') this.#record.append(chunk, this.#runStart);
    return this.#flush();
  }

  end(): CountedOutput {
    if (this.#mode === 'maybeStx') this.#tally.separator(1);
    this.#tally.discard('incompleteAtClose', this.#record.clear());
    this.#mode = 'between';
    return this.#flush();
  }

  #take(chunk: Uint8Array, at: number): void {
    const byte = chunk[at] as number;
    switch (this.#mode) {
      case 'between':
        if (byte === ascii.STX) this.#begin(at);
        else if (isFiller(byte)) this.#tally.separator(1);
        else this.#tally.discard('garbageBetweenFrames', 1);
        return;
      case 'record':
        this.#inRecord(chunk, at, byte);
        return;
      case 'skipping':
        if (byte === ascii.STX) this.#begin(at);
        else if (byte === ascii.ETX) {
          this.#tally.separator(1);
          this.#mode = this.#blockCheck === 'none' ? 'between' : 'afterEtx';
        } else this.#tally.discard('tooLong', 1);
        return;
      case 'afterEtx':
        this.#afterEtx(byte);
        return;
      case 'maybeStx':
        if (byte === ascii.STX || byte === ascii.CR || byte === ascii.LF || byte === 0) {
          this.#tally.separator(1);
          this.#mode = 'between';
        } else this.#begin(at - 1);
        this.#take(chunk, at);
    }
  }

  #inRecord(chunk: Uint8Array, at: number, byte: number): void {
    if (byte === ascii.STX) {
      this.#record.append(chunk, this.#runStart, at);
      this.#tally.discard('noTerminator', this.#record.clear());
      this.#begin(at);
      return;
    }
    this.#xor ^= byte;
    if (byte === ascii.ETX) {
      this.#record.append(chunk, this.#runStart, at);
      this.#tally.separator(1);
      if (this.#blockCheck !== 'xor') this.#frame();
      this.#mode = this.#blockCheck === 'none' ? 'between' : 'afterEtx';
    } else if (this.#record.length + at + 1 - this.#runStart > this.#maxFrameBytes) {
      this.#tally.discard('tooLong', this.#record.clear() + at + 1 - this.#runStart);
      this.#mode = 'skipping';
    }
  }

  #afterEtx(byte: number): void {
    const wanted = this.#blockCheck === 'xor' && this.#record.length > 0;
    // Standards say that it covers what follows STX; some senders count STX in.
    const right = byte === this.#xor || byte === (this.#xor ^ ascii.STX);
    if (wanted && right) this.#frame();
    else if (wanted) {
      this.#tally.discard('badChecksum', this.#record.clear());
      this.#badChecksums++;
    }
    if (byte === ascii.STX && !(wanted && right)) {
      this.#mode = 'maybeStx';
      return;
    }
    this.#tally.separator(1);
    this.#mode = 'between';
  }

  /** At a STX: the record begins after it. */
  #begin(at: number): void {
    this.#tally.separator(1);
    this.#mode = 'record';
    this.#runStart = at + 1;
    this.#xor = 0;
  }

  #frame(): void {
    if (this.#record.length > 0) this.#tally.frame(this.#record.take());
  }

  #flush(): CountedOutput {
    const badChecksums = this.#badChecksums;
    this.#badChecksums = 0;
    return { ...this.#tally.flush(), badChecksums };
  }
}

/** What senders put between records, and what a tap hears of the other direction. */
function isFiller(byte: number): boolean {
  return byte === 0 || byte === ascii.CR || byte === ascii.LF || byte === ascii.SPACE || byte === ascii.ACK || byte === ascii.NAK;
}
