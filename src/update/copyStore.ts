import { closeSync, cpSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'before-update';
const KEPT = 3;
/** The owner's mark belongs to a process, not to the store. */
const NOT_THE_STORE = /^herald\.pid|\.lock$/;

/**
 * Copies the store of a data directory in which nothing runs to `before-update/` within it, and answers with the copy's
 * name. The last three are kept. A copy is whole or not there.
 */
export function copyStore(dataDirectory: string, fromVersion: string, now: number): string | undefined {
  if (!existsSync(dataDirectory)) return undefined;
  const files = readdirSync(dataDirectory).filter(
    (name) => !NOT_THE_STORE.test(name) && statSync(join(dataDirectory, name)).isFile(),
  );
  if (files.length === 0) return undefined;
  const folder = join(dataDirectory, FOLDER);
  const name = `${new Date(now).toISOString().replace(/[:.]/g, '-')}_${fromVersion}`;
  const draft = join(folder, `.${name}`);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  for (const file of files) {
    cpSync(join(dataDirectory, file), join(draft, file));
    synced(join(draft, file));
  }
  renameSync(draft, join(folder, name));
  const copies = readdirSync(folder)
    .filter((copy) => !copy.startsWith('.'))
    .sort();
  for (const old of copies.slice(0, -KEPT)) rmSync(join(folder, old), { recursive: true });
  return join(folder, name);
}

function synced(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
