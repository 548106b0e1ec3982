import type { Clock } from '../clock';
import type { Discarded, FrameSink } from './frame';

/** Noise on a line comes byte by byte; it is reported once a second. */
const REPORT_MS = 1_000;

/** Adds up what a feed's framers discard, and reports it to the sink per reason. */
export class DiscardReports {
  readonly #feedId: string;
  readonly #sink: FrameSink;
  readonly #clock: Clock;
  readonly #pending = new Map<Discarded['reason'], number>();
  #cancel: (() => void) | undefined;
  /** Bytes discarded since the feed started, reported or not. */
  total = 0;

  constructor(feedId: string, sink: FrameSink, clock: Clock) {
    this.#feedId = feedId;
    this.#sink = sink;
    this.#clock = clock;
  }

  add(reason: Discarded['reason'], byteCount: number): void {
    this.total += byteCount;
    this.#pending.set(reason, (this.#pending.get(reason) ?? 0) + byteCount);
    this.#cancel ??= this.#clock.after(REPORT_MS, () => this.report());
  }

  /** Reports at once what is not reported yet. */
  report(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const at = this.#clock.now();
    for (const [reason, byteCount] of this.#pending) this.#sink.discarded({ feedId: this.#feedId, at, reason, byteCount });
    this.#pending.clear();
  }
}
