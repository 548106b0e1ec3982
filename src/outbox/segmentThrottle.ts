import type { Clock } from '../clock';

/**
 * Bandwidth counts segments, not messages, against the account's rate. A text longer than what is left may still go and
 * leaves a debt, so that over time the rate holds and a long text is never stuck.
 */
export class SegmentThrottle {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #clock: Clock;
  #left: number;
  #asOf: number;

  /** One second's worth may go at once, and never less than one segment. */
  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#burst = Math.max(1, perSecond);
    this.#clock = clock;
    this.#left = this.#burst;
    this.#asOf = clock.monotonicMs();
  }

  /** Whole segments that may go now; with 1 or more, one message of any length may. */
  available(): number {
    this.#refill();
    return Math.max(0, Math.floor(this.#left + ROUNDING));
  }

  /** May be negative: the carrier counted fewer segments than we had. */
  take(segments: number): void {
    this.#refill();
    this.#left = Math.min(this.#burst, this.#left - segments);
  }

  msUntilAvailable(): number {
    this.#refill();
    return this.#left + ROUNDING >= 1 ? 0 : Math.ceil(((1 - this.#left) / this.#perSecond) * 1_000);
  }

  #refill(): void {
    const now = this.#clock.monotonicMs();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#asOf) / 1_000) * this.#perSecond);
    this.#asOf = now;
  }
}

const ROUNDING = 1e-6;
