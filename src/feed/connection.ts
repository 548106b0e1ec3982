import type { Readable } from 'node:stream';
import { type Acknowledgement, type AcknowledgeStyle, acknowledgeTo } from './acknowledgement';
import type { Delivery } from './delivery';
import type { Framer, FramerOutput } from './frame';
import { IdleWatch, type IdleWatchParts } from './idleWatch';
import type { UnfinishedBytes } from './unfinishedBytes';

/** How a connection ended: by the other side or with its file, or cut off, for a reason where one is known. */
export type ConnectionEnd = { readonly how: 'closed' } | { readonly how: 'cut'; readonly error: Error | undefined };

/** One stretch of bytes with a beginning and an end: a TCP connection, a serial port while it is open, a file. */
export interface Connection {
  /** All its bytes are read. */
  readonly ended: Promise<ConnectionEnd>;
  /** After its end: true once every frame of it is durable, false when some were given up because the feed stopped. */
  readonly durable: Promise<boolean>;
  readonly receivedBytes: number;
  /** How many records have come of it. */
  readonly frames: number;
}

export interface ConnectionParts {
  readonly feedId: string;
  readonly framer: Framer;
  readonly delivery: Delivery;
  now(): number;
  /** Told of every output that holds anything, before its frames are delivered. */
  framed(output: FramerOutput): void;
  /** Whether the end of the stream may be taken for the end of a record. A serial line has no end. */
  readonly atEnd: 'closed' | 'cut';
  /** A gap so long ends a record; undefined where time says nothing. */
  readonly idle?: IdleWatchParts | undefined;
  /** How the sender is answered; undefined: not a byte is ever written to it. */
  readonly acknowledge?: AcknowledgeStyle | undefined;
  /** Shared by all connections of a feed. */
  readonly unfinished?: UnfinishedBytes | undefined;
}

const NOTHING: FramerOutput = { frames: [], discarded: [] };

/**
 * Reads a source to its end:
 *
 *     source ── data ──> framer.push ── frames ──> delivery ──> sink.accept
 *        ^                                            │
 *        └───────── pause, resume ────── hasRoom ─────┘
 */
export function readConnection(source: Readable, parts: ConnectionParts): Connection {
  return new ReadConnection(source, parts);
}

class ReadConnection implements Connection {
  readonly ended: Promise<ConnectionEnd>;
  readonly durable: Promise<boolean>;
  receivedBytes = 0;
  frames = 0;
  readonly #source: Readable;
  readonly #parts: ConnectionParts;
  readonly #idle: IdleWatch | undefined;
  readonly #acknowledgement: Acknowledgement | undefined;
  #resolveEnded: (end: ConnectionEnd) => void = () => {};
  #resolveDurable: (durable: boolean) => void = () => {};
  #over = false;
  #allFramed = false;
  #outstanding = 0;
  #allDurable = true;

  constructor(source: Readable, parts: ConnectionParts) {
    this.#source = source;
    this.#parts = parts;
    this.#idle = parts.idle && new IdleWatch(parts.idle, () => this.#deliver(parts.framer.idle?.() ?? NOTHING));
    this.#acknowledgement = parts.acknowledge && acknowledgeTo(source, parts.acknowledge);
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.durable = new Promise((resolve) => {
      this.#resolveDurable = resolve;
    });
    source.on('end', () => this.#finish(parts.atEnd === 'closed' ? { how: 'closed' } : { how: 'cut', error: undefined }));
    source.on('error', (error: Error) => this.#finish({ how: 'cut', error }));
    // Serial ports tell with it why they are gone.
    source.on('close', (error?: unknown) => this.#finish({ how: 'cut', error: error instanceof Error ? error : undefined }));
    source.on('data', (chunk: Uint8Array) => {
      if (this.#over) return;
      this.#read(chunk);
      this.#idle?.heard();
      parts.unfinished?.has(source, parts.framer.pendingBytes);
      this.#pauseWithoutRoom();
    });
  }

  #read(chunk: Uint8Array): void {
    this.receivedBytes += chunk.length;
    this.#deliver(this.#parts.framer.push(chunk));
  }

  #pauseWithoutRoom(): void {
    if (this.#parts.delivery.hasRoom) return;
    this.#source.pause();
    // A pause of ours is no gap of theirs.
    this.#idle?.stop();
    this.#parts.delivery.whenRoom(() => {
      this.#source.resume();
      if (!this.#over) this.#idle?.heard();
    });
  }

  #deliver(output: FramerOutput): void {
    const { feedId, delivery, framed, now } = this.#parts;
    if (output.frames.length > 0 || output.discarded.length > 0) framed(output);
    const receivedAt = now();
    this.frames += output.frames.length;
    for (let refused = output.badChecksums ?? 0; refused > 0; refused--) this.#acknowledgement?.refused();
    for (const bytes of output.frames) {
      this.#outstanding++;
      delivery.deliver({ feedId, receivedAt, bytes }, (durable) => {
        this.#outstanding--;
        this.#allDurable &&= durable;
        if (durable) this.#acknowledgement?.accepted();
        if (this.#allFramed && this.#outstanding === 0) this.#resolveDurable(this.#allDurable);
      });
    }
  }

  #finish(end: ConnectionEnd): void {
    if (this.#over) return;
    // Before the rest is read, since reading it may emit it, too.
    this.#over = true;
    this.#idle?.stop();
    this.#parts.unfinished?.has(this.#source, 0);
    // A source that broke while paused still holds what was read ahead.
    for (let rest = this.#source.read(); rest !== null; rest = this.#source.read()) this.#read(rest);
    this.#deliver(this.#parts.framer.end(end.how === 'cut' ? 'cut' : undefined));
    this.#allFramed = true;
    if (this.#outstanding === 0) this.#resolveDurable(this.#allDurable);
    this.#resolveEnded(end);
  }
}
