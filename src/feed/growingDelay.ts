/**
 * Delays between attempts: each about twice the last one, from `minMs` to `maxMs`, with up to half of it taken off at
 * random, so that many feeds that failed together do not come back together.
 */
export class GrowingDelay {
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #nextMs: number;

  constructor(minMs: number, maxMs: number, random: () => number = Math.random) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#random = random;
    this.#nextMs = minMs;
  }

  next(): number {
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(this.#maxMs, delayMs * 2);
    return Math.max(this.#minMs, Math.round(delayMs * (1 - this.#random() / 2)));
  }

  /** It worked: the next failure starts anew. */
  reset(): void {
    this.#nextMs = this.#minMs;
  }
}
