import type { Clock } from '../clock';
import { durations } from '../clock';
import type { FrameFault, FrameFormat } from '../feed/formats/format';
import type { Discarded, Frame, FrameSink } from '../feed/frame';
import { isHeraldError } from '../heraldError';
import type { Logger } from '../logger';
import type { Policy } from '../rules/ruleset';
import { handleFacts } from './handleFacts';
import type { RecordStore, Records } from './records';
import { type Mode, readSituation, tripBreaker } from './situation';

/** Frames that arrive together share a transaction: at most so many, so that timers and consoles get their turn. */
const GROUP_SIZE = 64;

export interface IntakeOptions {
  readonly store: RecordStore;
  /** The format of each feed, by feed id. */
  readonly formats: ReadonlyMap<string, FrameFormat>;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told after each commit what it changed. */
  readonly onCommitted: (change: {
    readonly incidentIds: readonly number[];
    readonly frames: number;
    readonly rejected: number;
  }) => void;
}

interface Waiting {
  readonly frame: Frame;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Journals frames and everything that follows from them:
 *
 *     frame -> journal row -> format.parse -> facts -> incident, decisions, messages, timers     one transaction
 *
 * A tap wants no acknowledgement, so the journal row and its consequences commit together; `accept` settles after that.
 */
export class Intake implements FrameSink {
  readonly #options: IntakeOptions;
  readonly #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  readonly #counts = new Map<string, number>();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  accept(frame: Frame): Promise<void> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ frame, settle, fail });
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    });
  }

  discarded(discarded: Discarded): void {
    const { feedId, reason, byteCount } = discarded;
    this.#counts.set(feedId, (this.#counts.get(feedId) ?? 0) + byteCount);
    this.#options.logger.warn('feed.discarded', { feedId, reason, byteCount });
  }

  /** Settles when all that was accepted is committed or has failed. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  /** Reads a rejected frame again, as a frame of its own time. */
  replay(frameId: number, identity: string): Promise<'done' | 'notFound' | 'notRejected' | FrameFault> {
    const { store, clock } = this.#options;
    return store.transaction(async (records) => {
      const frame = await records.frame(frameId);
      if (frame === undefined) return 'notFound';
      if (frame.state !== 'rejected') return 'notRejected';
      const fault = await this.#consequences(records, frameId, frame);
      await records.audit({
        at: clock.now(),
        identity,
        action: 'replayFrame',
        subject: String(frameId),
        outcome: fault === undefined ? 'success' : 'failure',
        detail: fault === undefined ? {} : { code: fault.code },
      });
      return fault ?? 'done';
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, GROUP_SIZE);
      await this.#group(group);
      // Everything up to here ran on promises alone; sockets and timers come now.
      await new Promise((resume) => setImmediate(resume));
    }
  }

  async #group(group: readonly Waiting[]): Promise<void> {
    const { store, logger } = this.#options;
    try {
      await this.#commit(group.map(({ frame }) => frame));
      for (const { settle } of group) settle();
      return;
    } catch (error) {
      if (isHeraldError(error) && error.code.startsWith('store.')) {
        logger.error('intake.storeFailed', { code: error.code, frames: group.length });
        for (const { fail } of group) fail(error);
        return;
      }
      logger.error('intake.groupFailed', { frames: group.length, error: describe(error) });
    }
    // Something in the group cannot be handled. One by one, so that only that frame is rejected, and none is lost.
    for (const { frame, settle, fail } of group) {
      try {
        await this.#commit([frame]);
        settle();
      } catch (error) {
        const fault = { code: 'frame.notHandled', message: `Herald could not handle this frame: ${describe(error)}` };
        await store.transaction(async (records) => records.frameRejected(await records.addFrame(frame), fault)).then(settle, fail);
        this.#options.onCommitted({ incidentIds: [], frames: 1, rejected: 1 });
      }
    }
  }

  async #commit(frames: readonly Frame[]): Promise<void> {
    const { store, onCommitted } = this.#options;
    const incidentIds = new Set<number>();
    let rejected = 0;
    await store.transaction(async (records) => {
      for (const frame of frames) {
        const id = await records.addFrame(frame);
        const fault = await this.#consequences(records, id, frame, incidentIds);
        if (fault !== undefined) rejected += 1;
      }
    });
    onCommitted({ incidentIds: [...incidentIds], frames: frames.length, rejected });
  }

  async #consequences(
    records: Records,
    frameId: number,
    frame: Frame,
    incidentIds: Set<number> = new Set(),
  ): Promise<FrameFault | undefined> {
    const { formats, policy, mode, clock } = this.#options;
    const format = formats.get(frame.feedId);
    const { receivedAt, feedId } = frame;
    const parsed =
      format === undefined
        ? { rejected: { code: 'frame.noFormat', message: `No feed "${feedId}" is configured any more` } }
        : format.parse(frame.bytes, { timeZone: policy().agency.timeZone, receivedAt });
    if ('rejected' in parsed) {
      await records.frameRejected(frameId, parsed.rejected);
      return parsed.rejected;
    }
    const now = clock.now();
    const situation = await readSituation(records, policy(), mode, now);
    const handled = await handleFacts(records, parsed.facts, { feedId, frameId, receivedAt }, situation);
    for (const id of handled.incidentIds) incidentIds.add(id);
    await records.frameDone(frameId);
    if (handled.cameDue > 0) await checkRate(records, policy(), now);
    return undefined;
  }
}

/** Trips the breaker when more texts came due within a minute than the agency thinks possible. */
export async function checkRate(records: Records, policy: Policy, now: number): Promise<void> {
  const cameDue = await records.cameDueSince(now - durations.MINUTE);
  if (cameDue > policy.ruleset.breaker.maxTextsPerMinute) await tripBreaker(records, 'breakerRate', now);
}

function describe(error: unknown): string {
  // Messages of unforeseen errors may quote what they choked on; the kind and the place do not.
  return error instanceof Error ? error.name : 'unknown error';
}
