const INITIAL_BYTES = 4 * 1024;
/** A buffer that grew beyond this is given back after its record, so that many connections do not each keep their peak. */
const KEPT_BYTES = 64 * 1024;

/** The bytes of the record being read. Grows by doubling, so that a byte at a time still costs linear time. */
export class RecordBuffer {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds `chunk[from..to)`. The bytes are copied: the chunk may be used again by whoever read it. */
  append(chunk: Uint8Array, from = 0, to = chunk.length): void {
    const needed = this.#length + to - from;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk.subarray(from, to), this.#length);
    this.#length = needed;
  }

  /** Removes the first `count` bytes, by default all, and returns them as a copy of their own. */
  take(count = this.#length): Uint8Array {
    const taken = this.#bytes.slice(0, count);
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#shrink();
    return taken;
  }

  /** Drops everything and returns how many bytes that were. */
  clear(): number {
    const dropped = this.#length;
    this.#length = 0;
    this.#shrink();
    return dropped;
  }

  #shrink(): void {
    if (this.#length === 0 && this.#bytes.length > KEPT_BYTES) this.#bytes = new Uint8Array(INITIAL_BYTES);
  }
}
