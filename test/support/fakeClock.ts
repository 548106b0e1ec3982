import type { Clock } from '../../src/clock';

/** A clock that moves only when told to. `advance` moves both clocks and fires timers in order; `jump` only the wall clock. */
export class FakeClock implements Clock {
  #wall: number;
  #monotonic = 0;
  #timers: { at: number; order: number; work: () => void }[] = [];
  #order = 0;

  constructor(startAt = Date.UTC(2025, 5, 3, 20, 0, 0)) {
    this.#wall = startAt;
  }

  now(): number {
    return this.#wall;
  }

  monotonicMs(): number {
    return this.#monotonic;
  }

  after(delayMs: number, work: () => void): () => void {
    const timer = { at: this.#monotonic + Math.max(0, delayMs), order: this.#order++, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that are waiting. */
  get pending(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(Math.max(next.at, this.#monotonic));
      next.work();
    }
    this.#move(end);
  }

  /** The wall clock is set, as by a time server. */
  jump(ms: number): void {
    this.#wall += ms;
  }

  #move(to: number): void {
    this.#wall += to - this.#monotonic;
    this.#monotonic = to;
  }
}
