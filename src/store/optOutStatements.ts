import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema';
import { hotQuery } from './sqlite/hotQuery';

type Db = Kysely<Schema>;

/** Everything that stands against texting a number, in one look: it runs for every contact of every event. */
export const blocksOf = hotQuery((db: Db, p: { recipient: string }) =>
  db
    .selectFrom('suppression')
    .select(['kind', 'reason'])
    .where('recipient', '=', p.recipient)
    .unionAll(
      db
        .selectFrom('inbound')
        .select([
          sql<string>`case when text is null then 'repliedUnseen' else 'replyWaits' end`.as('kind'),
          sql<string>`''`.as('reason'),
        ])
        .where('recipient', '=', p.recipient)
        .where(sql<boolean>`holds = 1`),
    )
    .unionAll(
      db
        .selectFrom('numberLookup')
        .select(['lineType as kind', sql<string>`''`.as('reason')])
        .where('recipient', '=', p.recipient)
        .where('lineType', '=', sql.lit('landline')),
    ),
);

export const nextReplyAt = hotQuery((db: Db, _p: Record<string, never>) =>
  db.selectNoFrom(
    sql<number | null>`(select min(at) from (
      select coalesce(notBefore, createdAt) at from reply where status in ('ready', 'sending', 'unconfirmed') and status = 'ready'
      union all select min(nextAskAt) from reply where status = 'unconfirmed' and nextAskAt is not null
      union all select min(nextAskAt) from reply where status = 'accepted' and nextAskAt is not null))`.as('at'),
  ),
);
