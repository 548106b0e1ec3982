import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeraldError } from '../../heraldError';
import { clearSeal, type Personal, personalBy } from '../personal';
import { dataSeal } from './dataSeal';
import { KeyRing } from './keyRing';
import { destroyFile, type RingContent, readRing } from './ringFile';
import {
  assertOutside,
  isKeyFileOpen,
  keyFromPassphrase,
  newScrypt,
  newStoreKey,
  readKeyFile,
  type StoreKeySource,
  writeKeyFile,
} from './storeKey';
import { finishRotation, openingKey } from './unfinishedRotation';
import { KEY_BYTES } from './wrap';

export interface OpenedKeys {
  readonly ring: KeyRing;
  /** The key file that this start made: a person must copy it to a safe place. */
  readonly keyFileMade: string | undefined;
  /** Others than its owner may read the key file. */
  readonly keyFileOpen: boolean;
}

/** Values as this ring seals them. What is still in the clear, of a store that is being sealed, can be read. */
export function sealedPersonal(ring: KeyRing): Personal {
  return personalBy(ring.lookupKey, dataSeal(ring), clearSeal);
}

/** The lookup key as it lay in the data directory before there was encryption. */
const CLEAR_KEY_FILE = 'herald.key';

/**
 * Opens the keys of a data directory that the caller owns, making them for a new store. `storeExists` says that there is a
 * database: then keys that are missing are an error, as new ones would find nothing and nobody. Throws `store.keyMissing`,
 * `store.keyWrong`, `store.keyDamaged`, `store.keyPlace`, `store.keyUnreadable`, `store.keyUnwritable`.
 */
export function openKeyRing(
  directory: string,
  source: StoreKeySource,
  { storeExists, now }: { readonly storeExists: boolean; readonly now: () => number },
): OpenedKeys {
  assertOutside(directory, source);
  const content = readRing(directory);
  const opened = content === undefined ? make(directory, source, storeExists, now) : open(directory, source, content, now);
  // Only now: the ring that has taken it over is on disk.
  destroyFile(directory, join(directory, CLEAR_KEY_FILE));
  return { ...opened, keyFileOpen: source.kind === 'keyFile' && isKeyFileOpen(source.file) };
}

function make(directory: string, source: StoreKeySource, storeExists: boolean, now: () => number) {
  const lookupKey = clearLookupKey(directory);
  if (storeExists && lookupKey === undefined) {
    const message = 'herald.keys is missing from the data directory: restore it from where the database came';
    throw new HeraldError('store.keyMissing', message);
  }
  const made = { lookupKey, holdsClear: storeExists };
  if (source.kind === 'passphrase') {
    const scrypt = newScrypt();
    const key = keyFromPassphrase(source.passphrase, scrypt);
    return { ring: KeyRing.make(directory, key, { ...made, info: { kind: source.kind, scrypt } }, now), keyFileMade: undefined };
  }
  if (source.kind === 'keychain') {
    return { ring: KeyRing.make(directory, source.key, { ...made, info: { kind: source.kind } }, now), keyFileMade: undefined };
  }
  let key = readKeyFile(source.file);
  const keyFileMade = key === undefined ? source.file : undefined;
  if (key === undefined) {
    key = newStoreKey();
    writeKeyFile(source.file, key);
  }
  return { ring: KeyRing.make(directory, key, { ...made, info: { kind: source.kind } }, now), keyFileMade };
}

function open(directory: string, source: StoreKeySource, content: RingContent, now: () => number) {
  const ring = KeyRing.open(directory, openingKey(directory, source, content, now), content, now);
  finishRotation(directory, ring, now);
  return { ring, keyFileMade: undefined };
}

function clearLookupKey(directory: string): Uint8Array | undefined {
  const file = join(directory, CLEAR_KEY_FILE);
  if (!existsSync(file)) return undefined;
  const key = readFileSync(file);
  if (key.byteLength !== KEY_BYTES) {
    throw new HeraldError('store.keyDamaged', `${CLEAR_KEY_FILE} in the data directory is damaged`, { bytes: key.byteLength });
  }
  return new Uint8Array(key);
}
