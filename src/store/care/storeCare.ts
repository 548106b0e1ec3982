import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, durations } from '../../clock';
import { isHeraldError } from '../../heraldError';
import type { Logger } from '../../logger';
import type { OwnedStore } from '../openOwnedStore';
import { DATABASE_FILE } from '../store';
import { Backups, freeBytes, nextBackupAt } from './backups';
import { purge } from './purge';
import type { Retention } from './purgeRows';
import { NIGHT_HOURS, nextPurgeAt, PURGE_ANYWAY_MS, PURGE_EVERY_MS } from './purgeTimes';
import { markDamaged, type Restored } from './restore';
import type { StoreState } from './storeHealth';

export interface StoreCareOptions {
  readonly owned: OwnedStore;
  readonly retention: Retention;
  readonly isBusy: () => boolean;
  /** The hour of the day at a moment, where the agency is: purges are for the night. */
  readonly localHour: (at: number) => number;
  /** For how long the machine has slept as announced, in all. */
  readonly sleptMs?: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChanged: () => void;
}

/** What a console and the alarms are told. */
export interface StoreFacts {
  readonly state: StoreState;
  readonly since: number;
  readonly lastBackupAt: number | undefined;
  readonly lastBackupReason: string | undefined;
  readonly backupDueSince: number | undefined;
  readonly keyFileMade: string | undefined;
  readonly keyFileMadeAt: number | undefined;
  readonly restored: Restored | undefined;
  readonly freeBytes: number | undefined;
  readonly sizeBytes: number;
}

const TICK_MS = 5 * durations.SECOND;
const FIRST_BACKUP_AFTER_MS = 2 * durations.MINUTE;
const TRY_BACKUP_AGAIN_MS = 10 * durations.MINUTE;
/** A clock that is far ahead would have everything purged: a person gets a day to see that it is wrong. */
const STEADY_FOR_MS = durations.DAY;
const GAP_MS = 14 * durations.DAY;

/** Backups by the hour, purges by night, and a look at whether a store that failed works again. */
export class StoreCare {
  readonly backups: Backups;
  readonly #options: StoreCareOptions;
  readonly #stopping = new AbortController();
  readonly #startedAt: number;
  readonly #startedMonotonic: number;
  #cancel = () => {};
  #working: Promise<void> | undefined;
  #backupTriedAt: number | undefined;
  #steadySince: number;
  #wall: number;

  constructor(options: StoreCareOptions) {
    this.#options = options;
    const { owned, clock, logger } = options;
    this.backups = new Backups({ store: owned.store, directory: owned.directory, clock, logger });
    this.#startedAt = clock.now();
    this.#startedMonotonic = clock.monotonicMs();
    this.#steadySince = this.#startedMonotonic;
    this.#wall = this.#startedAt;
  }

  start(): void {
    this.#cancel = this.#options.clock.after(TICK_MS, () => this.#tick());
  }

  /** Idempotent. Gives up what is under way; it begins anew after the next start. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#stopping.abort();
    await this.backups.stop();
    await this.#working;
  }

  /** A backup, a purge or a look at the store is under way. */
  isWorking(): boolean {
    return this.#working !== undefined;
  }

  facts(): StoreFacts {
    const { owned, clock } = this.#options;
    const { health } = owned;
    const { last } = this.backups;
    const lastBackupAt = this.backups.list()[0]?.at;
    const overdue = nextBackupAt(lastBackupAt ?? this.#startedAt, clock.now()) + durations.HOUR;
    return {
      state: health.state,
      since: health.since,
      lastBackupAt,
      lastBackupReason: last?.reason,
      backupDueSince: overdue < clock.now() ? overdue : undefined,
      keyFileMade: owned.uncopiedKey.made()?.file,
      keyFileMadeAt: owned.uncopiedKey.made()?.at,
      restored: owned.restored,
      freeBytes: quietly(() => freeBytes(owned.directory)),
      sizeBytes: sizeOf(owned.directory),
    };
  }

  /** Makes a backup now; what came of it. */
  async backupNow() {
    const attempt = await this.backups.make();
    if (attempt.damaged) this.#damaged(attempt.reason ?? 'a backup');
    this.#options.onChanged();
    return attempt;
  }

  #tick(): void {
    this.#working ??= this.#work()
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) {
          this.#options.logger.error('store.careFailed', { code: isHeraldError(error) ? error.code : 'unknown' });
        }
      })
      .finally(() => {
        this.#working = undefined;
        if (!this.#stopping.signal.aborted) this.#cancel = this.#options.clock.after(TICK_MS, () => this.#tick());
      });
  }

  async #work(): Promise<void> {
    const { owned, clock } = this.#options;
    this.#watchClock();
    if (owned.health.state !== 'ok') await this.#tryToWrite();
    if (owned.health.state !== 'ok') return;
    if (this.#backupIsDue()) {
      this.#backupTriedAt = clock.monotonicMs();
      await this.backupNow();
    }
    if (await this.#purgeIsDue()) await this.#purge();
  }

  #backupIsDue(): boolean {
    const { clock } = this.#options;
    const monotonic = clock.monotonicMs();
    if (monotonic - this.#startedMonotonic < FIRST_BACKUP_AFTER_MS) return false;
    if (this.#backupTriedAt !== undefined && monotonic - this.#backupTriedAt < TRY_BACKUP_AGAIN_MS) return false;
    return nextBackupAt(this.backups.list()[0]?.at, clock.now()) <= clock.now();
  }

  /** What a full or read-only disk refused is tried again with the smallest of writes. */
  async #tryToWrite(): Promise<void> {
    const { owned, clock, logger, onChanged } = this.#options;
    const { state } = owned.health;
    try {
      await owned.store.transaction((records) => records.saveSetting('lastSeenAt', clock.now()));
      owned.health.wrote();
      if (owned.health.state === 'ok') logger.info('store.worksAgain', { after: state });
    } catch {
      // It still fails, which the store's health has been told.
    }
    if (owned.health.state !== state) onChanged();
  }

  /** Purges wait until the clock has run evenly for a day, after it was set or the machine was off for long. */
  #watchClock(): void {
    const { clock } = this.#options;
    const wall = clock.now();
    const sinceStart = clock.monotonicMs() - this.#startedMonotonic;
    const slept = this.#options.sleptMs?.() ?? 0;
    const drift = wall - this.#startedAt - sinceStart - slept - (this.#wall - this.#startedAt);
    if (Math.abs(drift) > durations.HOUR) {
      this.#wall += drift;
      this.#steadySince = clock.monotonicMs();
    }
  }

  async #purgeIsDue(): Promise<boolean> {
    const { owned, clock, localHour } = this.#options;
    const last = await owned.store.transaction((records) => records.setting('lastPurgeAt'));
    const now = clock.now();
    if (last === undefined) {
      await owned.store.transaction((records) => records.saveSetting('lastPurgeAt', now));
      return false;
    }
    const since = now - last;
    if (this.#waitsForClock(since)) return false;
    return since < 0 || since > PURGE_ANYWAY_MS || (since > PURGE_EVERY_MS && NIGHT_HOURS.has(localHour(now)));
  }

  #waitsForClock(since: number): boolean {
    const wasAway = since > GAP_MS || since < 0;
    const isMoved = this.#steadySince !== this.#startedMonotonic;
    return (wasAway || isMoved) && this.#options.clock.monotonicMs() - this.#steadySince < STEADY_FOR_MS;
  }

  /** When the next purge may come at the earliest, the last having been at `last`. */
  nextPurge(last: number): { readonly at: number; readonly waitsForClock: boolean } {
    const { clock, localHour } = this.#options;
    const now = clock.now();
    const waitsForClock = this.#waitsForClock(now - last);
    const from = waitsForClock ? now + STEADY_FOR_MS - (clock.monotonicMs() - this.#steadySince) : now;
    return { at: nextPurgeAt(Math.min(last, now), from, localHour), waitsForClock };
  }

  async #purge(): Promise<void> {
    const { owned, retention, isBusy, clock, logger, onChanged } = this.#options;
    const { store, ring } = owned;
    const { signal } = this.#stopping;
    const purged = await purge({ store, ring, retention, backups: this.backups, clock, logger, signal, isBusy });
    const { frames, incidents, texts, audit } = purged;
    await store.transaction(async (records) => {
      await records.saveSetting('lastPurgeAt', clock.now());
      await records.saveSetting('lastPurge', { at: clock.now(), frames, incidents, texts, audit });
    });
    onChanged();
  }

  #damaged(reason: string): void {
    const { owned, clock } = this.#options;
    quietly(() => markDamaged(owned.directory, { at: clock.now(), reason }));
    owned.health.damaged();
  }
}

function sizeOf(directory: string): number {
  const sizes = ['', '-wal'].map((end) => quietly(() => statSync(join(directory, `${DATABASE_FILE}${end}`)).size) ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
