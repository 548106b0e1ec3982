import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { HeraldError } from '../../heraldError';
import { type OwnedDataDirectory, ownDataDirectory } from '../dataDirectory';
import { KeyRing } from './keyRing';
import { destroyFile, readRing } from './ringFile';
import { assertOutside, keyFromPassphrase, newScrypt, newStoreKey, type StoreKeySource, writeKeyFile } from './storeKey';
import { nextKeyFile } from './storeKeyFor';
import { finishRotation, openingKey } from './unfinishedRotation';

/**
 * Wraps the keys of these directories, all opened by `source`, by a new store key, and begins new data keys. The first is
 * around the others. Where it is cut short, both keys are there, in the key files or one under the other, and the next
 * start, or the next rotation, finishes it. Throws `store.dataDirectoryInUse`, `store.key*`.
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
    const [first = '', ...others] = directories;
    owned.push(ownDataDirectory(first));
    const outer = openRing(first, source, now);
    // One that was cut short before: a second would leave keys behind that nothing opens.
    finishRotation(first, outer, now);
    for (const directory of others) owned.push(ownDataDirectory(directory));
    const inner = others.map((directory) => openRing(directory, source, now));
    const scrypt = next.kind === 'passphrase' ? newScrypt() : undefined;
    const key = newKey(next, scrypt);
    if (next.kind === 'keyFile') writeKeyFile(nextKeyFile(next.file), key);
    const info = { kind: next.kind, ...(scrypt === undefined ? {} : { scrypt }) };
    outer.rotate(key, info, { sealAgain, within: others.map((directory) => relative(first, directory)) });
    for (const ring of inner) ring.rotate(key, info, { sealAgain });
    if (inner.length > 0) outer.followed();
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
  return KeyRing.open(directory, openingKey(directory, source, content, now), content, now);
}

function newKey(next: StoreKeySource, scrypt: ReturnType<typeof newScrypt> | undefined): Uint8Array {
  if (next.kind === 'keychain') return next.key;
  if (next.kind === 'passphrase' && scrypt !== undefined) return keyFromPassphrase(next.passphrase, scrypt);
  return newStoreKey();
}
