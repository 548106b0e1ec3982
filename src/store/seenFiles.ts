import { type Clock, durations } from '../clock';
import { isHeraldError } from '../heraldError';
import type { SeenFile } from '../intake/records';
import type { Logger } from '../logger';
import type { Store } from './store';

/** What is gone from the directory for so long is forgotten. A share that is away for a while shows no files at all. */
const FORGET_AFTER_MS = 30 * durations.DAY;
const FORGET_EVERY_MS = durations.DAY;

/** What was read of one watched directory, over restarts; a `SeenFiles` for its feed. */
export interface StoredSeenFiles {
  has(name: string, version: string): boolean;
  add(name: string, version: string): void;
  present(names: readonly string[]): void;
  /** Settles when all that was added is written, or could not be. */
  idle(): Promise<void>;
}

/**
 * Reads what is known of a feed's files. What is added counts at once and is written soon after: whatever a crash leaves
 * unwritten is read again, which changes nothing. Names are kept as keyed hashes, since some hold more than a number.
 */
export async function storedSeenFiles(
  store: Pick<Store, 'transaction' | 'personal'>,
  feedId: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<StoredSeenFiles> {
  const known = new Map<string, SeenFile>();
  for (const seen of await store.transaction((records) => records.seenFiles(feedId))) known.set(seen.file, seen);
  const pending = new Map<string, SeenFile>();
  let writing: Promise<void> | undefined;
  let nextForgettingAt = clock.now();
  const hash = (name: string) => store.personal.lookupKey('file', name);

  async function write(): Promise<void> {
    while (pending.size > 0) {
      const files = [...pending.values()];
      pending.clear();
      try {
        await store.transaction((records) => records.saveSeenFiles(feedId, files));
      } catch (error) {
        const code = isHeraldError(error) ? error.code : 'unknown';
        logger.warn('store.seenFilesNotWritten', { feedId, files: files.length, code });
      }
    }
  }

  return {
    has: (name, version) => known.get(hash(name))?.version === version,
    add(name, version) {
      const seen = { file: hash(name), version, seenAt: clock.now() };
      known.set(seen.file, seen);
      pending.set(seen.file, seen);
      writing ??= write().finally(() => {
        writing = undefined;
      });
    },
    present(names) {
      const now = clock.now();
      if (now < nextForgettingAt) return;
      nextForgettingAt = now + FORGET_EVERY_MS;
      const there = new Set(names.map(hash));
      const gone = [...known.values()].filter(({ file, seenAt }) => !there.has(file) && now - seenAt > FORGET_AFTER_MS);
      if (gone.length === 0) return;
      for (const { file } of gone) known.delete(file);
      void store
        .transaction((records) => records.forgetSeenFiles(feedId, gone))
        .catch(() => logger.warn('store.seenFilesNotForgotten', { feedId, files: gone.length }));
    },
    async idle() {
      while (writing !== undefined) await writing;
    },
  };
}
