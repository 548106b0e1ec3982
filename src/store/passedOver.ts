/** Even if a text were forgotten here, it would be looked for again after this. */
const TRUSTED_MS = 10_000;
const NOTHING = Number.MIN_SAFE_INTEGER;

/**
 * Up to where all texts that are ready have had their time. Duties end them one by one; until then a claim would read
 * through all of them, a million after an outage, before it comes to the first that may still leave.
 */
export class PassedOver {
  #before = NOTHING;
  #since = Number.NaN;

  /** Of the texts that are ready at `now` (epoch ms), those that were due before this have expired. */
  from(now: number): number {
    if (!this.isTrusted(now)) this.forget();
    return this.#before;
  }

  isTrusted(now: number): boolean {
    // With the clock set back, what had expired has not.
    return now >= this.#since && now - this.#since < TRUSTED_MS;
  }

  /** All that was due before `dueAt` has expired by `now`. */
  learn(dueAt: number, now: number): void {
    this.#before = dueAt;
    this.#since = now;
  }

  /** A text was made or left ready that was due then. */
  ready(dueAt: number): void {
    this.#before = Math.min(this.#before, dueAt);
  }

  forget(): void {
    this.#before = NOTHING;
    this.#since = Number.NaN;
  }
}
