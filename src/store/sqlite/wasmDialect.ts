import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { HeraldError } from '../../heraldError';
import { ConnectionMutex } from './connectionMutex';
import type { SqliteDatabase } from './sqliteDatabase';

/**
 * Kysely over one open database. There is one connection: a query outside a transaction waits for the transaction under
 * way, and inside one only its `trx` may be used, since waiting for oneself never ends. `destroy` closes the database.
 */
export class WasmDialect implements Dialect {
  constructor(private readonly database: SqliteDatabase) {}

  createDriver(): Driver {
    return new WasmDriver(this.database);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class WasmDriver implements Driver {
  readonly #mutex = new ConnectionMutex();
  readonly #connection: WasmConnection;

  constructor(private readonly database: SqliteDatabase) {
    this.#connection = new WasmConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#mutex.lock();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    try {
      // Whoever began one by hand and never ended it must not pass it on to the next.
      this.#connection.rollback();
    } finally {
      this.#mutex.unlock();
    }
  }

  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    this.#connection.begin(settings.accessMode === 'read only' ? 'begin' : 'begin immediate');
  }

  async commitTransaction(): Promise<void> {
    this.#connection.commit();
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.rollback();
  }

  async savepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`savepoint ${quoted(name)}`);
  }

  async rollbackToSavepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`rollback to ${quoted(name)}`);
  }

  async releaseSavepoint(_connection: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`release ${quoted(name)}`);
  }

  async destroy(): Promise<void> {
    await this.#mutex.lock();
    try {
      this.database.close();
    } finally {
      this.#mutex.unlock();
    }
  }
}

class WasmConnection implements DatabaseConnection {
  #transaction = false;

  constructor(private readonly database: SqliteDatabase) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.run(query.sql, query.parameters);
  }

  // biome-ignore lint/correctness/useYield: refuses before the first row
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new HeraldError('store.cannotStream', 'This store does not stream: page through the rows instead');
  }

  run<R>(sql: string, parameters: readonly unknown[] = []): QueryResult<R> {
    this.#assertTransactionStands();
    const { rows, changes, insertId } = this.database.execute(sql, parameters);
    if (changes === undefined) return { rows: rows as R[] };
    return {
      rows: rows as R[],
      numAffectedRows: BigInt(changes),
      ...(insertId === undefined ? undefined : { insertId: BigInt(insertId) }),
    };
  }

  begin(statement: string): void {
    this.database.execute(statement);
    this.#transaction = true;
  }

  commit(): void {
    this.#assertTransactionStands();
    this.database.execute('commit');
    this.#transaction = false;
  }

  rollback(): void {
    this.#transaction = false;
    if (this.database.inTransaction) this.database.execute('rollback');
  }

  /** SQLite itself rolls back when the disk fails or is full: what came next would then commit one by one. */
  #assertTransactionStands(): void {
    if (this.#transaction && !this.database.inTransaction) {
      throw new HeraldError('store.transactionLost', 'The transaction was rolled back by an earlier failure');
    }
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
