import type { Readable } from 'node:stream';
import { HeraldError } from '../heraldError';

/** What all of a feed's senders together may keep waiting to be completed, beyond one record of the greatest length. */
export const UNFINISHED_BYTES = 64 * 1024 * 1024;

/**
 * Bounds what records that never end may keep in memory, however many senders share in it: beyond the limit the sender
 * with the most is cut off.
 */
export class UnfinishedBytes {
  readonly #limit: number;
  readonly #bySource = new Map<Readable, number>();
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How much a source has unfinished now; 0 at its end. */
  has(source: Readable, bytes: number): void {
    this.#total += bytes - (this.#bySource.get(source) ?? 0);
    if (bytes === 0) this.#bySource.delete(source);
    else this.#bySource.set(source, bytes);
    if (this.#total > this.#limit) this.#cutOffLargest();
  }

  #cutOffLargest(): void {
    let largest: readonly [Readable, number] | undefined;
    for (const entry of this.#bySource) if (largest === undefined || entry[1] > largest[1]) largest = entry;
    if (largest === undefined) return;
    const [source, bytes] = largest;
    this.#total -= bytes;
    this.#bySource.delete(source);
    source.destroy(new HeraldError('feed.tooMuchUnfinished', 'too much of it was unfinished', { bytes }));
  }
}
