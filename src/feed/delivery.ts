import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { errorCode } from './errorReason';
import type { Frame, FrameSink } from './frame';
import { GrowingDelay } from './growingDelay';

/** How much may wait for the sink before a feed stops reading. */
export interface DeliveryLimits {
  readonly frames: number;
  readonly bytes: number;
  /** What records that are not complete may keep, over all connections, beyond one of the greatest length; by default 64 MiB. */
  readonly unfinishedBytes?: number;
}

export const defaultDeliveryLimits: DeliveryLimits = { frames: 1_000, bytes: 8 * 1024 * 1024 };

const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 30_000;
/** How long a feed that stops waits for its sink. */
const STOP_WAIT_MS = 2_000;

interface Waiting {
  readonly frame: Frame;
  readonly order: number;
  /** Called once: the frame is durable, or was given up when the feed stopped. */
  readonly settled: (durable: boolean) => void;
}

/**
 * Hands one feed's frames to its sink, in the order they came, and counts what is outstanding. A frame that the sink
 * rejects is kept and tried again, and those after it wait; only those already handed over may then overtake it.
 */
export class Delivery {
  readonly #sink: FrameSink;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limits: DeliveryLimits;
  readonly #retryDelay = new GrowingDelay(RETRY_MIN_MS, RETRY_MAX_MS);
  /** Not handed over, or rejected; in order. Empty unless the sink refuses. */
  #held: Waiting[] = [];
  #refusing = false;
  #stopped = false;
  #cancelRetry = () => {};
  #order = 0;
  #outstandingFrames = 0;
  #outstandingBytes = 0;
  #whenRoom: (() => void)[] = [];
  #whenIdle: (() => void)[] = [];

  constructor(feed: { sink: FrameSink; clock: Clock; logger: Logger; limits?: DeliveryLimits }) {
    this.#sink = feed.sink;
    this.#clock = feed.clock;
    this.#logger = feed.logger;
    this.#limits = feed.limits ?? defaultDeliveryLimits;
  }

  /** False while so much is outstanding that nothing more should be read. */
  get hasRoom(): boolean {
    return this.#outstandingFrames < this.#limits.frames && this.#outstandingBytes < this.#limits.bytes;
  }

  /** True while the sink does not take frames. */
  get refused(): boolean {
    return this.#refusing;
  }

  /** Calls back once there is room again. */
  whenRoom(work: () => void): void {
    this.#whenRoom.push(work);
  }

  deliver(frame: Frame, settled: (durable: boolean) => void): void {
    const waiting = { frame, order: this.#order++, settled };
    this.#outstandingFrames++;
    this.#outstandingBytes += frame.bytes.length;
    if (this.#refusing) this.#held.push(waiting);
    else this.#handOver(waiting);
  }

  /** Tries once more what was rejected, and waits a little for all that is outstanding. What is left then is given up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry();
    for (const waiting of this.#held.splice(0)) this.#handOver(waiting);
    if (this.#outstandingFrames > 0) {
      let cancelWait = () => {};
      await new Promise<void>((resolve) => {
        this.#whenIdle.push(resolve);
        cancelWait = this.#clock.after(STOP_WAIT_MS, resolve);
      });
      cancelWait();
    }
    const unanswered = this.#outstandingFrames;
    if (unanswered > 0) this.#logger.error('feed.framesUnanswered', { frames: unanswered });
  }

  #handOver(waiting: Waiting): void {
    // Within a promise, so that a sink that throws rejects.
    new Promise<void>((resolve) => resolve(this.#sink.accept(waiting.frame))).then(
      () => this.#accepted(waiting),
      (error: unknown) => this.#rejected(waiting, error),
    );
  }

  #accepted(waiting: Waiting): void {
    this.#settle(waiting, true);
    if (this.#refusing) {
      this.#logger.info('feed.sinkAcceptsAgain', { heldFrames: this.#held.length });
      this.#refusing = false;
      this.#retryDelay.reset();
      this.#cancelRetry();
      for (const next of this.#held.splice(0)) this.#handOver(next);
    }
    if (this.hasRoom) for (const work of this.#whenRoom.splice(0)) work();
  }

  #settle(waiting: Waiting, durable: boolean): void {
    this.#outstandingFrames--;
    this.#outstandingBytes -= waiting.frame.bytes.length;
    waiting.settled(durable);
    if (this.#outstandingFrames === 0) for (const work of this.#whenIdle.splice(0)) work();
  }

  #rejected(waiting: Waiting, error: unknown): void {
    if (this.#stopped) {
      this.#logger.error('feed.frameGivenUp', { error: errorCode(error) });
      this.#settle(waiting, false);
      return;
    }
    const later = this.#held.findIndex((other) => other.order > waiting.order);
    this.#held.splice(later < 0 ? this.#held.length : later, 0, waiting);
    if (this.#refusing && waiting !== this.#held[0]) return;
    this.#refusing = true;
    const delayMs = this.#retryDelay.next();
    this.#logger.error('feed.sinkRejectsFrames', { heldFrames: this.#held.length, retryInMs: delayMs, error: errorCode(error) });
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(delayMs, () => this.#retry());
  }

  /** The oldest first and alone: the others would only be rejected with it. */
  #retry(): void {
    const oldest = this.#held.shift();
    if (oldest !== undefined) this.#handOver(oldest);
  }
}
