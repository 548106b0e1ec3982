import type { Clock } from '../clock';

/** A clock that stands until it is set. Nothing waits for it: whoever sets it does what is due. */
export class SettableClock implements Clock {
  #now = 0;

  set(now: number): void {
    this.#now = now;
  }

  readonly now = (): number => this.#now;
  readonly monotonicMs = (): number => this.#now;
  readonly after = (): (() => void) => () => {};
}
