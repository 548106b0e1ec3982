import { MessageChannelMain, type UtilityProcess, type WebContents } from 'electron';
import { type Clock, durations } from '../src/clock';
import { type FromAppliance, PORT, type ToAppliance } from './applianceMessages';

const FIRST_RESTART_MS = durations.SECOND;
const LONGEST_RESTART_MS = durations.MINUTE;
/** Ready for so long, an appliance counts as well again. */
const HEALTHY_MS = durations.MINUTE;
const STOP_LIMIT_MS = 5 * durations.SECOND;
const DEATHS_TO_TELL = 3;

export interface ApplianceHostOptions {
  /** Starts the process; it is told what to do by the `start` message. */
  readonly fork: () => UtilityProcess;
  /** Made anew for every start, since what it carries may have changed. */
  readonly start: () => Extract<ToAppliance, { type: 'start' }>;
  readonly clock: Clock;
  /** What the process says beside `ready` and `failed`. */
  readonly onMessage: (message: FromAppliance) => void;
  /** It is gone, or on its way to be: what it said last is no longer so. */
  readonly onAway: () => void;
  /** A person must know: the appliance dies again and again, or says why it cannot run. Called once per reason. */
  readonly onTrouble: (message: string) => void;
}

/** Keeps the appliance's process running, and every console connected to the one that runs now. */
export class ApplianceHost {
  readonly #options: ApplianceHostOptions;
  readonly #consoles = new Set<WebContents>();
  #child: UtilityProcess | undefined;
  #isReady = false;
  #deaths = 0;
  #told: string | undefined;
  #cancelTimer = () => {};
  #stopping: Promise<void> | undefined;

  constructor(options: ApplianceHostOptions) {
    this.#options = options;
  }

  start(): void {
    const child = this.#options.fork();
    this.#child = child;
    child.on('message', (message: FromAppliance) => {
      // The last words of one that was replaced are about nothing that is.
      if (this.#child !== child) return;
      if (message.type === 'ready') this.#ready();
      else if (message.type === 'failed') this.#failed(child, message.message);
      else this.#options.onMessage(message);
    });
    child.once('exit', () => this.#died());
    this.tell(this.#options.start());
  }

  /** Connects a console, now or as soon as the appliance is ready, and again after every restart. */
  connect(console: WebContents): void {
    if (!this.#consoles.has(console)) console.once('destroyed', () => this.#consoles.delete(console));
    this.#consoles.add(console);
    if (this.#isReady) this.#hand(console);
  }

  /** False where there is no process to tell. */
  tell(message: ToAppliance): boolean {
    this.#child?.postMessage(message);
    return this.#child !== undefined;
  }

  /** Lets the appliance end cleanly, and ends it if that takes too long. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#cancelTimer();
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.tell({ type: 'stop' });
    const cancel = this.#options.clock.after(STOP_LIMIT_MS, () => child.kill());
    await ended;
    cancel();
  }

  #ready(): void {
    this.#isReady = true;
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(HEALTHY_MS, () => {
      this.#deaths = 0;
      this.#told = undefined;
    });
    for (const console of this.#consoles) this.#hand(console);
  }

  #hand(console: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#child?.postMessage({ type: 'console' } satisfies ToAppliance, [port1]);
    console.postMessage(PORT, null, [port2]);
  }

  #failed(child: UtilityProcess, reason: string): void {
    this.#tellPerson(`Herald cannot run: ${reason}`);
    // It waits to be ended, since a message of a process that exits by itself may be lost.
    child.kill();
  }

  #died(): void {
    this.#child = undefined;
    this.#isReady = false;
    this.#cancelTimer();
    this.#options.onAway();
    if (this.#stopping !== undefined) return;
    this.#deaths += 1;
    if (this.#deaths >= DEATHS_TO_TELL && this.#told === undefined) {
      this.#tellPerson('Herald has stopped several times and is being restarted. Texts may be late.');
    }
    const delayMs = Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** (this.#deaths - 1));
    this.#cancelTimer = this.#options.clock.after(delayMs, () => this.start());
  }

  #tellPerson(message: string): void {
    if (message === this.#told) return;
    this.#told = message;
    this.#options.onTrouble(message);
  }
}
