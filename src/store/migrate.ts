import { HeraldError, isHeraldError } from '../heraldError';
import type { SqliteDatabase } from './sqlite/sqliteDatabase';

/** What a migration may use: scripts for tables, single statements with parameters for rows. */
export type MigrationDatabase = Pick<SqliteDatabase, 'execute' | 'runScript'>;

/** One step of the schema. Tables are STRICT. Once released it never changes: what it got wrong, a later one mends. */
export interface Migration {
  /** 1 for the first, and one more each time. */
  readonly number: number;
  /** What changed, for people: `outboxCandidates`. */
  readonly name: string;
  up(database: MigrationDatabase): void | Promise<void>;
}

/**
 * Brings the store to the last of `migrations`, each in a transaction of its own, so that one that fails leaves the store
 * at the version before it. Throws `store.newerVersion` where a newer Herald has written the store, and otherwise what
 * the migration threw, with its number and name. Nothing else may use the database meanwhile.
 */
export async function migrate(
  database: SqliteDatabase,
  migrations: readonly Migration[],
): Promise<{ readonly from: number; readonly to: number }> {
  assertNumbered(migrations);
  const from = schemaVersion(database);
  const to = migrations.length;
  if (from > to) {
    throw new HeraldError(
      'store.newerVersion',
      `The store was written by a newer Herald: it is at version ${from}, this Herald knows ${to}`,
      { storeVersion: from, knownVersion: to },
    );
  }
  for (const migration of migrations.slice(from)) await apply(database, migration);
  return { from, to };
}

/** The number of the last migration the store has seen; 0 for an empty one. */
export function schemaVersion(database: SqliteDatabase): number {
  return Number(database.execute('PRAGMA user_version').rows[0]?.user_version ?? 0);
}

async function apply(database: SqliteDatabase, migration: Migration): Promise<void> {
  database.execute('BEGIN IMMEDIATE');
  try {
    await migration.up(database);
    const broken = database.execute('PRAGMA foreign_key_check').rows.length;
    if (broken > 0) throw new HeraldError('store.constraint', `${broken} rows refer to rows that do not exist`);
    // Part of the transaction, as it is kept in the file's header page.
    database.execute(`PRAGMA user_version = ${migration.number}`);
    database.execute('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.execute('ROLLBACK');
    throw failed(migration, error);
  }
}

function failed(migration: Migration, error: unknown): HeraldError {
  const context = { migration: migration.number, name: migration.name };
  const step = `Migration ${migration.number} (${migration.name})`;
  if (isHeraldError(error)) return new HeraldError(error.code, `${step}: ${error.message}`, { ...error.context, ...context });
  return new HeraldError('store.failed', `${step} failed`, context, { cause: error });
}

function assertNumbered(migrations: readonly Migration[]): void {
  const wrong = migrations.find((migration, index) => migration.number !== index + 1);
  if (wrong !== undefined) {
    throw new HeraldError('internal.migrationNumbers', `Migration ${wrong.number} (${wrong.name}) is out of order`);
  }
}
