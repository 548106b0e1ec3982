import { connect, type Socket } from 'node:net';
import { type Clock, durations } from '../clock';
import type { Logger } from '../logger';

/** Records that wait while the appliance is away; the oldest give way, as in a real interface's buffer. */
const MAX_WAITING = 200;
const FIRST_RETRY_MS = durations.SECOND / 2;
const LAST_RETRY_MS = 5 * durations.SECOND;
const FLUSH_LIMIT_MS = durations.SECOND;

/** The CAD side of one TCP feed: connects out, connects again when the other side goes away, and never reads. */
export class FeedSender {
  readonly #feedId: string;
  readonly #host: string;
  readonly #port: number;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #socket: Socket | undefined;
  #waiting: Uint8Array[] = [];
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry: () => void = () => {};
  #stopped: Promise<void> | undefined;

  /** `address`: `host:port`, an IPv6 host in brackets. */
  constructor(feedId: string, address: string, clock: Clock, logger: Logger) {
    const { hostname, port } = new URL(`tcp://${address}`);
    this.#feedId = feedId;
    this.#host = hostname.replace(/^\[|\]$/g, '');
    this.#port = Number(port);
    this.#clock = clock;
    this.#logger = logger;
    this.#connect();
  }

  /** Sends now, or when connected again. */
  send(bytes: Uint8Array): void {
    if (this.#stopped !== undefined) return;
    if (this.#socket?.readyState === 'open') {
      this.#socket.write(bytes);
      return;
    }
    this.#waiting.push(bytes);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  /** Settles when everything written is out, or the other side takes too long, and the connection is closed. */
  stop(): Promise<void> {
    this.#stopped ??= new Promise((resolve) => {
      this.#cancelRetry();
      const socket = this.#socket;
      if (socket === undefined) {
        resolve();
        return;
      }
      const cancelLimit = this.#clock.after(FLUSH_LIMIT_MS, () => socket.destroy());
      socket.once('close', () => {
        cancelLimit();
        resolve();
      });
      // A record cut in half would be counted as discarded at the appliance.
      if (socket.readyState === 'open') socket.destroySoon();
      else socket.destroy();
    });
    return this.#stopped;
  }

  #connect(): void {
    const socket = connect({ host: this.#host, port: this.#port });
    this.#socket = socket;
    socket.on('connect', () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#logger.debug('training.feedConnected', { feedId: this.#feedId });
      for (const bytes of this.#waiting.splice(0)) socket.write(bytes);
    });
    // The reason is of no interest: 'close' follows, and the appliance may just be restarting.
    socket.on('error', () => {});
    // A feed is one-way, but what is never read would keep the end of the connection from being seen.
    socket.resume();
    socket.on('close', () => {
      this.#socket = undefined;
      if (this.#stopped !== undefined) return;
      this.#logger.debug('training.feedLost', { feedId: this.#feedId, retryMs: this.#retryMs });
      this.#cancelRetry = this.#clock.after(this.#retryMs, () => this.#connect());
      this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS);
    });
  }
}
