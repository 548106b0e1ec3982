import { isHeraldError } from '../../heraldError';
import type { SqliteDatabase } from '../sqlite/sqliteDatabase';

type Row = Readonly<Record<string, unknown>>;

export interface Salvaged {
  readonly rows: number;
  /** At least so many could not be read. */
  readonly unreadable: number;
}

const ROWS_AT_ONCE = 200;
/** Row ids skipped, one after the other, twice as many each time, before a table's rest is given up. */
const LONGEST_LEAP = 2 ** 20;

/**
 * Hands `take` every row of a damaged table that can still be read, some at a time. Damaged pages are stepped over; what
 * lay behind them in a table without row ids is tried from its other end.
 */
export function salvageTable(damaged: SqliteDatabase, table: string, take: (rows: readonly Row[]) => void): Salvaged {
  const keys = primaryKey(damaged, table);
  return keys === undefined ? byRowId(damaged, table, take) : byKey(damaged, table, keys, take);
}

function byRowId(damaged: SqliteDatabase, table: string, take: (rows: readonly Row[]) => void): Salvaged {
  const page = `select rowid as "rowid-of-row", * from ${table} where rowid > ? order by rowid limit ?`;
  let rows = 0;
  let unreadable = 0;
  let after = 0;
  let limit = ROWS_AT_ONCE;
  let leap = 1;
  for (;;) {
    const found = tried(() => damaged.execute(page, [after, limit]).rows);
    if (found === undefined) {
      if (limit > 1) {
        limit = 1;
        continue;
      }
      // This row cannot be read, or what leads to it: on the far side of a gap that doubles, something may be.
      unreadable += 1;
      if (leap > LONGEST_LEAP) return { rows, unreadable };
      after += leap;
      leap *= 2;
      continue;
    }
    if (found.length === 0) return { rows, unreadable };
    after = Number(found.at(-1)?.['rowid-of-row']);
    take(found.map(({ 'rowid-of-row': _id, ...row }) => row));
    rows += found.length;
    leap = 1;
    limit = Math.min(ROWS_AT_ONCE, limit * 2);
  }
}

function byKey(damaged: SqliteDatabase, table: string, keys: readonly string[], take: (rows: readonly Row[]) => void): Salvaged {
  const forward = oneWay(damaged, table, keys, 'asc', take);
  if (forward.ended) return { rows: forward.rows, unreadable: 0 };
  const backward = oneWay(damaged, table, keys, 'desc', take);
  return { rows: forward.rows + backward.rows, unreadable: 1 };
}

function oneWay(
  damaged: SqliteDatabase,
  table: string,
  keys: readonly string[],
  order: 'asc' | 'desc',
  take: (rows: readonly Row[]) => void,
): { readonly rows: number; readonly ended: boolean } {
  const names = keys.join(', ');
  const ordered = keys.map((key) => `${key} ${order}`).join(', ');
  let last: Row | undefined;
  let rows = 0;
  let limit = ROWS_AT_ONCE;
  for (;;) {
    const where = last === undefined ? '' : `where (${names}) ${order === 'asc' ? '>' : '<'} (${keys.map(() => '?').join(', ')})`;
    const sql = `select * from ${table} ${where} order by ${ordered} limit ${limit}`;
    const from = last;
    const found = tried(() => damaged.execute(sql, from === undefined ? [] : keys.map((key) => from[key])).rows);
    if (found === undefined && limit > 1) {
      limit = 1;
      continue;
    }
    if (found === undefined) return { rows, ended: false };
    if (found.length === 0) return { rows, ended: true };
    take(found);
    rows += found.length;
    last = found.at(-1);
  }
}

function primaryKey(damaged: SqliteDatabase, table: string): readonly string[] | undefined {
  const sql = damaged.execute('select sql from sqlite_schema where name = ?', [table]).rows[0]?.sql;
  if (!/without\s+rowid/i.test(String(sql))) return undefined;
  const columns = damaged.execute(`select name, pk from pragma_table_info('${table}') where pk > 0 order by pk`).rows;
  return columns.map(({ name }) => String(name));
}

/** Undefined where the file is damaged there. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isHeraldError(error, 'store.corrupt') || isHeraldError(error, 'store.failed')) return undefined;
    throw error;
  }
}
