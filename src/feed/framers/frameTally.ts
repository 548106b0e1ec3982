import type { Discarded, FramerOutput } from '../frame';

/**
 * What a framer made of the bytes it has judged so far: every byte is in a frame, discarded, or a separator (line ends
 * and blank lines; whitespace and byte order marks between documents).
 */
export interface CountedOutput extends FramerOutput {
  readonly separatorBytes: number;
}

/** Collects one framer's output between two calls. */
export class FrameTally {
  #frames: Uint8Array[] = [];
  #discarded = new Map<Discarded['reason'], number>();
  #separatorBytes = 0;

  frame(bytes: Uint8Array): void {
    this.#frames.push(bytes);
  }

  discard(reason: Discarded['reason'], byteCount: number): void {
    if (byteCount > 0) this.#discarded.set(reason, (this.#discarded.get(reason) ?? 0) + byteCount);
  }

  separator(byteCount: number): void {
    this.#separatorBytes += byteCount;
  }

  /** What was collected since the last call. */
  flush(): CountedOutput {
    const output = {
      frames: this.#frames,
      discarded: [...this.#discarded].map(([reason, byteCount]) => ({ reason, byteCount })),
      separatorBytes: this.#separatorBytes,
    };
    this.#frames = [];
    this.#discarded = new Map();
    this.#separatorBytes = 0;
    return output;
  }
}
