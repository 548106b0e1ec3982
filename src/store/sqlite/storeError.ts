import { closeSync, constants, openSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeraldError } from '../../heraldError';

export type StoreErrorCode = 'store.full' | 'store.readOnly' | 'store.busy' | 'store.corrupt' | 'store.constraint' | 'store.failed';

// The WASM build passes on SQLite's words but not its result codes, so the words are what there is to go by.
const KNOWN: readonly (readonly [RegExp, StoreErrorCode])[] = [
  [/database or disk is full/, 'store.full'],
  [/attempt to write a readonly database/, 'store.readOnly'],
  [/is locked/, 'store.busy'],
  [/disk image is malformed|file is not a database/, 'store.corrupt'],
  [/constraint failed|datatype mismatch|cannot store \w+ value in/, 'store.constraint'],
];

/**
 * What SQLite threw while working on `file`, as a HeraldError with a StoreErrorCode. A HeraldError is handed back as it is.
 * Carries no bound values and no `cause`: SQLite quotes values in some of its messages, and they may be personal.
 */
export function storeError(error: unknown, file: string): HeraldError {
  if (error instanceof HeraldError) return error;
  const words = withoutQuotedValues(error instanceof Error ? error.message : 'unknown error');
  const known = KNOWN.find(([pattern]) => pattern.test(words));
  if (known !== undefined) return new HeraldError(known[1], `The store refused: ${words}`);
  // Its file system layer answers "disk I/O error" where SQLite's own would say that the disk is full, or read-only.
  if (/disk I\/O error/.test(words)) {
    if (isReadOnly(file)) return new HeraldError('store.readOnly', 'The store refused: the disk is read-only');
    if (diskIsFull(file)) return new HeraldError('store.full', 'The store refused: the disk is full');
  }
  return new HeraldError('store.failed', `The store failed: ${words}`);
}

function withoutQuotedValues(message: string): string {
  return message.replace(/'[\s\S]*$/, "'...'");
}

/** A write needs a few pages at most, so less than this left explains why it failed. */
const FULL_BELOW_BYTES = 1_048_576;

/** Asked by opening it, as systems make a disk read-only under files that are open, and rights say nothing of that. */
function isReadOnly(file: string): boolean {
  try {
    closeSync(openSync(file, constants.O_RDWR));
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}

function diskIsFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}
