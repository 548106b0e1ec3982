import { sql, type Transaction } from 'kysely';

/**
 * Runs `work` inside the transaction so that, where it throws, only what it did is undone; the error is thrown on, and the
 * transaction can go on. May be nested. Not for two at a time: savepoints are a stack.
 */
export async function savepoint<DB, T>(trx: Transaction<DB>, work: (trx: Transaction<DB>) => Promise<T>): Promise<T> {
  await sql`savepoint work`.execute(trx);
  let result: T;
  try {
    result = await work(trx);
  } catch (error) {
    // Where SQLite has already undone the whole transaction there is no savepoint left; the first error is what matters.
    await undo(trx).catch(() => undefined);
    throw error;
  }
  await sql`release work`.execute(trx);
  return result;
}

async function undo<DB>(trx: Transaction<DB>): Promise<void> {
  await sql`rollback to work`.execute(trx);
  await sql`release work`.execute(trx);
}
