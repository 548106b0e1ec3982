import { type Clock, durations } from '../clock';
import type { ChangeNotice } from './backend';

/** Who taps a feed asks again within this time, also when nothing comes. */
const LEASE_MS = durations.MINUTE;
const BETWEEN_MS = durations.SECOND;

/**
 * Tells consoles that frames came, while somebody taps a feed and at most once a second: a busy feed must not make every
 * console ask for lists that nobody looks at.
 */
export class TapNotices {
  readonly #clock: Clock;
  readonly #publish: (notice: ChangeNotice) => void;
  #tappedAt: number | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #waiting = false;

  constructor(clock: Clock, publish: (notice: ChangeNotice) => void) {
    this.#clock = clock;
    this.#publish = publish;
  }

  /** Somebody looks at a feed's frames. */
  tapped(): void {
    this.#tappedAt = this.#clock.monotonicMs();
  }

  /** Frames were committed. */
  committed(): void {
    const now = this.#clock.monotonicMs();
    if (this.#waiting || this.#tappedAt === undefined || now - this.#tappedAt > LEASE_MS) return;
    const restMs = this.#toldAt + BETWEEN_MS - now;
    if (restMs <= 0) {
      this.#tell();
      return;
    }
    this.#waiting = true;
    this.#clock.after(restMs, () => {
      this.#waiting = false;
      this.#tell();
    });
  }

  #tell(): void {
    this.#toldAt = this.#clock.monotonicMs();
    this.#publish({ topics: ['frames'], incidentIds: [] });
  }
}
