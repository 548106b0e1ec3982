import type { Kysely } from 'kysely';
import type { Schema } from './schema';

/** When the oldest of what is still here came, epoch milliseconds; undefined where there is none. */
export interface OldestKept {
  readonly framesAt: number | undefined;
  readonly incidentsAt: number | undefined;
  readonly auditAt: number | undefined;
}

/** By id, which is the order they came in: a search by time would read all of them. */
export async function oldestKept(db: Kysely<Schema>): Promise<OldestKept> {
  const [frame, incident, audit] = await Promise.all([
    db.selectFrom('frame').select('receivedAt').orderBy('id').limit(1).executeTakeFirst(),
    db.selectFrom('incident').select('createdAt').orderBy('id').limit(1).executeTakeFirst(),
    db.selectFrom('audit').select('at').orderBy('id').limit(1).executeTakeFirst(),
  ]);
  return { framesAt: frame?.receivedAt, incidentsAt: incident?.createdAt, auditAt: audit?.at };
}
