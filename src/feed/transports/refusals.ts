import type { TransportLink } from './transport';

/** Who knocks at a closed door may do so thousands of times a second; the log hears of it once. */
const REPORT_MS = 1_000;

/** Connections that a listener refuses: the status says why at once, the log how many. */
export class Refusals {
  readonly #link: TransportLink;
  readonly #counts = new Map<string, number>();
  #lastPeer: string | undefined;
  #cancel: (() => void) | undefined;

  constructor(link: TransportLink) {
    this.#link = link;
  }

  /** @param cause for the log; @param reason for people, and for the status */
  add(cause: 'notAllowed' | 'full', reason: string, peer: string | undefined): void {
    this.#lastPeer = peer;
    this.#counts.set(cause, (this.#counts.get(cause) ?? 0) + 1);
    this.#link.state('listening', reason);
    this.#cancel ??= this.#link.clock.after(REPORT_MS, () => this.#report());
  }

  stop(): void {
    this.#report();
  }

  #report(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { feedId, logger } = this.#link;
    for (const [cause, count] of this.#counts) {
      logger.warn('feed.senderRefused', { feedId, cause, connections: count, lastPeer: this.#lastPeer });
    }
    this.#counts.clear();
  }
}
