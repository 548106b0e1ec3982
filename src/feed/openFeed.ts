import type { Readable } from 'node:stream';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { type Connection, readConnection } from './connection';
import { Delivery, type DeliveryLimits } from './delivery';
import { DiscardReports } from './discardReports';
import { errorReason } from './errorReason';
import { type FeedAddress, placeOf } from './feedUrl';
import type { Feed, FeedLinkStatus, FeedState, FramerOutput, FrameSink } from './frame';
import { framerFor } from './framers/framerFor';
import { type SeenFiles, seenFilesInMemory } from './transports/seenFiles';
import type { TransportLink } from './transports/transport';
import { transportFor } from './transports/transportFor';
import { UNFINISHED_BYTES, UnfinishedBytes } from './unfinishedBytes';

export interface FeedParts {
  readonly id: string;
  readonly address: FeedAddress;
  readonly sink: FrameSink;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For a watched directory; without it, files are read again after a restart. */
  readonly seenFiles?: SeenFiles | undefined;
  /** How much may wait for the sink before the feed stops reading; by default 1,000 frames or 8 MiB. */
  readonly limits?: DeliveryLimits;
  /** Told after the state of the link, or its reason, changed. */
  readonly linkChanged?: (status: FeedLinkStatus) => void;
}

/**
 * A feed that delivers to a sink, not started yet:
 *
 *     transport ── connections ──> framer of each ── frames ──> delivery of all ──> sink.accept
 *
 * `start` rejects with `feed.cannotListen` or `feed.cannotRead`; whatever else cannot be opened is tried again. A feed that
 * was stopped is not started again.
 */
export function openFeed(parts: FeedParts): Feed {
  return new OpenFeed(parts);
}

class OpenFeed implements Feed {
  readonly id: string;
  readonly #parts: FeedParts;
  readonly #delivery: Delivery;
  readonly #discards: DiscardReports;
  readonly #unfinished: UnfinishedBytes;
  readonly #transport: ReturnType<typeof transportFor>;
  readonly #link: { place: string; state: FeedState; reason: string | undefined; stateSince: number };
  #connections = 0;
  #lastFrameAt: number | undefined;
  #gapSuspectedAt: number | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(parts: FeedParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#delivery = new Delivery(parts);
    this.#discards = new DiscardReports(parts.id, parts.sink, parts.clock);
    this.#unfinished = new UnfinishedBytes((parts.limits?.unfinishedBytes ?? UNFINISHED_BYTES) + parts.address.maxFrameBytes);
    this.#link = { place: placeOf(parts.address), state: 'closed', reason: undefined, stateSince: parts.clock.now() };
    this.#transport = transportFor(parts.address, parts.seenFiles ?? seenFilesInMemory(), this.#transportLink());
  }

  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  linkStatus(): FeedLinkStatus {
    return {
      id: this.id,
      address: this.#link.place,
      state: this.#link.state,
      reason: this.#delivery.refused ? 'frames cannot be stored at the moment; they wait in memory' : this.#link.reason,
      discardedBytes: this.#discards.total,
      lastFrameAt: this.#lastFrameAt,
      connections: this.#connections,
      stateSince: this.#link.stateSince,
      gapSuspectedAt: this.#gapSuspectedAt,
    };
  }

  async #start(): Promise<void> {
    if (this.#stopping !== undefined) return;
    try {
      await this.#transport.start();
    } catch (error) {
      this.#state('failed', errorReason(error));
      throw error;
    }
  }

  async #stop(): Promise<void> {
    // A start that failed left nothing open, and whoever started it was told.
    await this.#starting?.catch(() => {});
    await this.#transport.stop();
    await this.#delivery.stop();
    this.#discards.report();
    this.#state('closed');
  }

  #transportLink(): TransportLink {
    const { clock, logger } = this.#parts;
    return {
      ...{ feedId: this.id, clock, logger },
      connected: (source, atEnd = 'closed') => this.#connected(source, atEnd),
      conversing: (conversation) => {
        this.#counted(conversation.ended);
        return conversation;
      },
      record: (bytes) => this.#record(bytes),
      room: () => (this.#delivery.hasRoom ? undefined : new Promise((resolve) => this.#delivery.whenRoom(resolve))),
      state: (state, reason) => this.#state(state, reason),
      place: (place) => {
        this.#link.place = place;
      },
      discarded: (reason, byteCount) => this.#discards.add(reason, byteCount),
    };
  }

  #connected(source: Readable, atEnd: 'closed' | 'cut'): Connection {
    const { clock, address } = this.#parts;
    const { framing, maxFrameBytes, idleMs, ack } = address;
    const connection = readConnection(source, {
      feedId: this.id,
      framer: framerFor(framing, maxFrameBytes, address),
      delivery: this.#delivery,
      now: () => clock.now(),
      framed: (output) => this.#framed(output),
      atEnd,
      idle: idleMs === undefined ? undefined : { clock, afterMs: idleMs },
      acknowledge: ack,
      unfinished: this.#unfinished,
    });
    this.#counted(connection.ended);
    return connection;
  }

  #counted(ended: Promise<unknown>): void {
    this.#connections++;
    void ended.then(() => {
      this.#connections--;
      this.#discards.report();
    });
  }

  #record(bytes: Uint8Array): Promise<boolean> {
    this.#framed({ frames: [bytes], discarded: [] });
    const frame = { feedId: this.id, receivedAt: this.#parts.clock.now(), bytes };
    return new Promise((resolve) => this.#delivery.deliver(frame, resolve));
  }

  #framed(output: FramerOutput): void {
    if (output.frames.length > 0) this.#lastFrameAt = this.#parts.clock.now();
    for (const { reason, byteCount } of output.discarded) this.#discards.add(reason, byteCount);
  }

  #state(state: FeedState, reason?: string): void {
    const link = this.#link;
    if (link.state === state && link.reason === reason) return;
    const now = this.#parts.clock.now();
    if (link.state !== state) link.stateSince = now;
    // A directory keeps its files meanwhile; what was sent over a line is gone.
    if (link.state === 'lost' && state === 'open' && this.#parts.address.transport !== 'watch') this.#gapSuspectedAt = now;
    link.state = state;
    link.reason = reason;
    this.#parts.linkChanged?.(this.linkStatus());
  }
}
