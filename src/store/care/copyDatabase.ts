import { open } from 'node:fs/promises';
import type { Store } from '../store';

/** Small, so that a commit's own sync never waits for more than this to reach the disk. */
const CHUNK_BYTES = 2 * 1_048_576;
/** In the file's header: "may be opened without a log" (SQLite file format, offsets 18 and 19). */
const JOURNAL_MODE_OFFSET = 18;
const AUTO_CHECKPOINT = 1_000;

export interface Copied {
  readonly bytes: number;
  /** How long transactions waited, twice, in milliseconds. */
  readonly pausesMs: readonly [number, number];
}

/**
 * Copies the database as it is at this moment, while it is written to. In WAL mode the main file changes at checkpoints
 * only: one checkpoint brings it up to date, and none runs until it is copied. So transactions wait for that checkpoint,
 * which is as short as those of every minute, and not for the copying. Nobody but this process has the file open.
 */
export async function copyDatabase(store: Store, from: string, to: string, signal: AbortSignal): Promise<Copied> {
  const first = await store.between((database) => {
    const startedAt = performance.now();
    database.execute('PRAGMA wal_autocheckpoint = 0');
    database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    return performance.now() - startedAt;
  });
  let bytes: number;
  try {
    bytes = await copyFile(from, to, signal);
  } finally {
    // A closed store has checkpointed by itself.
    if (!store.isClosed()) await store.between((database) => database.execute(`PRAGMA wal_autocheckpoint = ${AUTO_CHECKPOINT}`));
  }
  const second = await store.between((database) => {
    const startedAt = performance.now();
    database.execute('PRAGMA wal_checkpoint(PASSIVE)');
    return performance.now() - startedAt;
  });
  return { bytes, pausesMs: [first, second] };
}

async function copyFile(from: string, to: string, signal: AbortSignal): Promise<number> {
  const source = await open(from, 'r');
  try {
    const { size } = await source.stat();
    const target = await open(to, 'w', 0o600);
    try {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      let at = 0;
      while (at < size) {
        signal.throwIfAborted();
        const { bytesRead } = await source.read(chunk, 0, Math.min(CHUNK_BYTES, size - at), at);
        if (bytesRead === 0) break;
        if (at === 0) chunk.fill(1, JOURNAL_MODE_OFFSET, JOURNAL_MODE_OFFSET + 2);
        await target.write(chunk, 0, bytesRead, at);
        await target.datasync();
        at += bytesRead;
      }
      await target.sync();
      return at;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
