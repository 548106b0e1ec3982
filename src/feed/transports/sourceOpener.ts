import type { Readable } from 'node:stream';
import type { ConnectionEnd } from '../connection';

/** A source that is open. `close` may be called more than once, and settles when it is closed. */
export interface OpenSource {
  readonly readable: Readable;
  close(): Promise<void>;
}

/** A source that is open and hands over whole records by itself, through its `TransportLink`. `close` as above. */
export interface OpenConversation {
  readonly ended: Promise<ConnectionEnd>;
  close(): Promise<void>;
}

/** A way to a source that may have to be opened again and again: a port on another computer, a serial device. */
export interface SourceOpener {
  /** Rejects when it cannot be opened now, or when the signal aborts the attempt. */
  open(signal: AbortSignal): Promise<OpenSource | OpenConversation>;
  /** Whether the end of its bytes may be taken for the end of a record. */
  readonly atEnd: 'closed' | 'cut';
}
