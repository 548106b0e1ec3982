/** The only way to the time. Tests pass one of their own. */
export interface Clock {
  /** Wall clock, epoch milliseconds UTC. May jump. */
  now(): number;
  /** Milliseconds that only ever go forward, from an arbitrary start. */
  monotonicMs(): number;
  /** Runs `work` once after `delayMs`; the returned function cancels it. Does not keep the process alive. */
  after(delayMs: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, work) {
    // setTimeout takes a signed 32-bit delay; a longer one would fire at once.
    const timer = setTimeout(work, Math.min(Math.max(0, delayMs), 2 ** 31 - 1));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const durations = { SECOND: 1_000, MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 } as const;
