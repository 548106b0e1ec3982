import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HeraldError } from '../../../src/heraldError';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import type { SqliteDatabase } from '../../../src/store/sqlite/sqliteDatabase';
import { temporaryDirectory } from '../support/temporaryDirectory';

let database: SqliteDatabase;

beforeEach(() => {
  database = openDatabase(path.join(temporaryDirectory(), 'herald.sqlite'));
  database.runScript(`
    create table incident (id integer primary key, number text not null unique) strict;
    create table message (
      id integer primary key, incident integer references incident, text blob, segments integer check (segments > 0)
    ) strict;
  `);
});

afterEach(() => database.close());

function refusal(sql: string, parameters: unknown[] = []): HeraldError {
  try {
    database.execute(sql, parameters);
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

it('says how many rows changed and which id an insert got', () => {
  expect(database.execute('insert into incident (number) values (?), (?)', ['A1', 'A2'])).toMatchObject({
    changes: 2,
    insertId: 2,
  });
  expect(database.execute("update incident set number = number || 'x'")).toMatchObject({ changes: 2 });
  expect(database.execute('insert or ignore into incident (number) values (?)', ['A1x'])).toEqual({ rows: [], changes: 0 });
  expect(database.execute('delete from incident returning id').rows).toEqual([{ id: 1 }, { id: 2 }]);
  // All of it was done, and nothing of the statement is left open to hold up a commit.
  expect(database.execute('select * from incident').rows).toEqual([]);
});

it('hands blobs out as copies of their own, and keeps empty ones apart from null', () => {
  const insert = 'insert into message (text) values (?)';
  for (const value of [Uint8Array.of(0, 1, 255), new Uint8Array(0), null]) database.execute(insert, [value]);
  const select = 'select text from message order by id';
  const { rows } = database.execute(select);
  expect(rows.map((row) => row.text)).toEqual([Uint8Array.of(0, 1, 255), new Uint8Array(0), null]);
  const first = rows[0]?.text as Uint8Array | undefined;
  first?.fill(7);
  database.execute(insert, [new Uint8Array(100_000).fill(9)]);
  expect(database.execute(select).rows[0]?.text).toEqual(Uint8Array.of(0, 1, 255));
  expect(first?.buffer.byteLength).toBe(3);
});

it('integers are numbers where that is exact, else bigints', () => {
  const values = [Number.MAX_SAFE_INTEGER, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n), 5n];
  const row = database.execute('select ? as a, ? as b, ? as c, ? as d, ? as e', values).rows[0];
  expect(Object.values(row ?? {})).toEqual([Number.MAX_SAFE_INTEGER, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n), 5]);
});

it.each([[true], [undefined], [new Date(0)], [{}], [[]], [Number.NaN], [2n ** 63n], [Symbol('x')]])(
  'refuses %p as a value',
  (value) => {
    const error = refusal('select ?, ?', [1, value]);
    expect(error.code).toBe('store.unsupportedParameter');
    expect(error.message).toContain('Parameter 2');
  },
);

it('a NUL inside a text does not cut it short', () => {
  const parameters = ['a\0b', 'c'];
  expect(database.execute('select ? as a, ? as b', parameters).rows).toEqual([{ a: 'a\ufffdb', b: 'c' }]);
  expect(parameters).toEqual(['a\0b', 'c']);
});

it('refuses a second statement, which would not have been run, and is not misled by texts and comments', () => {
  expect(refusal('delete from message; delete from incident').code).toBe('store.severalStatements');
  expect(database.execute(`select 'a;b' as "c;d" -- e; f\n/* ; */ ;`).rows).toEqual([{ 'c;d': 'a;b' }]);
  database.execute('create trigger t after insert on incident begin delete from message; delete from message; end');
});

it.each([
  ["insert into incident (number) values ('B1')", 'UNIQUE constraint failed: incident.number'],
  ['insert into incident (number) values (null)', 'NOT NULL constraint failed: incident.number'],
  ['insert into message (incident) values (99)', 'FOREIGN KEY constraint failed'],
  ['insert into message (segments) values (0)', 'CHECK constraint failed'],
  ["insert into message (segments) values ('Avery Quill')", 'cannot store TEXT value in INTEGER column message.segments'],
])('%s breaks a constraint', (sql, words) => {
  database.execute("insert into incident (number) values ('B1')");
  const error = refusal(sql);
  expect(error.code).toBe('store.constraint');
  expect(error.message).toContain(words);
  expect(error.message).not.toContain('Avery');
});

it('a statement that failed works the next time', () => {
  const insert = 'insert into incident (number) values (?)';
  database.execute(insert, ['C1']);
  expect(refusal(insert, ['C1']).code).toBe('store.constraint');
  expect(database.execute(insert, ['C2']).changes).toBe(1);
  expect(refusal(insert, ['C2']).code).toBe('store.constraint');
});

it('keeps values that SQLite quotes out of its errors', () => {
  const error = refusal("select json_extract('{}', ?)", ['Avery Quill']);
  expect(error.code).toBe('store.failed');
  expect(JSON.stringify([error.message, error.context, String(error.cause)])).not.toContain('Avery');
});

it('an unknown column is named', () => {
  expect(refusal('select colour from incident')).toMatchObject({
    code: 'store.failed',
    message: expect.stringContaining('no such column: colour'),
  });
});

it('refuses what the file has no room for, and writes where none are allowed', () => {
  database.execute('pragma max_page_count = 10');
  expect(refusal('insert into message (text) values (zeroblob(1000000))').code).toBe('store.full');
  database.execute('pragma query_only = on');
  expect(refusal('delete from message').code).toBe('store.readOnly');
});

it('tells a damaged file from a failing one', () => {
  for (let n = 0; n < 100; n++) database.execute('insert into message (text) values (?)', [new Uint8Array(1_000)]);
  database.close();
  const content = readFileSync(database.file);
  writeFileSync(database.file, content.fill(0xa5, 2 * 4_096));
  database = openDatabase(database.file);
  expect(refusal('select count(text) from message').code).toBe('store.corrupt');
});

it('keeps a bounded number of statements, and those evicted work again', () => {
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 400; n++) expect(database.execute(`select ${n} as n`).rows).toEqual([{ n }]);
  }
  expect(database.statementsKept).toBe(256);
});
