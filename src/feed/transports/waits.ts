import type { Clock } from '../../clock';

/** Waits that end early when a transport stops. */
export class Waits {
  /** Settles when they are ended for good. */
  readonly ended: Promise<void>;
  readonly #clock: Clock;
  readonly #pending = new Set<() => void>();
  #resolveEnded: () => void = () => {};
  #over = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  async wait(delayMs: number): Promise<void> {
    if (this.#over) return;
    await new Promise<void>((resolve) => {
      let cancel = () => {};
      const done = () => {
        cancel();
        this.#pending.delete(done);
        resolve();
      };
      this.#pending.add(done);
      cancel = this.#clock.after(delayMs, done);
    });
  }

  /** Ends the waits of this moment. */
  wake(): void {
    for (const done of [...this.#pending]) done();
  }

  /** Ends all waits, those to come too. */
  end(): void {
    this.#over = true;
    this.#resolveEnded();
    this.wake();
  }
}
