import type { Clock } from '../clock';
import { durations } from '../clock';
import type { Logger } from '../logger';
import { LONGEST_ASK_DELAY_MS, LONGEST_POLL_DELAY_MS } from '../outbox/retryPolicy';
import { markByPresentRules } from '../rules/exclusion';
import { sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
import { changeMessage, considerIncident, decideSkip } from './considerIncident';
import { checkRate } from './intake';
import type { RecordStore, Records, StoredMessage } from './records';
import { type Mode, readSituation } from './situation';
import { sweepOn, tripBreaker } from './sweep';
import { TruthChecks } from './truthChecks';

const BATCH = 64;
/** Looks at the clock at least so often, so that a jump or a wake from sleep is seen. */
const MAX_SLEEP_MS = 200;
/** Wall and monotonic clock drift apart by milliseconds; a time server's correction by seconds. */
const CLOCK_JUMP_MS = 30 * durations.SECOND;

export interface DutiesOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Frames wait to be read that may make untrue what is due. */
  readonly isBehind?: () => boolean;
  /** For how long the machine has slept as announced, in all: no jump of the clock. */
  readonly sleptMs?: () => number;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/**
 * What becomes due by time alone: delays, ends of holds, expiries. All are rows, so a crash, a reboot or a sleeping
 * laptop loses none; this loop only asks for the earliest.
 */
export class Duties {
  readonly #options: DutiesOptions;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopped = true;
  #stopping = false;
  #again = false;
  #wall = 0;
  #savedAt = 0;
  #monotonic = 0;
  #slept = 0;

  constructor(options: DutiesOptions) {
    this.#options = options;
  }

  /** Also sees whether the clock went back while the appliance was down. */
  async start(): Promise<void> {
    const { store, clock } = this.#options;
    this.#stopped = false;
    this.#stopping = false;
    this.#wall = clock.now();
    this.#monotonic = clock.monotonicMs();
    this.#slept = this.#options.sleptMs?.() ?? 0;
    this.#savedAt = this.#monotonic;
    await store.transaction(async (records) => {
      const lastSeenAt = (await records.setting('lastSeenAt')) ?? 0;
      if (lastSeenAt - clock.now() > CLOCK_JUMP_MS) await clockJumped(records, clock.now());
      await records.saveSetting('lastSeenAt', clock.now());
    });
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping = true;
    this.#cancel?.();
    await this.#running;
  }

  /** To be called after every commit that may have made something due earlier. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    this.#cancel?.();
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Does all that is due now, in batches. */
  async runDue(): Promise<void> {
    while ((await this.runOnce()) && !this.#stopping) await new Promise((resume) => setImmediate(resume));
  }

  async #run(): Promise<void> {
    const { store, clock, logger } = this.#options;
    let sleepMs = MAX_SLEEP_MS;
    try {
      await this.#watchClock();
      await this.runDue();
      const nextAt = await store.transaction((records) => records.nextDutyAt());
      if (nextAt !== undefined) sleepMs = Math.min(MAX_SLEEP_MS, Math.max(1, nextAt - clock.now()));
    } catch (error) {
      logger.error('duties.failed', { error: error instanceof Error ? error.name : 'unknown' });
      sleepMs = durations.SECOND;
    }
    if (!this.#stopped) this.#cancel = clock.after(sleepMs, () => this.wake());
  }

  /** A wall clock that moves otherwise than the monotonic one has been set, or the machine slept without a word. */
  async #watchClock(): Promise<void> {
    const { clock, store, logger } = this.#options;
    const wall = clock.now();
    const monotonic = clock.monotonicMs();
    if (monotonic - this.#savedAt > durations.MINUTE) {
      this.#savedAt = monotonic;
      await store.transaction((records) => records.saveSetting('lastSeenAt', wall));
    }
    const slept = this.#options.sleptMs?.() ?? 0;
    const sleptMs = slept - this.#slept;
    const jumpMs = wall - this.#wall - (monotonic - this.#monotonic) - sleptMs;
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#slept = slept;
    if (sleptMs > CLOCK_JUMP_MS) logger.info('clock.slept', { sleptMs: Math.round(sleptMs) });
    if (Math.abs(jumpMs) <= CLOCK_JUMP_MS) return;
    logger.warn('clock.jumped', { jumpMs: Math.round(jumpMs) });
    await store.transaction((records) => clockJumped(records, wall));
    this.#options.onCommitted([]);
  }

  /** One batch of everything due; true while there may be more. A pass that finds nothing due writes nothing. */
  async runOnce(): Promise<boolean> {
    const { store, policy, mode, clock } = this.#options;
    const incidentIds = new Set<number>();
    let more = false;
    const now = clock.now();
    if (this.#options.isBehind?.() === true) return false;
    // Asking first costs one cheap query; a write transaction with nothing to write costs a sync.
    const nextAt = await store.transaction((records) => records.nextDutyAt());
    if (nextAt === undefined || nextAt > now) return false;
    await store.transaction(async (records) => {
      await records.addInput({ kind: 'timePassed' }, now);
      const situation = await readSituation(records, policy(), mode, now);
      let cameDue = 0;
      const delays = await records.delaysDue(now, BATCH);
      for (const id of delays) {
        const stored = await records.incident(id);
        if (stored === undefined) continue;
        // A rule that was put in force since anything was told of it counts from now on.
        const incident = markByPresentRules(stored.incident, policy().ruleset.exclusions, now);
        const considered = await considerIncident(records, { ...stored, incident }, situation);
        cameDue += considered.cameDue;
        await records.saveIncident(considered.stored, now);
        incidentIds.add(id);
      }
      if (cameDue > 0) await checkRate(records, policy(), now);
      const expired = await records.expiredOpen(now, BATCH);
      for (const message of expired) {
        await expireMessage(records, message, now);
        incidentIds.add(message.incidentId);
      }
      const held = await records.heldDue(now, BATCH);
      const checks = new TruthChecks(records, policy(), mode, now);
      for (const message of held) {
        await checks.lookAgain(message);
        incidentIds.add(message.incidentId);
      }
      await checks.save();
      const sweeping = await sweepOn(records, policy(), mode, now, (id) => incidentIds.add(id));
      more = sweeping || delays.length === BATCH || expired.length === BATCH || held.length === BATCH;
    });
    this.#options.onCommitted([...incidentIds]);
    return more;
  }
}

export async function clockJumped(records: Records, now: number): Promise<void> {
  await records.addInput({ kind: 'clockJumped' }, now);
  // With the clock set back what nobody knows would not be asked about until it has caught up.
  await records.askSooner('unconfirmed', now + LONGEST_ASK_DELAY_MS, now);
  await records.askSooner('accepted', now + LONGEST_POLL_DELAY_MS, now);
  await tripBreaker(records, 'breakerClock', now);
}

/** Its useful time is over before it left; the incident says so. */
async function expireMessage(records: Records, message: StoredMessage, now: number): Promise<void> {
  await changeMessage(records, message, { type: 'expire' }, now, { code: 'expired', detail: waitedFor(message) });
  await decideSkip(records, message, 'expired', waitedFor(message), now);
}

/** What an expired message was waiting for, for whoever asks why. */
function waitedFor(message: StoredMessage): string | undefined {
  return message.status === 'held' && message.code !== undefined ? sentence(message.code) : 'the carrier could not be used in time';
}
