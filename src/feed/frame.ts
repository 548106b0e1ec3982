/** The delimited bytes of one record, undecoded. */
export interface Frame {
  readonly feedId: string;
  /** Epoch milliseconds UTC at which the last byte of the frame was read. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
}

/** Bytes a framer could not make part of any frame. They are counted, and where they tell something, kept. */
export interface Discarded {
  readonly feedId: string;
  readonly at: number;
  readonly reason: 'noTerminator' | 'garbageBetweenFrames' | 'incompleteAtClose' | 'tooLong' | 'badChecksum';
  readonly byteCount: number;
}

/**
 * Where a feed delivers. The promise of `accept` settles when the frame is durable: a transport stops reading while too
 * many are outstanding, and a feed that acknowledges does so only then.
 */
export interface FrameSink {
  accept(frame: Frame): Promise<void>;
  discarded(discarded: Discarded): void;
}

/** Cuts a byte stream into frames. One per connection; keeps at most `maxFrameBytes` plus one chunk. */
export interface Framer {
  push(chunk: Uint8Array): FramerOutput;
  /** The connection ended, or was cut off: what is left is either a last frame or discarded. */
  end(how?: 'cut'): FramerOutput;
  /** Nothing has come for as long as ends a record of this feed; the connection goes on. */
  idle?(): FramerOutput;
  /** Bytes kept of records that are not complete. */
  readonly pendingBytes: number;
}

export interface FramerOutput {
  readonly frames: readonly Uint8Array[];
  readonly discarded: readonly { readonly reason: Discarded['reason']; readonly byteCount: number }[];
  /** How many records were discarded for a wrong checksum: a feed that acknowledges asks for each again. */
  readonly badChecksums?: number;
}

export type FeedState = 'connecting' | 'open' | 'listening' | 'lost' | 'ended' | 'failed' | 'closed';

export interface FeedLinkStatus {
  readonly id: string;
  /** `host:port` once known, a device path, a directory or a file; for people. */
  readonly address: string;
  readonly state: FeedState;
  /** Why it is lost or failed, for people; nothing personal. */
  readonly reason: string | undefined;
  readonly discardedBytes: number;
  readonly lastFrameAt: number | undefined;
  readonly connections: number;
  readonly stateSince: number;
  /** When the link came back after it was lost: what was sent meanwhile is missing. */
  readonly gapSuspectedAt: number | undefined;
}

/** One feed: a transport and its framer. Start and stop are idempotent. */
export interface Feed {
  readonly id: string;
  /** Settles when the feed counts as open: listening, opened, or trying to connect. */
  start(): Promise<void>;
  stop(): Promise<void>;
  linkStatus(): FeedLinkStatus;
}
