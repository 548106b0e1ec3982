import type { Database, NormalQueryResult } from 'node-sqlite3-wasm';
import { HeraldError } from '../../heraldError';
import { bindable } from './bindable';
import { StatementCache } from './statementCache';
import { storeError } from './storeError';

export interface StatementResult {
  /** Integers are numbers where that is exact, else bigints; blobs are copies of their own. */
  readonly rows: readonly NormalQueryResult[];
  /** Defined for inserts, updates and deletes without `returning`. */
  readonly changes?: number | undefined;
  /** Of the row just inserted; means nothing after an update, a delete or an insert turned into an update. */
  readonly insertId?: number | bigint | undefined;
}

/** More than the store has different queries; those over `in` lists of any length are what the bound is for. */
const STATEMENTS_KEPT = 256;
const NO_ROWS: readonly NormalQueryResult[] = [];

/** One open database file. Every call is synchronous and throws HeraldErrors as `storeError` makes them. */
export class SqliteDatabase {
  readonly #statements: StatementCache;

  constructor(
    private readonly database: Database,
    readonly file: string,
  ) {
    this.#statements = new StatementCache(database, STATEMENTS_KEPT);
  }

  get isOpen(): boolean {
    return this.database.isOpen;
  }

  get inTransaction(): boolean {
    return this.database.isOpen && this.database.inTransaction;
  }

  get statementsKept(): number {
    return this.#statements.size;
  }

  /** Runs one statement; its prepared form is kept for the next time. */
  execute(sql: string, parameters: readonly unknown[] = []): StatementResult {
    this.#assertOpen();
    const values = bindable(parameters);
    try {
      return this.#statements.use(sql, ({ statement, countsChanges }) => {
        if (!countsChanges) return { rows: statement.all(values) as NormalQueryResult[] };
        const { changes, lastInsertRowid } = statement.run(values);
        return { rows: NO_ROWS, changes, insertId: changes > 0 ? lastInsertRowid : undefined };
      });
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  /** Runs a script of any number of statements, none of them with parameters. */
  runScript(sql: string): void {
    this.#assertOpen();
    try {
      this.database.exec(sql);
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  /** Moves everything into the main file and closes it. Idempotent. An open transaction is rolled back. Does not throw. */
  close(): void {
    if (!this.database.isOpen) return;
    this.#statements.clear();
    try {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // On a full or failing disk what is committed stays in the log file, where the next open finds it.
    }
    this.database.close();
  }

  #assertOpen(): void {
    if (!this.database.isOpen) throw new HeraldError('store.closed', 'The store is closed');
  }
}
