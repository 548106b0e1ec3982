import { type Clock, durations } from './clock';
import type { Logger } from './logger';
import type { SendingGate } from './outbox/outboxWorker';

export type PowerEvent = 'suspend' | 'resume';

export interface MachineRestDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once at the wake, and once more when sending may begin. */
  readonly onAwake: () => void;
  /** Whether every feed that ever brought anything has brought something since then (wall clock). */
  readonly haveFeedsSpoken?: (since: number) => boolean;
}

/** Systems say that they go to sleep, and then sometimes do not, without a word. */
const NEVERTHELESS_AWAKE_MS = 2 * durations.MINUTE;
/** Timers are late by less, unless the machine did sleep. */
const TIMER_SLACK_MS = 10 * durations.SECOND;
/** Time for the clock to be looked at, and for what follows the first word of a feed. */
export const SETTLING_MS = 2 * durations.SECOND;
/** Away for less, feeds send again what was missed or had little to say; when Herald last ran is known to the minute. */
const AWAY_MS = 2 * durations.MINUTE;
/** Longer than a feed waits before it connects again; on a quiet night none has anything to say. */
export const FEEDS_CHANCE_MS = 45 * durations.SECOND;

/**
 * A machine that goes to sleep takes a POST that is under way with it, and nobody knows then whether it left. And what was
 * true when it fell asleep may have become untrue since. So nothing is sent from the moment the sleep is announced until
 * the machine is awake, its clock has been looked at, and feeds have had their chance to say what has changed.
 */
export class MachineRest {
  readonly #deps: MachineRestDeps;
  #resting: { readonly wall: number; readonly monotonic: number } | undefined;
  #sleptMs = 0;
  #cancel = () => {};

  constructor(deps: MachineRestDeps) {
    this.#deps = deps;
  }

  hear(event: PowerEvent): void {
    const { clock, logger } = this.#deps;
    logger.info('machine.power', { event });
    this.#cancel();
    // Also where the sleep was not announced, or the timer that ends the rest came before the word of the wake.
    this.#resting ??= { wall: clock.now(), monotonic: clock.monotonicMs() };
    if (event === 'resume') {
      this.#wake();
      return;
    }
    const announcedAt = clock.now();
    this.#cancel = clock.after(NEVERTHELESS_AWAKE_MS, () => {
      const isLate = clock.now() - announcedAt > NEVERTHELESS_AWAKE_MS + TIMER_SLACK_MS;
      // It has slept, and nobody said that it is awake again.
      if (isLate) this.#wake();
      else this.#open();
    });
  }

  /** Herald itself was away for so long: it knows no more of what has changed than after a sleep. */
  comeBack(awayMs: number): void {
    if (awayMs <= AWAY_MS) return;
    const { clock, logger } = this.#deps;
    logger.info('machine.cameBack', { awayMs });
    this.#resting ??= { wall: clock.now(), monotonic: clock.monotonicMs() };
    this.#settle(clock.now(), clock.monotonicMs() + FEEDS_CHANCE_MS, this.#haveSpoken(clock.now()));
  }

  /**
   * For how long it has slept as announced, in all, by as much as the wall clock went ahead of the monotonic one meanwhile.
   * A clock that was set back in its sleep is none of it.
   */
  sleptMs(): number {
    if (this.#resting === undefined) return this.#sleptMs;
    const { clock } = this.#deps;
    const { wall, monotonic } = this.#resting;
    return this.#sleptMs + Math.max(0, clock.now() - wall - (clock.monotonicMs() - monotonic));
  }

  /** `gate` as it is, unless the machine rests. */
  closing(gate: SendingGate): SendingGate {
    if (this.#resting === undefined || !gate.open) return gate;
    return { open: false, state: 'waiting', reason: 'The machine goes to sleep, or is just waking up' };
  }

  stop(): void {
    this.#cancel();
  }

  #wake(): void {
    const { clock, onAwake } = this.#deps;
    onAwake();
    this.#settle(clock.now(), clock.monotonicMs() + FEEDS_CHANCE_MS, this.#haveSpoken(clock.now()));
  }

  /** What follows the first word of a feed often says the opposite, so that one step more is waited. */
  #settle(wokeAt: number, until: number, hadSpoken: boolean): void {
    const { clock } = this.#deps;
    this.#cancel = clock.after(SETTLING_MS, () => {
      if (hadSpoken || clock.monotonicMs() >= until) this.#open();
      else this.#settle(wokeAt, until, this.#haveSpoken(wokeAt));
    });
  }

  #haveSpoken(since: number): boolean {
    return this.#deps.haveFeedsSpoken?.(since) ?? true;
  }

  #open(): void {
    this.#sleptMs = this.sleptMs();
    this.#resting = undefined;
    this.#deps.onAwake();
  }
}
