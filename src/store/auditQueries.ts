import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema';

/** Who and what there is in the audit, each in order. Steps from one to the next in the index: there may be a million entries. */
export async function auditNames(db: Kysely<Schema>): Promise<{ readonly identities: string[]; readonly actions: string[] }> {
  const of = async (column: 'identity' | 'action') => {
    const name = sql.ref(column);
    const { rows } = await sql<{ name: string | null }>`
      with recursive each(name) as (
        select min(${name}) from audit
        union all
        select (select min(${name}) from audit where ${name} > each.name) from each where each.name is not null
      )
      select name from each where name is not null`.execute(db);
    return rows.flatMap(({ name: found }) => found ?? []);
  };
  return { identities: await of('identity'), actions: await of('action') };
}

/** Which incident each of these texts is about; texts that are not there are left out. */
export async function incidentsOfTexts(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .select(['id', 'incidentId'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, incidentId }) => [id, incidentId]));
}
