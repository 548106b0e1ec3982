import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { HeraldError } from '../heraldError';
import { isLive, ownIdentity, type ProcessIdentity } from './processIdentity';

/** A directory that no other live Herald uses. */
export interface OwnedDataDirectory {
  readonly path: string;
  /** Gives it up. Idempotent. Close the database first. */
  release(): void;
}

const PID_FILE = 'herald.pid';

/**
 * Makes the directory (mode 0700) where there is none and takes it for this process, until released or until the process
 * ends, however it ends. Throws `store.dataDirectoryInUse` with the `pid` of the live owner, which may be this process,
 * and `store.noDataDirectory` with the system's error code. Knows the processes of one machine, or one container, only.
 *
 * Taking over from a dead owner must have one winner among any number who try. So nobody removes a dead owner's file.
 * Whoever finds one appends: links its own file under a name made from the dead one's content, which the file system lets
 * one do only. The pid files thus form a chain, the owner being its last. The owner then makes itself the first again and
 * clears the rest away. Whoever had looked at the chain before that may now append to a part cut off, so it walks the
 * chain once more, and owns the directory only if it finds itself there.
 */
export function ownDataDirectory(directory: string): OwnedDataDirectory {
  const path = resolve(directory);
  return usable(() => {
    makeEach(path);
    return take(path);
  });
}

/** Makes the directory (mode 0700) where there is none. Throws `store.noDataDirectory`. */
export function makeDataDirectory(directory: string): void {
  usable(() => makeEach(resolve(directory)));
}

function usable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof HeraldError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const why = UNUSABLE[code] ?? code;
    throw new HeraldError('store.noDataDirectory', `The data directory cannot be used: ${why}`, { error: code });
  }
}

const UNUSABLE: Readonly<Record<string, string>> = {
  EEXIST: 'something that is not a directory is in its place',
  ENOTDIR: 'it, or what it should be in, is not a directory',
  ENOENT: 'it cannot be made where it should be',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
};

/** Node's own way of making parents too goes round for ever where nothing can be made, as in /proc. */
function makeEach(path: string): void {
  const missing: string[] = [];
  let there = path;
  while (statSync(there, { throwIfNoEntry: false }) === undefined && dirname(there) !== there) {
    missing.unshift(there);
    there = dirname(there);
  }
  if (missing.length === 0 && !statSync(path).isDirectory()) mkdirSync(path);
  for (const directory of missing) {
    try {
      mkdirSync(directory, { mode: 0o700 });
    } catch (error) {
      // Another who starts at this moment may have made it.
      if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    }
  }
}

function take(path: string): OwnedDataDirectory {
  const draft = join(path, `${PID_FILE}.${randomUUID()}`);
  const entry = writeDraft(draft);
  try {
    for (;;) {
      const end = walk(path);
      if (end.owner !== undefined) throw inUse(end.owner.pid);
      if (append(draft, end.next) && walk(path).last === entry) return settle(path, draft, entry);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes `FILE.lock/`, which a killed Herald leaves beside its database and which makes every later open say that it is
 * locked. True where there was one. Only the owner of the directory can know that nobody holds it.
 */
export function removeStaleLock(owned: OwnedDataDirectory, databaseName: string): boolean {
  try {
    rmdirSync(join(owned.path, `${databaseName}.lock`));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new HeraldError('store.cannotOpen', 'The stale lock of the database cannot be removed', {
      error: (error as NodeJS.ErrnoException).code,
    });
  }
}

/** What to link must be whole before it has its name. The random part makes every entry, and so every next name, unique. */
function writeDraft(draft: string): string {
  const entry = `${JSON.stringify({ ...ownIdentity(), entry: randomUUID() })}\n`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, entry);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return entry;
}

interface ChainEnd {
  /** The last entry as written, if there is any. */
  readonly last: string | undefined;
  /** Who wrote it, if live. */
  readonly owner: ProcessIdentity | undefined;
  /** The file to append as. */
  readonly next: string;
}

function walk(path: string): ChainEnd {
  let next = join(path, PID_FILE);
  let last: string | undefined;
  for (;;) {
    const entry = readIfThere(next);
    if (entry === undefined) break;
    last = entry;
    next = join(path, `${PID_FILE}.after-${createHash('sha256').update(entry).digest('hex').slice(0, 32)}`);
  }
  const identity = last === undefined ? undefined : identityIn(last);
  return { last, owner: identity !== undefined && isLive(identity) ? identity : undefined, next };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for a file that a power cut has emptied: its writer cannot be live. */
function identityIn(entry: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(entry) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 && typeof startedAt === 'string'
      ? { pid, startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

/** False where another was faster. */
function append(draft: string, next: string): boolean {
  try {
    linkSync(draft, next);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** First the new beginning, then the old parts: in the other order two could append to what is left. */
function settle(path: string, draft: string, entry: string): OwnedDataDirectory {
  const pidFile = join(path, PID_FILE);
  renameSync(draft, pidFile);
  for (const name of readdirSync(path)) {
    if (name.startsWith(`${PID_FILE}.after-`)) rmSync(join(path, name), { force: true });
  }
  return {
    path,
    release() {
      if (readIfThere(pidFile) === entry) rmSync(pidFile);
    },
  };
}

function inUse(pid: number): HeraldError {
  return new HeraldError('store.dataDirectoryInUse', `The data directory is in use by a running Herald (process ${pid})`, { pid });
}
