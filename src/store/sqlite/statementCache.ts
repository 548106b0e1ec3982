import type { Database, Statement } from 'node-sqlite3-wasm';
import { HeraldError } from '../../heraldError';

export interface PreparedStatement {
  readonly statement: Statement;
  /** True for an insert, update or delete without `returning`; everything else is run for its rows. */
  readonly countsChanges: boolean;
}

/**
 * Prepared statements by their SQL, least recently used first. A statement in use is out of the cache, so that nothing
 * finalizes it meanwhile, and the same SQL run inside it gets a statement of its own.
 */
export class StatementCache {
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(
    private readonly database: Database,
    private readonly limit: number,
  ) {}

  get size(): number {
    return this.#statements.size;
  }

  /** Runs `work` with the statement for `sql`. */
  use<T>(sql: string, work: (prepared: PreparedStatement) => T): T {
    const prepared = this.#take(sql);
    let result: T;
    try {
      result = work(prepared);
    } catch (error) {
      // After a failed step sqlite3_reset repeats the error, which the WASM build takes for a failure of the next use.
      finalizeQuietly(prepared);
      throw error;
    }
    this.#giveBack(sql, prepared);
    return result;
  }

  /** Finalizes every statement: one left open would keep its memory, and the file locked. */
  clear(): void {
    for (const prepared of this.#statements.values()) finalizeQuietly(prepared);
    this.#statements.clear();
  }

  #take(sql: string): PreparedStatement {
    const cached = this.#statements.get(sql);
    if (cached === undefined) return prepare(this.database, sql);
    this.#statements.delete(sql);
    return cached;
  }

  #giveBack(sql: string, prepared: PreparedStatement): void {
    if (this.#statements.has(sql)) {
      finalizeQuietly(prepared);
      return;
    }
    this.#statements.set(sql, prepared);
    if (this.#statements.size <= this.limit) return;
    const [oldestSql, oldest] = this.#statements.entries().next().value as [string, PreparedStatement];
    this.#statements.delete(oldestSql);
    finalizeQuietly(oldest);
  }
}

function prepare(database: Database, sql: string): PreparedStatement {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trim();
  // SQLite prepares the first statement and leaves the rest, which the WASM build drops without a word.
  if (/;\s*\S/.test(bare) && !/^create\s+(?:temp\w*\s+)?trigger\b/i.test(bare)) {
    throw new HeraldError('store.severalStatements', 'Only a script can hold several statements');
  }
  const countsChanges = /^(?:insert|update|delete|replace)\b/i.test(bare) && !/\breturning\b/i.test(bare);
  return { statement: database.prepare(sql), countsChanges };
}

/** sqlite3_finalize frees the statement in any case, and answers with the error of its last step. */
function finalizeQuietly(prepared: PreparedStatement): void {
  try {
    prepared.statement.finalize();
  } catch {
    // That error was thrown when the step failed.
  }
}
