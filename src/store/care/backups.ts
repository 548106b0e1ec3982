import { renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, durations } from '../../clock';
import { isHeraldError } from '../../heraldError';
import type { Logger } from '../../logger';
import { syncDirectory } from '../keys/ringFile';
import { DATABASE_FILE, type Store } from '../store';
import { type BackupFile, backupName, backupsToDrop, listBackups, prepareBackupDirectory } from './backupFiles';
import { checkCopy } from './checkCopy';
import { copyDatabase } from './copyDatabase';

export interface BackupAttempt {
  readonly at: number;
  readonly backup: BackupFile | undefined;
  /** Why there is none. */
  readonly reason: string | undefined;
  /** The copy was made and is not a whole database: so is, then, what it was made of. */
  readonly damaged: boolean;
}

export interface BackupDeps {
  readonly store: Store;
  /** The data directory. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the disk must have left after a backup: room to go on with. */
const SPARE_BYTES = 256 * 1_048_576;

/** Copies of the store that were found whole, in `backups/` of the data directory. */
export class Backups {
  readonly #deps: BackupDeps;
  readonly #stopping = new AbortController();
  #running: Promise<BackupAttempt> | undefined;
  #last: BackupAttempt | undefined;

  constructor(deps: BackupDeps) {
    this.#deps = deps;
  }

  get last(): BackupAttempt | undefined {
    return this.#last;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  list(): readonly BackupFile[] {
    return listBackups(this.#deps.directory);
  }

  /** Makes one and checks it; whoever asks while one is being made gets that. Does not reject. */
  make(): Promise<BackupAttempt> {
    this.#running ??= this.#make().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Undefined where there is none of that name. */
  async verify(name: string) {
    const backup = this.list().find((one) => one.name === name);
    if (backup === undefined) return undefined;
    return checkCopy(join(this.#deps.directory, 'backups', name), this.#stopping.signal);
  }

  /** Gives up what is being made. Before the store closes, whose closing writes into the file that is copied. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #make(): Promise<BackupAttempt> {
    const { clock, logger } = this.#deps;
    const at = clock.now();
    const attempt = await this.#attempt(at).catch((error: unknown): BackupAttempt => {
      if (this.#stopping.signal.aborted) return { at, backup: undefined, reason: 'Herald is stopping', damaged: false };
      return { at, backup: undefined, reason: reasonOf(error), damaged: isHeraldError(error, 'store.corrupt') };
    });
    this.#last = attempt;
    if (attempt.reason !== undefined && !this.#stopping.signal.aborted) {
      logger.error('store.backupFailed', { reason: attempt.reason, damaged: attempt.damaged });
    }
    return attempt;
  }

  async #attempt(at: number): Promise<BackupAttempt> {
    const { store, directory, logger } = this.#deps;
    const target = prepareBackupDirectory(directory);
    const file = join(directory, DATABASE_FILE);
    this.#makeRoom(statSync(file).size);
    const name = backupName(at);
    const draft = join(target, `${name}.unchecked`);
    const { signal } = this.#stopping;
    const startedAt = performance.now();
    try {
      const { bytes, pausesMs } = await copyDatabase(store, file, draft, signal);
      const copiedAt = performance.now();
      const { whole, reason } = await checkCopy(draft, signal);
      if (!whole) return { at, backup: undefined, reason: `the copy is not whole: ${reason}`, damaged: true };
      renameSync(draft, join(target, name));
      syncDirectory(target);
      const backup = { name, at, bytes };
      logger.info('store.backedUp', {
        bytes,
        pauseMs: Math.round(Math.max(...pausesMs)),
        copyMs: Math.round(copiedAt - startedAt),
        checkMs: Math.round(performance.now() - copiedAt),
      });
      for (const { name: old } of backupsToDrop(this.list(), at)) rmSync(join(target, old), { force: true });
      return { at, backup, reason: undefined, damaged: false };
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Older backups go before a new one fills the disk that the store itself needs; one always stays. */
  #makeRoom(bytes: number): void {
    const { directory, logger } = this.#deps;
    const kept = [...this.list()];
    while (freeBytes(directory) < bytes + SPARE_BYTES) {
      const oldest = kept.pop();
      if (oldest === undefined || kept.length === 0)
        throw new NoRoom(`the disk has no room for a backup of ${Math.ceil(bytes / 1_048_576)} MB`);
      logger.warn('store.backupDropped', { name: oldest.name, reason: 'the disk is nearly full' });
      rmSync(join(directory, 'backups', oldest.name), { force: true });
    }
  }
}

class NoRoom extends Error {}

export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** When the next is due: an hour after the last, whichever run of Herald made it. */
export function nextBackupAt(last: number | undefined, now: number): number {
  // A clock that was ahead must not keep backups away until it is reached again.
  return last === undefined || last > now ? now : last + durations.HOUR;
}

function reasonOf(error: unknown): string {
  if (error instanceof NoRoom || isHeraldError(error)) return error.message;
  return `the system says ${(error as NodeJS.ErrnoException).code ?? 'no'}`;
}
