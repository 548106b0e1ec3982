import type { Discarded, Frame, FrameSink } from '../../../src/feed/frame';

/** Keeps what it accepts. `answer` decides per frame; by default it is durable at once. */
export class RecordingSink implements FrameSink {
  readonly frames: Frame[] = [];
  readonly discards: Discarded[] = [];
  /** How often frames were handed over, accepted or not. */
  offered = 0;
  answer: (frame: Frame) => Promise<void> = async () => {};

  async accept(frame: Frame): Promise<void> {
    this.offered++;
    await this.answer(frame);
    this.frames.push(frame);
  }

  discarded(discarded: Discarded): void {
    this.discards.push(discarded);
  }

  get texts(): string[] {
    return this.frames.map((frame) => Buffer.from(frame.bytes).toString());
  }

  discardedBytes(reason: Discarded['reason']): number {
    return this.discards.filter((one) => one.reason === reason).reduce((sum, one) => sum + one.byteCount, 0);
  }
}
