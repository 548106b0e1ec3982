import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeraldError } from '../../heraldError';
import { type OwnedDataDirectory, ownDataDirectory } from '../dataDirectory';
import { KeyRing } from './keyRing';
import { nextKeyFile, storeKeyFor } from './openKeyRing';
import { destroyFile, readRing } from './ringFile';
import { assertOutside, keyFromPassphrase, newScrypt, newStoreKey, type StoreKeySource, writeKeyFile } from './storeKey';

/**
 * Wraps the keys of these directories, all opened by `source`, by a new store key, and begins new data keys. A key file is
 * replaced only after every ring is: where that is cut short, both keys are there and the next start finishes it. Throws
 * `store.dataDirectoryInUse`, `store.key*`.
 */
export function rotateStoreKeys(
  directories: readonly string[],
  source: StoreKeySource,
  next: StoreKeySource,
  { sealAgain, now }: { readonly sealAgain: boolean; readonly now: () => number },
): void {
  for (const directory of directories) assertOutside(directory, next);
  const isElsewhere = next.kind === 'keyFile' && !(source.kind === 'keyFile' && source.file === next.file);
  if (isElsewhere && existsSync(next.file)) {
    throw new HeraldError('store.keyUnwritable', `The new key file ${next.file} is there already, and may be another store’s`);
  }
  const owned: OwnedDataDirectory[] = [];
  try {
    for (const directory of directories) owned.push(ownDataDirectory(directory));
    const rings = directories.map((directory) => openRing(directory, source, now));
    const scrypt = next.kind === 'passphrase' ? newScrypt() : undefined;
    const key = newKey(next, scrypt);
    if (next.kind === 'keyFile') writeKeyFile(nextKeyFile(next.file), key);
    for (const ring of rings) {
      ring.rewrap(key, { kind: next.kind, ...(scrypt === undefined ? {} : { scrypt }) });
      ring.beginAnew(sealAgain);
    }
    if (next.kind === 'keyFile') {
      writeKeyFile(next.file, key);
      destroyFile(dirname(next.file), nextKeyFile(next.file));
    }
  } finally {
    for (const directory of owned) directory.release();
  }
}

function openRing(directory: string, source: StoreKeySource, now: () => number): KeyRing {
  const content = readRing(directory);
  if (content === undefined) throw new HeraldError('store.keyMissing', 'There are no keys in the data directory');
  return KeyRing.open(directory, storeKeyFor(source, content), content, now);
}

function newKey(next: StoreKeySource, scrypt: ReturnType<typeof newScrypt> | undefined): Uint8Array {
  if (next.kind === 'keychain') return next.key;
  if (next.kind === 'passphrase' && scrypt !== undefined) return keyFromPassphrase(next.passphrase, scrypt);
  return newStoreKey();
}
