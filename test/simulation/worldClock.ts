import type { Clock } from '../../src/clock';

interface Timer {
  at: number;
  /** Of a process, and so of the machine's own time. */
  readonly ofMachine: boolean;
  readonly order: number;
  readonly work: () => void;
}

/**
 * The world's time. It only goes on; what a console takes for the time may be set (`jump`). A leap passes time in one go,
 * and what became due meanwhile comes late, as on a machine that was busy.
 */
export class WorldClock {
  #now: number;
  #setBy = 0;
  #slept = 0;
  #order = 0;
  #timers: Timer[] = [];
  readonly #startAt: number;

  constructor(startAt: number) {
    this.#startAt = startAt;
    this.#now = startAt;
  }

  /** True time, which the carrier keeps. */
  now(): number {
    return this.#now;
  }

  /** The wall clock of the console. */
  wall(): number {
    return this.#now + this.#setBy;
  }

  jump(ms: number): void {
    this.#setBy += ms;
  }

  /**
   * The machine sleeps: nothing runs on it. `standsStill`: so does its monotonic clock, and its timers with it, as on Linux;
   * elsewhere what became due meanwhile comes on waking.
   */
  sleep(ms: number, standsStill: boolean): void {
    this.#now += ms;
    if (!standsStill) return;
    this.#slept += ms;
    for (const timer of this.#timers) if (timer.ofMachine) timer.at += ms;
  }

  /** The clock of the machine that nobody can set. */
  monotonicMs(): number {
    return this.#now - this.#startAt - this.#slept;
  }

  after(delayMs: number, work: () => void, ofMachine = false): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), ofMachine, order: this.#order++, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  leap(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at || a.order - b.order);
    for (const timer of due) {
      if (!this.#timers.includes(timer)) continue;
      this.#timers = this.#timers.filter((other) => other !== timer);
      timer.work();
    }
  }

  /** The clock of a process: its timers end with it. */
  ofLife(life: { readonly over: boolean }): Clock {
    return {
      now: () => this.wall(),
      monotonicMs: () => this.monotonicMs(),
      after: (delayMs, work) => this.after(delayMs, () => life.over || work(), true),
    };
  }
}
