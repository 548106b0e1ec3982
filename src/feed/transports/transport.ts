import type { Readable } from 'node:stream';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { Connection, ConnectionEnd } from '../connection';
import type { Discarded, FeedState } from '../frame';

/** Where a feed's bytes come from. Start settles when the feed counts as open; stop, when nothing is read any more. */
export interface Transport {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a transport hands its feed. */
export interface TransportLink {
  readonly feedId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Reads a source to its end, as a connection of its own; `atEnd` as in `ConnectionParts`, by default `closed`. */
  connected(source: Readable, atEnd?: 'closed' | 'cut'): Connection;
  /** Counts a conversation, whose other side sends whole records, as a connection until it ends. */
  conversing<T extends { readonly ended: Promise<ConnectionEnd> }>(conversation: T): T;
  /** One record of a conversation; settles like `Connection.durable`, for this record alone. */
  record(bytes: Uint8Array): Promise<boolean>;
  /** Undefined while the feed takes records; else settles when it does so again. */
  room(): Promise<void> | undefined;
  /** What the link is now and, where it is not as it should be, why. */
  state(state: FeedState, reason?: string): void;
  /** Where it really is, once that is known. */
  place(place: string): void;
  discarded(reason: Discarded['reason'], byteCount: number): void;
}
