import type { Clock } from '../clock';
import { durations } from '../clock';
import type { FrameFault, FrameFormat, ParseOutcome } from '../feed/formats/format';
import type { Discarded, Frame, FrameSink } from '../feed/frame';
import { isHeraldError } from '../heraldError';
import type { Fact } from '../incident/fact';
import type { Logger } from '../logger';
import type { Policy } from '../rules/ruleset';
import { considerTouched, handleFacts, Touched } from './handleFacts';
import type { RecordStore, Records } from './records';
import { type Mode, readSituation } from './situation';
import { tripBreaker } from './sweep';

/** Frames that arrive together share a transaction: at most so many, so that timers and consoles get their turn. */
const GROUP_SIZE = 16;
/** And so many where the disk is what takes the time: a sync costs the same for all of them. */
const GREATEST_GROUP = 256;

/** So long at most does what is due wait for frames that came in. */
const MAX_BEHIND_MS = 5 * durations.SECOND;

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
  /** Told after each commit of every frame that was understood, in their order. */
  readonly onUnderstood?: (frame: UnderstoodFrame) => void;
}

export interface UnderstoodFrame {
  readonly feedId: string;
  readonly receivedAt: number;
  readonly facts: readonly Fact[];
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
  #busySince: number | undefined;
  #groupSize = GROUP_SIZE;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  accept(frame: Frame): Promise<void> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ frame, settle, fail });
      this.#working ??= this.#work();
    });
  }

  discarded(discarded: Discarded): void {
    const { feedId, reason, byteCount } = discarded;
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
      const now = clock.now();
      await records.addInput({ kind: 'frameReplayed', frame: frameId, identity }, now);
      const touched = new Touched(records);
      const read = await this.#read(records, touched, frameId, frame, now);
      const fault = 'rejected' in read ? read.rejected : undefined;
      await this.#consider(records, touched, now);
      await records.audit({
        at: now,
        identity,
        action: 'replayFrame',
        subject: String(frameId),
        outcome: fault === undefined ? 'success' : 'failure',
        detail: fault === undefined ? {} : { code: fault.code },
      });
      return fault ?? 'done';
    });
  }

  /**
   * Reads the frames that are journaled and nothing more, as a restored store has them. Whatever was made of them before
   * is found again. Returns how many there were.
   */
  async readPending(): Promise<number> {
    const { store, clock } = this.#options;
    const ids = await store.transaction((records) => records.pendingFrames());
    for (const id of ids) {
      await store.transaction(async (records) => {
        const frame = await records.frame(id);
        if (frame === undefined) return;
        const now = clock.now();
        const touched = new Touched(records);
        await this.#read(records, touched, id, frame, now);
        await records.addInput({ kind: 'frames', first: id, last: id }, now);
        await this.#consider(records, touched, now);
      });
    }
    return ids.length;
  }

  /**
   * Frames are waiting that may make untrue what is due by now: nothing should leave before they are read. Only for a
   * while, or an endless flood would hold everything back.
   */
  isBehind(): boolean {
    if (this.#waiting.length === 0 || this.#busySince === undefined) return false;
    return this.#options.clock.monotonicMs() - this.#busySince < MAX_BEHIND_MS;
  }

  async #work(): Promise<void> {
    this.#busySince = this.#options.clock.monotonicMs();
    try {
      while (this.#waiting.length > 0) {
        // Everything so far ran on promises alone; sockets and timers come now, and with them the rest of what came together.
        await new Promise((resume) => setImmediate(resume));
        await this.#group(this.#waiting.splice(0, this.#groupSize));
      }
    } finally {
      // In the same step as the last look at what waits: a frame that comes a moment later starts the work again.
      this.#busySince = undefined;
      this.#working = undefined;
    }
  }

  async #group(group: readonly Waiting[]): Promise<void> {
    const { logger } = this.#options;
    try {
      await this.commitTogether(group.map(({ frame }) => frame));
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
        await this.commitTogether([frame]);
        settle();
      } catch (error) {
        const fault = { code: 'frame.notHandled', message: `Herald could not handle this frame: ${describe(error)}` };
        await this.rejectUnhandled(frame, fault).then(settle, fail);
        this.#options.onCommitted({ incidentIds: [], frames: 1, rejected: 1 });
      }
    }
  }

  /** Keeps a frame that cannot be handled, rejected. */
  rejectUnhandled(frame: Frame, fault: FrameFault): Promise<void> {
    const { store, clock } = this.#options;
    return store.transaction(async (records) => {
      const id = await records.addFrame(frame);
      await records.frameRejected(id, fault);
      await records.addInput({ kind: 'frameUnhandled', first: id, last: id, ...fault }, clock.now());
    });
  }

  /** Journals frames that came together, and what follows from them, in one transaction. Rejects if one cannot be handled. */
  async commitTogether(frames: readonly Frame[]): Promise<void> {
    const { store, clock, onCommitted, onUnderstood } = this.#options;
    const understood: UnderstoodFrame[] = [];
    let incidentIds: readonly number[] = [];
    let rejected = 0;
    let workedMs = 0;
    const startedAt = clock.monotonicMs();
    await store.transaction(async (records) => {
      const begunAt = clock.monotonicMs();
      const now = clock.now();
      const touched = new Touched(records);
      const ids: number[] = [];
      for (const frame of frames) {
        const id = await records.addFrame(frame);
        ids.push(id);
        const read = await this.#read(records, touched, id, frame, now);
        if ('rejected' in read) rejected += 1;
        else understood.push({ feedId: frame.feedId, receivedAt: frame.receivedAt, facts: read.facts });
      }
      await records.addInput({ kind: 'frames', first: ids[0] ?? 0, last: ids.at(-1) ?? 0 }, now);
      incidentIds = await this.#consider(records, touched, now);
      workedMs = clock.monotonicMs() - begunAt;
    });
    this.#fitGroups(workedMs, clock.monotonicMs() - startedAt - workedMs);
    if (onUnderstood !== undefined) for (const frame of understood) onUnderstood(frame);
    onCommitted({ incidentIds, frames: frames.length, rejected });
  }

  /** Greater groups while the disk, or whoever is before them, takes longer than they do themselves. */
  #fitGroups(workedMs: number, waitedMs: number): void {
    if (waitedMs > 2 * workedMs) {
      const times = waitedMs > 8 * workedMs ? 8 : 2;
      this.#groupSize = Math.min(GREATEST_GROUP, this.#groupSize * times);
    }
    if (waitedMs < workedMs) this.#groupSize = Math.max(GROUP_SIZE, this.#groupSize / 2);
  }

  /** Parses a frame and changes incidents by what it says. */
  async #read(records: Records, touched: Touched, frameId: number, frame: Frame, now: number): Promise<ParseOutcome> {
    const { formats, policy, mode } = this.#options;
    const format = formats.get(frame.feedId);
    const { receivedAt, feedId } = frame;
    const ambiguous = new Map<number, number>();
    const parsed =
      format === undefined
        ? { rejected: { code: 'frame.noFormat', message: `No feed "${feedId}" is configured any more` } }
        : format.parse(frame.bytes, { timeZone: policy().agency.timeZone, receivedAt, ambiguous });
    if ('rejected' in parsed) {
      await records.frameRejected(frameId, parsed.rejected);
      return parsed;
    }
    const situation = await readSituation(records, policy(), mode, now);
    if (parsed.faults !== undefined) {
      this.#options.logger.warn('feed.partlyRead', { feedId, frameId, faults: parsed.faults.map(({ code }) => code) });
    }
    await handleFacts(records, touched, parsed.facts, { feedId, frameId, receivedAt, ambiguous }, situation);
    await records.frameDone(frameId);
    return parsed;
  }

  async #consider(records: Records, touched: Touched, now: number): Promise<readonly number[]> {
    const { policy, mode } = this.#options;
    const handled = await considerTouched(records, touched, await readSituation(records, policy(), mode, now));
    if (handled.cameDue > 0) await checkRate(records, policy(), now);
    return handled.incidentIds;
  }
}

/** Trips the breaker when more texts came due within a minute than the agency thinks possible. */
export async function checkRate(records: Records, policy: Policy, now: number): Promise<void> {
  const resumedAt = (await records.setting('resumedAt')) ?? 0;
  const most = policy.ruleset.breaker.maxTextsPerMinute;
  const cameDue = await records.cameDueSince(Math.max(now - durations.MINUTE, resumedAt), most + 1);
  if (cameDue > most) await tripBreaker(records, 'breakerRate', now);
}

function describe(error: unknown): string {
  // Messages of unforeseen errors may quote what they choked on; the kind and the place do not.
  return error instanceof Error ? error.name : 'unknown error';
}
