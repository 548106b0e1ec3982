import type { Clock } from '../clock';
import { MAX_RETRY_DELAY_MS, retryDelayMs } from './retryPolicy';
import type { CarrierTrouble } from './smsCarrier';

export interface LineTrouble {
  readonly trouble: CarrierTrouble;
  readonly detail: string;
}

/**
 * Whether the carrier can be used just now. Trouble that concerns the account or the network pauses everything: one
 * message at a time is tried again by itself, and the first that goes through opens it fully.
 */
export class CarrierLine {
  readonly #clock: Clock;
  readonly #random: () => number;
  #sendTrouble: LineTrouble | undefined;
  /** Told by delivery receipts: a 202 says nothing against it, only a receipt does. */
  #receiptTrouble: LineTrouble | undefined;
  #failures = 0;
  #tryAt = 0;
  #nextTryAt: number | undefined;
  #lastGoodAcceptedAt = Number.NEGATIVE_INFINITY;
  #lastBlamedAcceptedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get isOpen(): boolean {
    return this.#sendTrouble === undefined && this.#receiptTrouble === undefined;
  }

  get trouble(): LineTrouble | undefined {
    return this.#sendTrouble ?? this.#receiptTrouble;
  }

  /** Wall clock, for people; undefined while open. */
  get nextTryAt(): number | undefined {
    return this.isOpen ? undefined : this.#nextTryAt;
  }

  /** 0 where a message may be tried now. */
  msUntilTry(): number {
    return this.isOpen ? 0 : Math.max(0, Math.ceil(this.#tryAt - this.#clock.monotonicMs()));
  }

  /**
   * A send did not go through. `probe`: it left while the line was paused. Sends that left together fail together, and
   * count as one failure. What the carrier asks for (`askedForMs`) is obeyed up to 30 s.
   */
  sendFailed(trouble: LineTrouble, probe: boolean, askedForMs?: number): void {
    // One message every 30 s overloads nobody, and a pause asked for by mistake must not outlast the texts.
    const retryAfterMs = askedForMs === undefined ? undefined : Math.min(askedForMs, MAX_RETRY_DELAY_MS);
    if (!this.isOpen && !probe) {
      if (retryAfterMs !== undefined) this.#pauseFor(Math.max(retryAfterMs, this.msUntilTry()));
      return;
    }
    this.#failures++;
    this.#sendTrouble = trouble;
    this.#pauseFor(Math.max(retryAfterMs ?? 0, retryDelayMs(this.#failures, this.#random)));
  }

  /** The carrier dealt with a message. One that left before the pause proves nothing about now. */
  sendWorked(probe: boolean): void {
    if (this.isOpen || !probe) return;
    this.#sendTrouble = undefined;
    this.#failures = 0;
    if (this.#receiptTrouble !== undefined) this.#pauseFor(MAX_RETRY_DELAY_MS);
  }

  /** A receipt says that texts of this account are refused on the way. */
  receiptBlamesAccount(trouble: LineTrouble, acceptedAt: number): void {
    if (acceptedAt < this.#lastGoodAcceptedAt) return;
    this.#lastBlamedAcceptedAt = Math.max(this.#lastBlamedAcceptedAt, acceptedAt);
    const wasOpen = this.isOpen;
    this.#receiptTrouble = trouble;
    if (wasOpen) this.#pauseFor(MAX_RETRY_DELAY_MS);
  }

  /** A receipt shows that a text accepted then got through to the carrier's network. */
  receiptWasGood(acceptedAt: number): void {
    this.#lastGoodAcceptedAt = Math.max(this.#lastGoodAcceptedAt, acceptedAt);
    if (acceptedAt > this.#lastBlamedAcceptedAt) this.#receiptTrouble = undefined;
  }

  /** Somebody says that the cause is mended. */
  reopen(): void {
    this.#sendTrouble = undefined;
    this.#receiptTrouble = undefined;
    this.#failures = 0;
  }

  #pauseFor(delayMs: number): void {
    this.#tryAt = this.#clock.monotonicMs() + delayMs;
    this.#nextTryAt = this.#clock.now() + delayMs;
  }
}
