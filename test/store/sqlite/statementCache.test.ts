import sqlite, { type Database, type Statement } from 'node-sqlite3-wasm';
import { StatementCache } from '../../../src/store/sqlite/statementCache';

let database: Database;

beforeEach(() => {
  database = new sqlite.Database(':memory:');
});

afterEach(() => database.close());

it('finalizes what was not used for longest, and everything when cleared', () => {
  const cache = new StatementCache(database, 2);
  const used = new Map<string, Statement>();
  for (const sql of ['select 1', 'select 2', 'select 1', 'select 3']) cache.use(sql, ({ statement }) => used.set(sql, statement));
  const finalized = () => [...used].filter(([, statement]) => statement.isFinalized).map(([sql]) => sql);
  expect(finalized()).toEqual(['select 2']);
  cache.clear();
  expect(finalized()).toEqual(['select 1', 'select 2', 'select 3']);
  expect(cache.size).toBe(0);
});

it('a statement run inside itself is another one, and neither is finalized while in use', () => {
  const cache = new StatementCache(database, 1);
  const sql = 'select ? as n union all select ?';
  const seen = cache.use(sql, ({ statement: outer }) => {
    const rows = outer.iterate([1, 2]);
    const first = rows.next().value;
    const inner = cache.use(sql, ({ statement }) => statement.all([3, 4]));
    cache.use('select 5', ({ statement }) => statement.all());
    return [first, ...inner, ...rows];
  });
  expect(seen).toEqual([{ n: 1 }, { n: 3 }, { n: 4 }, { n: 2 }]);
  expect(cache.size).toBe(1);
  cache.clear();
});

it('what failed is finalized at once and not kept', () => {
  const cache = new StatementCache(database, 4);
  let failed: Statement | undefined;
  const use = () =>
    cache.use("select json('{')", ({ statement }) => {
      failed = statement;
      statement.all();
    });
  expect(use).toThrow('malformed JSON');
  expect(failed?.isFinalized).toBe(true);
  expect(cache.size).toBe(0);
});
