import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { RecordStore, Records } from '../intake/records';
import { IncidentCache } from './incidentCache';
import { migrate } from './migrate';
import { first } from './migrations/0001_first';
import { callerInfo } from './migrations/0002_callerInfo';
import { framesByFeed } from './migrations/0003_framesByFeed';
import { seenFiles } from './migrations/0004_seenFiles';
import { keptProfile } from './migrations/0005_keptProfile';
import { orderedTexts } from './migrations/0006_orderedTexts';
import { optOut } from './migrations/0007_optOut';
import { findAndAlarms } from './migrations/0008_findAndAlarms';
import type { Personal } from './personal';
import type { Schema } from './schema';
import { openDatabase } from './sqlite/openDatabase';
import type { SqliteDatabase } from './sqlite/sqliteDatabase';
import { WasmDialect } from './sqlite/wasmDialect';
import { TransactionRecords } from './transactionRecords';

export const DATABASE_FILE = 'herald.sqlite';
/** So long at most do transactions follow each other without a look at sockets and timers. */
const TURN_MS = 5;
export const MIGRATIONS = [first, callerInfo, framesByFeed, seenFiles, keptProfile, orderedTexts, optOut, findAndAlarms] as const;

/** The appliance's store in a data directory that the caller owns. */
export interface Store extends RecordStore {
  /** For the console's queries, which only read. */
  readonly db: Kysely<Schema>;
  readonly personal: Personal;
  /** Between two transactions, in one go: `work` has the database to itself, and leaves no transaction open. */
  between<T>(work: (database: SqliteDatabase) => T): Promise<T>;
  close(): Promise<void>;
}

/** Opens or makes the store and brings it to the newest version. Throws `store.*` HeraldErrors. */
export async function openStore(directory: string, personal: Personal): Promise<Store> {
  const database = openDatabase(join(directory, DATABASE_FILE));
  try {
    await migrate(database, MIGRATIONS);
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<Schema>({ dialect: new WasmDialect(database) });
  const cache = new IncidentCache();
  // One at a time from begin to end: what the cache holds must follow the commits in their order.
  let last: Promise<unknown> = Promise.resolve();
  async function one<T>(work: (records: Records) => Promise<T>): Promise<T> {
    try {
      const result = await db.transaction().execute((trx) => work(new TransactionRecords(trx, personal, cache)));
      cache.committed();
      return result;
    } catch (error) {
      cache.rolledBack();
      throw error;
    }
  }
  // SQLite runs in this very thread, so that promises alone lead from one transaction to the next: a long row of them
  // would keep sockets and timers waiting all the while.
  let turnedAt = performance.now();
  async function turn(): Promise<void> {
    if (performance.now() - turnedAt < TURN_MS) return;
    await new Promise((resume) => setImmediate(resume));
    turnedAt = performance.now();
  }
  return {
    db,
    personal,
    close: async () => {
      await db.destroy();
      // Kysely ends only what it has begun: a store that was never asked anything would stay locked.
      database.close();
    },
    between(work) {
      const result = last.then(turn).then(() => work(database));
      last = result.catch(() => undefined);
      return result;
    },
    transaction(work) {
      const result = last.then(turn).then(() => one(work));
      last = result.catch(() => undefined);
      return result;
    },
  };
}
