import { spawnSync } from 'node:child_process';
import fs, { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { HeraldError } from '../../../src/heraldError';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import { Child } from '../support/child';
import { temporaryDirectory } from '../support/temporaryDirectory';

function openError(file: string): HeraldError {
  try {
    openDatabase(file).close();
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('It opened');
}

const permissions = (file: string) => statSync(file).mode & 0o777;

it('opens exclusively, with a log synced at every commit, for nobody else to read', () => {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'herald.sqlite');
  const database = openDatabase(file);
  const settings = ['locking_mode', 'journal_mode', 'synchronous', 'foreign_keys'];
  expect(settings.map((name) => database.execute(`PRAGMA ${name}`).rows[0]?.[name])).toEqual(['exclusive', 'wal', 2, 1]);
  expect(readdirSync(directory).sort()).toEqual(['herald.sqlite', 'herald.sqlite-wal', 'herald.sqlite.lock']);
  expect([permissions(file), permissions(`${file}-wal`)]).toEqual([0o600, 0o600]);
  database.close();
});

it('closing moves the log into the file, and leaves neither log nor lock', () => {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'herald.sqlite');
  const database = openDatabase(file);
  database.runScript('create table frame (id integer primary key) strict');
  database.execute('insert into frame default values');
  database.execute('begin');
  database.execute('insert into frame default values');
  database.close();
  database.close();
  expect(readdirSync(directory)).toEqual(['herald.sqlite']);
  expect(() => database.execute('select 1')).toThrow('The store is closed');
  const again = openDatabase(file);
  expect(again.execute('select id from frame').rows).toEqual([{ id: 1 }]);
  again.close();
});

it('a commit is whole on the disk at its one sync', () => {
  const file = path.join(temporaryDirectory(), 'herald.sqlite');
  const atSync = path.join(temporaryDirectory(), 'herald.sqlite');
  const database = openDatabase(file);
  database.runScript('create table frame (id integer primary key) strict');
  const sync = fs.fsyncSync;
  const synced = jest.spyOn(fs, 'fsyncSync').mockImplementation((handle) => {
    sync(handle);
    for (const suffix of ['', '-wal']) fs.copyFileSync(file + suffix, atSync + suffix);
  });
  database.execute('begin immediate');
  for (let n = 0; n < 3; n++) database.execute('insert into frame default values');
  expect(synced).not.toHaveBeenCalled();
  database.execute('commit');
  expect(synced).toHaveBeenCalledTimes(1);
  jest.restoreAllMocks();
  database.close();
  const afterPowerCut = openDatabase(atSync);
  expect(afterPowerCut.execute('select id from frame').rows).toHaveLength(3);
  afterPowerCut.close();
});

it('does not open where SQLite refuses the log, and lets go of the file', () => {
  const file = path.join(temporaryDirectory(), 'herald.sqlite');
  const get = sqlite.Database.prototype.get;
  jest.spyOn(sqlite.Database.prototype, 'get').mockImplementation(function (this: never, ...args) {
    return args[0] === 'PRAGMA journal_mode' ? { journal_mode: 'delete' } : get.apply(this, args);
  });
  expect(openError(file)).toMatchObject({
    code: 'store.cannotOpen',
    context: { setting: 'journal_mode', wanted: 'wal', took: 'delete' },
  });
  jest.restoreAllMocks();
  openDatabase(file).close();
});

it('takes back permissions that are too wide', () => {
  const file = path.join(temporaryDirectory(), 'herald.sqlite');
  openDatabase(file).close();
  chmodSync(file, 0o644);
  openDatabase(file).close();
  expect(permissions(file)).toBe(0o600);
});

it('says that it is busy while a lock is there, and opens once that is gone', () => {
  const file = path.join(temporaryDirectory(), 'herald.sqlite');
  const database = openDatabase(file);
  expect(openError(file).code).toBe('store.busy');
  database.close();
  mkdirSync(`${file}.lock`);
  expect(openError(file).code).toBe('store.busy');
});

it('refuses a file that is no database, and leaves it as it is', () => {
  const file = path.join(temporaryDirectory(), 'herald.sqlite');
  writeFileSync(file, 'x'.repeat(8_192));
  expect(openError(file).code).toBe('store.corrupt');
  expect(existsSync(`${file}.lock`)).toBe(false);
});

it('says why a place cannot be opened', () => {
  const directory = temporaryDirectory();
  expect(openError(path.join(directory, 'missing', 'herald.sqlite'))).toMatchObject({
    code: 'store.cannotOpen',
    context: { error: 'ENOENT' },
  });
  expect(openError(directory)).toMatchObject({ code: 'store.cannotOpen', context: { error: 'EISDIR' } });
});

// A file system of two megabytes takes a user namespace of our own, which not every machine allows.
const mountable = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
(mountable ? it : it.skip)('says that the disk is full, and has every row committed before', async () => {
  const directory = temporaryDirectory();
  const script = 'mount -t tmpfs -o size=2m none "$1" && shift && exec "$@"';
  const child = Child.of(
    'unshare',
    '-rm',
    'sh',
    '-c',
    script,
    'sh',
    directory,
    process.execPath,
    ...Child.arguments('fillDisk', directory),
  );
  const end = await child.next<{ code: string; committed: number; kept: number }>();
  expect(end.code).toBe('store.full');
  expect(end.committed).toBeGreaterThan(0);
  expect(end.kept).toBe(end.committed);
  await child.kill();
});
