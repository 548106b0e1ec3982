import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { retryDelayMs } from './retryPolicy';

/** The wall clock may jump, so nothing is waited for longer without looking. */
const MAX_WAIT_MS = 30_000;

/**
 * Runs `step` again and again, never twice at once: when the milliseconds it answered are over, or at once when woken.
 * A step that throws is logged and tried again after a growing delay; the loop survives whatever happens in it.
 */
export class WakefulLoop {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #name: string;
  readonly #step: () => Promise<number>;
  #running: Promise<void> | undefined;
  #started = false;
  #woken = false;
  #failures = 0;
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(deps: { clock: Clock; logger: Logger }, name: string, step: () => Promise<number>) {
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#name = name;
    this.#step = step;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#failures = 0;
    this.wake();
  }

  /** Resolves when the step that is running, if any, has ended. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelTimer();
    await this.#running;
  }

  wake(): void {
    if (!this.#started) return;
    if (this.#running !== undefined) {
      // Whatever this wake is about may have come too late for the step that is running.
      this.#woken = true;
      return;
    }
    // While the store fails, being woken fifty times a second must not hammer it.
    if (this.#failures > 0 && this.#timer !== undefined) return;
    this.#run();
  }

  /** Looks again in `ms` at the latest. */
  within(ms: number): void {
    if (!this.#started || this.#running !== undefined) {
      this.#withinAfterStep = Math.min(this.#withinAfterStep, ms);
      return;
    }
    if (this.#timer === undefined || this.#timer.at > this.#clock.monotonicMs() + ms) this.#waitFor(ms);
  }

  #withinAfterStep = MAX_WAIT_MS;

  #run(): void {
    this.#cancelTimer();
    this.#woken = false;
    this.#withinAfterStep = MAX_WAIT_MS;
    this.#running = this.#attempt().then((waitMs) => {
      this.#running = undefined;
      if (!this.#started) return;
      if (this.#failures === 0 && (this.#woken || waitMs <= 0)) this.#run();
      else this.#waitFor(Math.min(waitMs, this.#withinAfterStep));
    });
  }

  async #attempt(): Promise<number> {
    try {
      const waitMs = await this.#step();
      this.#failures = 0;
      return waitMs;
    } catch (error) {
      this.#failures++;
      this.#logger.error('outbox.stepFailed', { loop: this.#name, failures: this.#failures, error: errorName(error) });
      return retryDelayMs(this.#failures, () => 1);
    }
  }

  #waitFor(ms: number): void {
    this.#cancelTimer();
    const waitMs = Math.min(Math.max(0, ms), MAX_WAIT_MS);
    const cancel = this.#clock.after(waitMs, () => {
      this.#timer = undefined;
      if (this.#started && this.#running === undefined) this.#run();
    });
    this.#timer = { at: this.#clock.monotonicMs() + waitMs, cancel };
  }

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

/** A store's error message may quote a row, so only its kind is logged. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}
