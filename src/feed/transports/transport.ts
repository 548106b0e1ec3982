import type { Readable } from 'node:stream';
import type { Clock } from '../../clock';
import type { Logger } from '../../logger';
import type { Connection } from '../connection';
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
  /** What the link is now and, where it is not as it should be, why. */
  state(state: FeedState, reason?: string): void;
  /** Where it really is, once that is known. */
  place(place: string): void;
  discarded(reason: Discarded['reason'], byteCount: number): void;
}
