import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
// A CommonJS module whose names Node does not find: only its default is there whatever we are bundled into.
import sqlite, { type Database } from 'node-sqlite3-wasm';
import { HeraldError } from '../../heraldError';
import { SqliteDatabase } from './sqliteDatabase';
import { storeError } from './storeError';

/** In the order they are set, each with the value that reading it back must give. */
const PRAGMAS: readonly (readonly [name: string, value: string, readBack: string | number])[] = [
  // First: WAL without shared memory, which the WASM build does not have, exists only under an exclusive lock.
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  // One fsync of the log at every commit: what is committed survives a power cut.
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
  // Kibibytes, when negative. This memory is never given back, so it counts fully against the appliance's.
  ['cache_size', '-16384', -16384],
  // Pages of 4 KiB: a checkpoint of 4 MiB is short enough not to be noticed in the middle of a burst.
  ['wal_autocheckpoint', '1000', 1000],
  ['journal_size_limit', '33554432', 33554432],
];

/**
 * Opens the SQLite file, making it (mode 0600) where there is none. The caller owns the data directory, and closes the
 * database. Throws `store.cannotOpen` with the setting or system error that stood in the way, `store.busy` where another
 * has it open or a stale lock was left, `store.corrupt` where it is no database.
 */
export function openDatabase(file: string): SqliteDatabase {
  const path = resolve(file);
  makePrivate(path);
  const raw = openRaw(path);
  try {
    for (const [name, value, readBack] of PRAGMAS) setPragma(raw, path, name, value, readBack);
    // The log is made with the first transaction; both names must be in the directory before anything counts as durable.
    raw.exec('BEGIN IMMEDIATE; COMMIT');
    syncDirectory(dirname(path));
    return new SqliteDatabase(raw, path);
  } catch (error) {
    raw.close();
    throw storeError(error, path);
  }
}

function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    throw cannotOpen({ error: (error as NodeJS.ErrnoException).code });
  }
}

function openRaw(path: string): Database {
  try {
    return new sqlite.Database(path);
  } catch {
    throw cannotOpen({});
  }
}

function setPragma(raw: Database, path: string, name: string, value: string, readBack: string | number): void {
  let took: unknown;
  try {
    raw.exec(`PRAGMA ${name} = ${value}`);
    took = raw.get(`PRAGMA ${name}`)?.[name];
  } catch (error) {
    throw storeError(error, path);
  }
  if (took !== readBack) throw cannotOpen({ setting: name, wanted: readBack, took });
}

/** SQLite's own Unix layer does this when it makes a log; the WASM build's does not. Windows has no such thing. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function cannotOpen(context: Readonly<Record<string, unknown>>): HeraldError {
  const why =
    'setting' in context ? `: it does not take ${context.setting}` : context.error === undefined ? '' : `: ${context.error}`;
  return new HeraldError('store.cannotOpen', `The store cannot be opened${why}`, context);
}
