import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const DATABASE = 'herald.sqlite';
/** Where SQLite's file format keeps user_version, which is the number of the store's last migration. */
const USER_VERSION_AT = 60;

/** The store's version by its file alone, which nobody has open. `unclean`: its log was left over, and may say otherwise. */
export function storeVersionIn(directory: string): number | 'none' | 'unclean' {
  const file = join(directory, DATABASE);
  if (!existsSync(file)) return 'none';
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return 'unclean';
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(handle, bytes, 0, 4, USER_VERSION_AT);
    return bytes.readUInt32BE(0);
  } finally {
    closeSync(handle);
  }
}
