import { join } from 'node:path';
import { Kysely, type Transaction } from 'kysely';
import type { RecordStore, Records } from '../intake/records';
import { AccountRecords, type AccountStore } from './accounts';
import { beginChain } from './auditBeginning';
import { AuditChain, type ChainHead, type ChainTrail, chainKeyOf } from './auditChain';
import { type PurgedLinks, purgeLinks } from './care/purgeLinks';
import { endRecovering } from './care/recovering';
import { IncidentCache } from './incidentCache';
import { migrate } from './migrate';
import { first } from './migrations/0001_first';
import { callerInfo } from './migrations/0002_callerInfo';
import { framesByFeed } from './migrations/0003_framesByFeed';
import { seenFiles } from './migrations/0004_seenFiles';
import { keptProfile } from './migrations/0005_keptProfile';
import { orderedTexts } from './migrations/0006_orderedTexts';
import { optOut } from './migrations/0007_optOut';
import { retention } from './migrations/0008_retention';
import { findAndAlarms } from './migrations/0009_findAndAlarms';
import { policyAndInputs } from './migrations/0010_policyAndInputs';
import { access } from './migrations/0011_access';
import { manyWaiting } from './migrations/0012_manyWaiting';
import { boardOfMany } from './migrations/0013_boardOfMany';
import { auditByPerson } from './migrations/0014_auditByPerson';
import { heldUntilATime } from './migrations/0015_heldUntilATime';
import { PassedOver } from './passedOver';
import type { Personal } from './personal';
import type { Schema } from './schema';
import { openDatabase } from './sqlite/openDatabase';
import type { SqliteDatabase } from './sqlite/sqliteDatabase';
import { WasmDialect } from './sqlite/wasmDialect';
import { TransactionRecords } from './transactionRecords';
import { Turn } from './turn';

export const DATABASE_FILE = 'herald.sqlite';
/** So long at most do transactions follow each other without a look at sockets and timers. */
const TURN_MS = 5;
export const MIGRATIONS = [
  first,
  callerInfo,
  framesByFeed,
  seenFiles,
  keptProfile,
  orderedTexts,
  optOut,
  retention,
  findAndAlarms,
  policyAndInputs,
  access,
  manyWaiting,
  boardOfMany,
  auditByPerson,
  heldUntilATime,
] as const;

/** The appliance's store in a data directory that the caller owns. */
export interface Store extends RecordStore, AccountStore {
  /** For the console's queries, which only read. */
  readonly db: Kysely<Schema>;
  readonly personal: Personal;
  /** Between two transactions, in one go: `work` has the database to itself, and leaves no transaction open. */
  between<T>(work: (database: SqliteDatabase) => T): Promise<T>;
  /** Its rows were deleted otherwise than by records. */
  forgetIncident(id: number): void;
  isClosed(): boolean;
  /** After a damaged store was restored and its journal read: every text that has not left is in doubt. How many. */
  endRecovering(now: number): Promise<number>;
  /** Purges some of the oldest links of the audit's chain, if all in them is older than `before`. */
  purgeLinks(before: number): Promise<PurgedLinks>;
  /** The end of the audit's chain, as of the last commit. */
  auditHead(): ChainHead;
  /** Since when the audit could not be written; undefined while it can. What should have been on record was not done then. */
  auditFailedAt(): number | undefined;
  close(): Promise<void>;
}

type Work<T> = (records: Records, trx: Transaction<Schema>, trail: ChainTrail) => Promise<T>;

/** Opens or makes the store and brings it to the newest version. Throws `store.*` HeraldErrors. */
export async function openStore(directory: string, personal: Personal): Promise<Store> {
  return storeOver(openDatabase(join(directory, DATABASE_FILE)), personal);
}

/** Brings an open database to the newest version and makes a store of it, which closes it. */
export async function storeOver(database: SqliteDatabase, personal: Personal): Promise<Store> {
  try {
    await migrate(database, MIGRATIONS);
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<Schema>({ dialect: new WasmDialect(database) });
  const cache = new IncidentCache();
  const between = new Turn();
  const passedOver = new PassedOver();
  between.policyVersion = await versionInForce(db);
  let chain: AuditChain;
  try {
    chain = new AuditChain(chainKeyOf(personal), await beginChain(db, personal));
  } catch (error) {
    await db.destroy();
    database.close();
    throw error;
  }
  let auditFailedAt: number | undefined;
  // One at a time from begin to end: what the cache holds must follow the commits in their order.
  let last: Promise<unknown> = Promise.resolve();
  async function one<T>(work: Work<T>): Promise<T> {
    const trail = chain.begin();
    try {
      const result = await db.transaction().execute(async (trx) => {
        const outcome = await work(new TransactionRecords(trx, personal, cache, between, trail, passedOver), trx, trail);
        // What cannot be proven is not done: the transaction fails with it.
        await chain.write(trx, trail);
        return outcome;
      });
      chain.committed();
      cache.committed();
      between.committed();
      if (trail.isUsed) auditFailedAt = undefined;
      return result;
    } catch (error) {
      if (trail.failed) auditFailedAt ??= Date.now();
      chain.rolledBack();
      cache.rolledBack();
      between.rolledBack();
      passedOver.forget();
      throw error;
    }
  }
  function inTurn<T>(work: Work<T>): Promise<T> {
    const result = last.then(turn).then(() => one(work));
    last = result.catch(() => undefined);
    return result;
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
    forgetIncident: (id) => cache.forget(id),
    isClosed: () => !database.isOpen,
    close: async () => {
      await db.destroy();
      // Kysely ends only what it has begun: a store that was never asked anything would stay locked.
      database.close();
    },
    auditHead: () => chain.head(),
    auditFailedAt: () => auditFailedAt,
    between(work) {
      const result = last.then(turn).then(() => work(database));
      last = result.catch(() => undefined);
      return result;
    },
    endRecovering: (now) => inTurn((_records, trx, trail) => endRecovering(trx, trail, now)),
    purgeLinks: (before) => inTurn((_records, trx, trail) => purgeLinks(trx, { personal, trail, before, last: chain.head().link })),
    transaction: (work) => inTurn(work),
    accounts: (work) => inTurn((records, trx) => work(new AccountRecords(trx, personal, (record) => records.audit(record)))),
  };
}

async function versionInForce(db: Kysely<Schema>): Promise<number | undefined> {
  const row = await db
    .selectFrom('policyVersion')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst();
  return row?.id ?? undefined;
}
