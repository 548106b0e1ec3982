import type { Kysely } from 'kysely';
import type { ChainTrail } from '../auditChain';
import type { Personal } from '../personal';
import type { Schema } from '../schema';
import type { SqliteDatabase } from '../sqlite/sqliteDatabase';
import { doubtOpen } from './doubtOpen';
import type { Restored } from './restore';

/**
 * A restored store says so itself until what came after its backup has been read again and doubted: until then a text that
 * came due by the reading looks like any other, and may have been sent already.
 */
const KEY = 'recovering';

/** Within the transaction, or before the store is put in place. */
export function markRecovering(database: SqliteDatabase, personal: Personal, restored: Restored): void {
  database.execute('insert or replace into setting (key, value) values (?, ?)', [
    KEY,
    personal.sealText(JSON.stringify(restored), 'setting.value'),
  ]);
}

/** What is still to be recovered from; undefined where it is done. */
export async function readRecovering(db: Kysely<Schema>, personal: Personal): Promise<Restored | undefined> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', KEY).executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(personal.openText(row.value, 'setting.value')) as Restored);
}

/** Doubts every text that has not left, and is done with it, both in the caller's transaction. How many texts are in doubt. */
export async function endRecovering(db: Kysely<Schema>, trail: ChainTrail, now: number): Promise<number> {
  const doubted = await doubtOpen(db, trail, now);
  await db.deleteFrom('setting').where('key', '=', KEY).execute();
  return doubted;
}
