import type { Clock } from '../clock';

export interface IdleWatchParts {
  readonly clock: Clock;
  readonly afterMs: number;
}

/** Notices when nothing has come on a connection for a while. */
export class IdleWatch {
  readonly #parts: IdleWatchParts;
  readonly #idle: () => void;
  #cancel: (() => void) | undefined;
  /** Each byte heard makes what was started before it void. */
  #heard = 0;

  constructor(parts: IdleWatchParts, idle: () => void) {
    this.#parts = parts;
    this.#idle = idle;
  }

  /** Something came: the gap, if there is one, begins now. */
  heard(): void {
    this.stop();
    const heard = this.#heard;
    this.#cancel = this.#parts.clock.after(this.#parts.afterMs, () => {
      this.#cancel = undefined;
      // After a busy moment timers come before what has been waiting at the socket: that is read first.
      setImmediate(() => {
        if (heard === this.#heard) this.#idle();
      });
    });
  }

  stop(): void {
    this.#heard++;
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
