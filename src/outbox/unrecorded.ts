import { type Clock, durations } from '../clock';

/** A disk that is busy for a moment is none of anybody's business. */
const WEDGED_AFTER_MS = 3 * durations.SECOND;

/** What the carrier answered and the store has not taken yet. Longer than a moment, it must not look like a quiet outbox. */
export class Unrecorded {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #since = new Map<string, number>();

  /** `onChange` may look at `isWedged` anew. */
  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get isWedged(): boolean {
    const now = this.#clock.monotonicMs();
    return [...this.#since.values()].some((since) => now - since >= WEDGED_AFTER_MS);
  }

  failed(messageId: string): void {
    if (!this.#since.has(messageId)) this.#since.set(messageId, this.#clock.monotonicMs());
    this.#onChange();
  }

  ended(messageId: string): void {
    if (this.#since.delete(messageId)) this.#onChange();
  }
}
