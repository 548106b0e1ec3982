import { powerMonitor, powerSaveBlocker } from 'electron';

export interface MachinePowerOptions {
  readonly onSuspend: () => void;
  readonly onResume: () => void;
  /** The machine goes down, or the session ends: settles when Herald may be ended. */
  readonly onShutdown: () => void;
}

/** Sleep, wake and the end, as the system tells them; and while feeds are open, no sleep for idleness. */
export class MachinePower {
  #blocker: number | undefined;

  constructor({ onSuspend, onResume, onShutdown }: MachinePowerOptions) {
    powerMonitor.on('suspend', onSuspend);
    powerMonitor.on('resume', onResume);
    powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
      // The system waits a little for whoever asks it to.
      event?.preventDefault();
      onShutdown();
    });
  }

  /** The display may go dark; the machine must not. */
  keepAwake(wanted: boolean): void {
    if (wanted === (this.#blocker !== undefined)) return;
    if (this.#blocker !== undefined) powerSaveBlocker.stop(this.#blocker);
    this.#blocker = wanted ? powerSaveBlocker.start('prevent-app-suspension') : undefined;
  }
}
