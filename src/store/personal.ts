import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { HeraldError } from '../heraldError';

/**
 * The one seam through which numbers, names, texts and raw frames enter and leave the database. A sealed value is a byte
 * that says how it was sealed, and what that made of it.
 */
export interface Personal {
  seal(clear: string): Uint8Array;
  sealBytes(clear: Uint8Array): Uint8Array;
  /** Throws `store.unknownSeal` where this Herald cannot read how the value was sealed. */
  open(sealed: Uint8Array): string;
  openBytes(sealed: Uint8Array): Uint8Array;
  /**
   * 22 characters that are the same for the same value and tell nothing of it: for unique keys and for finding rows by a
   * sealed column. `kind` keeps a phone apart from a unit of the same letters. The caller brings `clear` into one form.
   */
  lookupKey(kind: string, clear: string): string;
}

/** One way to seal. `version` is the first byte of what it sealed, and never means anything else again. */
export interface Seal {
  readonly version: number;
  seal(clear: Uint8Array): Uint8Array;
  open(body: Uint8Array): Uint8Array;
}

/** Not sealed at all: what the disk's own encryption has to cover until there is a key. */
export const clearSeal: Seal = { version: 0, seal: (clear) => clear, open: (body) => body.slice() };

/** Values in the clear. */
export function clearPersonal(lookupKey: Uint8Array): Personal {
  return personalBy(lookupKey, clearSeal);
}

/** New values are sealed by `current`; those sealed by `current` or one of the `older` can be read. */
export function personalBy(lookupKey: Uint8Array, current: Seal, ...older: readonly Seal[]): Personal {
  const seals = new Map([current, ...older].map((seal) => [seal.version, seal]));
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  function sealBytes(clear: Uint8Array): Uint8Array {
    const body = current.seal(clear);
    const sealed = new Uint8Array(body.byteLength + 1);
    sealed[0] = current.version;
    sealed.set(body, 1);
    return sealed;
  }

  function openBytes(sealed: Uint8Array): Uint8Array {
    const version = sealed[0];
    const seal = version === undefined ? undefined : seals.get(version);
    if (seal === undefined) throw new HeraldError('store.unknownSeal', 'A stored value is sealed in an unknown way', { version });
    return seal.open(sealed.subarray(1));
  }

  return {
    sealBytes,
    openBytes,
    seal: (clear) => sealBytes(encoder.encode(clear)),
    open: (sealed) => decoder.decode(openBytes(sealed)),
    lookupKey: (kind, clear) => createHmac('sha256', lookupKey).update(`${kind}\0${clear}`).digest('base64url').slice(0, 22),
  };
}

const KEY_FILE = 'herald.key';
const KEY_BYTES = 32;

/**
 * The key of `lookupKey`, made at the first start and kept in `herald.key` (mode 0600) in the data directory, which the
 * caller owns. `storeExists` says that there is a database already: then a missing key is `store.keyMissing`, because a
 * new one would find none of the old rows, and with them none of the people who asked not to be texted.
 */
export function loadOrCreateLookupKey(directory: string, storeExists: boolean): Uint8Array {
  const file = join(directory, KEY_FILE);
  if (!existsSync(file)) {
    if (storeExists) {
      throw new HeraldError(
        'store.keyMissing',
        `${KEY_FILE} is missing from the data directory: restore it from where the database came`,
      );
    }
    createKey(file);
  }
  const key = readFileSync(file);
  if (key.byteLength !== KEY_BYTES) {
    throw new HeraldError('store.keyDamaged', `${KEY_FILE} in the data directory is damaged`, { bytes: key.byteLength });
  }
  return new Uint8Array(key);
}

/** Whole or not at all: a key cut short by a power cut would be a key lost. */
function createKey(file: string): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, randomBytes(KEY_BYTES));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  // Opening the database syncs the directory, before there is anything to look up.
  renameSync(draft, file);
}
