import sqlite from 'node-sqlite3-wasm';
import type { Personal } from './personal';
import { SqliteDatabase } from './sqlite/sqliteDatabase';
import { type Store, storeOver } from './store';
import { TransactionRecords } from './transactionRecords';

/** A store in memory, gone when it is closed: for replays and rehearsals. */
export function openMemoryStore(personal: Personal): Promise<Store> {
  return openMemory(personal);
}

function openMemory(personal: Personal, recordsOf?: Parameters<typeof storeOver>[2]): Promise<Store> {
  const raw = new sqlite.Database(':memory:');
  // Nothing of it has to outlive anything.
  raw.exec('PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY');
  return storeOver(new SqliteDatabase(raw, ':memory:'), personal, recordsOf);
}

/** A store in memory that keeps what the rules look at and what became of it, and not how it came about. */
export async function openBareStore(): Promise<Store & { readonly framesRejected: () => number }> {
  let frames = 0;
  let rejected = 0;
  class BareRecords extends TransactionRecords {
    override async addFrame(): Promise<number> {
      frames += 1;
      return frames;
    }
    override async frameDone(): Promise<void> {}
    override async frameRejected(): Promise<void> {
      rejected += 1;
    }
    override async addInput(): Promise<void> {}
    override async audit(): Promise<void> {}
  }
  const store = await openMemory(plainPersonal(), (...parts) => new BareRecords(...parts));
  return { ...store, framesRejected: () => rejected };
}

/** Neither sealed nor hashed: nothing of it leaves the memory of the process. */
function plainPersonal(): Personal {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    seal: (clear) => encoder.encode(clear),
    sealBytes: (clear) => clear,
    open: (sealed) => decoder.decode(sealed),
    openBytes: (sealed) => sealed,
    sealText: (clear) => clear,
    openText: (stored) => stored,
    lookupKey: (kind, clear) => `${kind}|${clear}`,
  };
}
