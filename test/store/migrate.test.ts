import path from 'node:path';
import { type Migration, migrate, schemaVersion } from '../../src/store/migrate';
import { openDatabase } from '../../src/store/sqlite/openDatabase';
import type { SqliteDatabase } from '../../src/store/sqlite/sqliteDatabase';
import { temporaryDirectory } from './support/temporaryDirectory';

const frames: Migration = {
  number: 1,
  name: 'frames',
  up(database) {
    database.runScript(`
      create table feed (id text primary key) strict;
      create table frame (id integer primary key, feed text references feed) strict;
    `);
  },
};
const firstFrame: Migration = {
  number: 2,
  name: 'firstFrame',
  async up(database) {
    database.execute('insert into feed (id) values (?)', ['cad']);
    await Promise.resolve();
    database.execute('insert into frame (feed) values (?)', ['cad']);
  },
};

let file: string;
let database: SqliteDatabase;

beforeEach(() => {
  file = path.join(temporaryDirectory(), 'herald.sqlite');
  database = openDatabase(file);
});

afterEach(() => database.close());

const tables = () =>
  database.execute("select name from sqlite_schema where type = 'table' order by name").rows.map((row) => row.name);

it('brings an empty store to the last version, and does nothing the next time', async () => {
  expect(await migrate(database, [frames])).toEqual({ from: 0, to: 1 });
  database.close();
  database = openDatabase(file);
  expect(await migrate(database, [frames, firstFrame])).toEqual({ from: 1, to: 2 });
  expect(await migrate(database, [frames, firstFrame])).toEqual({ from: 2, to: 2 });
  expect(database.execute('select * from frame').rows).toEqual([{ id: 1, feed: 'cad' }]);
});

const half = (then: Migration['up']): Migration => ({
  number: 3,
  name: 'half',
  async up(on) {
    on.runScript('create table half (id integer primary key) strict; delete from frame');
    await then(on);
  },
});

it.each<[string, Migration['up'], object]>([
  [
    'throws',
    () => {
      throw new Error('no');
    },
    { code: 'store.failed', context: { migration: 3, name: 'half' } },
  ],
  ['breaks a constraint', (on) => void on.execute("insert into frame (feed) values ('x')"), { code: 'store.constraint' }],
  [
    'leaves a row that refers to nothing',
    (on) => on.runScript("pragma defer_foreign_keys = on; insert into frame (feed) values ('x')"),
    { code: 'store.constraint' },
  ],
  [
    'has a mistake in its SQL',
    (on) => on.runScript('create tabel x'),
    { code: 'store.failed', message: expect.stringContaining('(half)') },
  ],
])('one that %s leaves the store at the version before it', async (_what, then, error) => {
  await expect(migrate(database, [frames, firstFrame, half(then)])).rejects.toMatchObject(error);
  expect(schemaVersion(database)).toBe(2);
  expect(tables()).toEqual(['feed', 'frame']);
  expect(database.execute('select feed from frame').rows).toEqual([{ feed: 'cad' }]);
  await migrate(database, [frames, firstFrame, half(() => {})]);
  expect(tables()).toEqual(['feed', 'frame', 'half']);
});

it('refuses a store that a newer Herald has written, and leaves it alone', async () => {
  await migrate(database, [frames, firstFrame]);
  await expect(migrate(database, [frames])).rejects.toMatchObject({
    code: 'store.newerVersion',
    context: { storeVersion: 2, knownVersion: 1 },
  });
  expect(schemaVersion(database)).toBe(2);
});

it('refuses a list with a gap before it touches anything', async () => {
  await expect(migrate(database, [frames, { ...firstFrame, number: 3 }])).rejects.toMatchObject({
    code: 'internal.migrationNumbers',
  });
  expect(schemaVersion(database)).toBe(0);
});
