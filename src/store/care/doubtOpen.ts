import { CompiledQuery, type Kysely } from 'kysely';
import { FIRST_ASK_MS } from '../../outbox/retryPolicy';
import type { ChainTrail } from '../auditChain';
import type { Schema } from '../schema';

type Statement = readonly [sql: string, parameters: readonly number[]];

/**
 * Held or ready as far as is known; what was committed last may be lost, and with it that it was sent. Changes are written
 * with ids beyond `lastChange`, the last of those that the chain has seen, be they lost or not.
 */
export function doubtStatements(now: number, lastChange = 0): Readonly<Record<'history' | 'messages' | 'replies', Statement>> {
  const open = "status in ('held', 'ready', 'sending')";
  const askAt = now + FIRST_ASK_MS;
  return {
    history: [
      `insert into messageChange (id, messageId, at, input, before, after, code)
       select max(?, (select coalesce(max(id), 0) from messageChange)) + row_number() over (order by rowid),
         id, ?, 'store restored', status, 'unconfirmed', 'carrierOutcomeUnknown' from message where ${open}`,
      [lastChange, now],
    ],
    messages: [
      `update message set status = 'unconfirmed', code = 'carrierOutcomeUnknown', detail = null, notBefore = null,
         sendingAt = coalesce(sendingAt, min(dueAt, ?)), nextAskAt = ? where ${open}`,
      [now, askAt],
    ],
    // Answers to replies too: nobody gets a second confirmation.
    replies: [
      `update reply set status = 'unconfirmed', code = 'carrierOutcomeUnknown', notBefore = null,
         sendingAt = coalesce(sendingAt, createdAt), nextAskAt = ? where status in ('ready', 'sending')`,
      [askAt],
    ],
  };
}

/** The same within a transaction of the store, on the chain like every other change. How many texts are in doubt. */
export async function doubtOpen(db: Kysely<Schema>, trail: ChainTrail, now: number): Promise<number> {
  const { history, messages, replies } = doubtStatements(now);
  const run = ([sql, parameters]: Statement) => db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
  const before = await db
    .selectFrom('messageChange')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst();
  await run(history);
  const { numAffectedRows } = await run(messages);
  await run(replies);
  const changes = db.selectFrom('messageChange').selectAll();
  for (const row of await changes
    .where('id', '>', Number(before?.id ?? 0))
    .orderBy('id')
    .execute()) {
    trail.messageChange(row.id, row);
    await trail.spill(db);
  }
  return Number(numAffectedRows ?? 0);
}
