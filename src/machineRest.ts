import { type Clock, durations } from './clock';
import type { Logger } from './logger';
import type { SendingGate } from './outbox/outboxWorker';

export type PowerEvent = 'suspend' | 'resume';

/** Systems say that they go to sleep, and then sometimes do not, without a word. */
const NEVERTHELESS_AWAKE_MS = 2 * durations.MINUTE;
/** Time for the clock to be looked at and for feeds to say what has changed. */
const SETTLING_MS = 2 * durations.SECOND;
/** A timer is late by milliseconds on a machine that is awake. */
const LATE_MS = 5 * durations.SECOND;

/**
 * A machine that goes to sleep takes a POST that is under way with it, and nobody knows then whether it left. So none is
 * begun from the moment the sleep is announced until the machine is awake and its clock has been looked at.
 */
export class MachineRest {
  readonly #deps: { readonly clock: Clock; readonly logger: Logger; readonly onAwake: () => void };
  #isResting = false;
  #cancel = () => {};

  /** `onAwake` is called once at the wake, and once more when sending may begin. */
  constructor(deps: { readonly clock: Clock; readonly logger: Logger; readonly onAwake: () => void }) {
    this.#deps = deps;
  }

  hear(event: PowerEvent): void {
    this.#deps.logger.info('machine.power', { event });
    this.#cancel();
    this.#isResting = true;
    if (event === 'suspend') this.#openIfAwake();
    else this.#wake();
  }

  /** `gate` as it is, unless the machine rests. */
  closing(gate: SendingGate): SendingGate {
    if (!this.#isResting || !gate.open) return gate;
    return { open: false, state: 'waiting', reason: 'The machine goes to sleep, or is just waking up' };
  }

  stop(): void {
    this.#cancel();
  }

  /** Some systems let timers run on while they sleep, so that this one may be what wakes first. */
  #openIfAwake(): void {
    const { clock } = this.#deps;
    const since = clock.now();
    this.#cancel = clock.after(NEVERTHELESS_AWAKE_MS, () => {
      if (clock.now() - since > NEVERTHELESS_AWAKE_MS + LATE_MS) this.#wake();
      else this.#open();
    });
  }

  #wake(): void {
    this.#deps.onAwake();
    this.#cancel = this.#deps.clock.after(SETTLING_MS, () => this.#open());
  }

  #open(): void {
    this.#isResting = false;
    this.#deps.onAwake();
  }
}
