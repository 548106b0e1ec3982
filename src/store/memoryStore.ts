import sqlite from 'node-sqlite3-wasm';
import type { Personal } from './personal';
import { SqliteDatabase } from './sqlite/sqliteDatabase';
import { type Store, storeOver } from './store';

/** A store in memory, gone when it is closed: for replays. */
export function openMemoryStore(personal: Personal): Promise<Store> {
  const raw = new sqlite.Database(':memory:');
  // Nothing of it has to outlive anything.
  raw.exec('PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY');
  return storeOver(new SqliteDatabase(raw, ':memory:'), personal);
}
