import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HeraldError } from '../../heraldError';
import { KINDS } from '../personal';

/** All wrapped keys of a data directory. Nothing in it helps whoever has not the store key. */
export const ringSchema = z.object({
  format: z.literal('herald-keys'),
  version: z.literal(1),
  /** One more at each writing: of two copies the later counts. */
  serial: z.number().int().min(1),
  storeKey: z.object({
    kind: z.enum(['keyFile', 'passphrase', 'keychain']),
    name: z.string(),
    scrypt: z.object({ salt: z.string(), N: z.number(), r: z.number(), p: z.number() }).optional(),
  }),
  lookupKey: z.string(),
  dataKeys: z.array(
    z.object({
      id: z.number().int().min(1),
      kind: z.enum(KINDS),
      from: z.number().int(),
      retired: z.boolean(),
      key: z.string(),
    }),
  ),
  nextId: z.number().int().min(1),
  /** True while the database may still hold values from before there was encryption. */
  holdsClear: z.boolean(),
  /** While a rotation is under way: how directories within this one are still opened, which it has yet to reach. */
  previous: z
    .object({
      name: z.string(),
      /** The store key before, under the present one. */
      key: z.string(),
      sealAgain: z.boolean(),
      directories: z.array(z.string()),
    })
    .optional(),
});
export type RingContent = z.infer<typeof ringSchema>;

const FILES = ['herald.keys', 'herald.keys.copy'] as const;

/**
 * The later of the two copies that are whole; undefined where there is none at all. Throws `store.keyDamaged` where there
 * are files but none is whole.
 */
export function readRing(directory: string): RingContent | undefined {
  let found: RingContent | undefined;
  let damaged = 0;
  let lagging = false;
  for (const name of FILES) {
    const content = readCopy(join(directory, name));
    if (content === 'damaged') damaged += 1;
    if (content === 'missing' || content === 'damaged') lagging = true;
    else {
      if (found !== undefined && content.serial !== found.serial) lagging = true;
      if (found === undefined || content.serial > found.serial) found = content;
    }
  }
  if (found === undefined) {
    if (damaged > 0) throw new HeraldError('store.keyDamaged', `${FILES[0]} in the data directory is damaged, and so is its copy`);
    return undefined;
  }
  // A copy that lags may hold keys that were destroyed.
  if (lagging) writeRing(directory, found);
  return found;
}

function readCopy(file: string): RingContent | 'missing' | 'damaged' {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'damaged';
  }
  const [body = '', sum = ''] = text.split('\n');
  if (sum !== sumOf(body)) return 'damaged';
  try {
    return ringSchema.parse(JSON.parse(body));
  } catch {
    return 'damaged';
  }
}

function sumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Puts both copies in place, durably, and overwrites what was there before. Throws the system's errors. */
export function writeRing(directory: string, content: RingContent): void {
  const body = JSON.stringify(content);
  for (const name of FILES) replaceFile(directory, join(directory, name), `${body}\n${sumOf(body)}\n`);
}

/**
 * Whole or not at all: a key cut short by a power cut would be a key lost. What the file held before is overwritten in
 * its place, which is all that can be asked of a disk. Mode 0600.
 */
export function replaceFile(directory: string, file: string, text: string): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(draft, { force: true });
    throw error;
  }
  closeSync(handle);
  // Windows does not replace a file that is open.
  const old = process.platform === 'win32' ? undefined : openIfThere(file);
  try {
    renameSync(draft, file);
    syncDirectory(directory);
    if (old !== undefined) overwrite(old);
  } finally {
    if (old !== undefined) closeSync(old);
  }
}

/** Overwrites a file with random bytes, then removes it. Nothing where it is not there. */
export function destroyFile(directory: string, file: string): void {
  const handle = openIfThere(file);
  if (handle === undefined) return;
  try {
    overwrite(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file, { force: true });
  syncDirectory(directory);
}

function overwrite(handle: number): void {
  const { size } = fstatSync(handle);
  writeSync(handle, randomBytes(size), 0, size, 0);
  fsyncSync(handle);
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDWR);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
