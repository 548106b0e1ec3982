import { sql } from 'kysely';
import type { Profile } from '../../../src/profile';
import type { Desk } from '../../support/desk';
import { addAliLink } from './aliLink';

/**
 * One desk for many stories: opening a store and preparing its statements costs more than a whole story. Before each,
 * everything is wiped but the incidents' own rows, since an incident's id must never come again: the store remembers
 * incidents by it.
 */
export async function deskAt(desk: Desk, startsAt: number, profile: Profile): Promise<Desk> {
  const { db } = desk.store;
  const tables = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(db);
  await db.transaction().execute(async (trx) => {
    for (const { name } of tables.rows) {
      if (name === 'incident') await sql`update incident set delayDueAt = null`.execute(trx);
      else await sql`delete from ${sql.table(name)}`.execute(trx);
    }
  });
  // What these stories prove does not hang on power cuts.
  await sql`pragma synchronous = off`.execute(db);
  desk.profile = profile;
  addAliLink(desk);
  desk.clock.jump(startsAt - desk.clock.now());
  return desk;
}
