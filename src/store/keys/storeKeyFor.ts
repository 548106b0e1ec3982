import { dirname } from 'node:path';
import { HeraldError } from '../../heraldError';
import { destroyFile, type RingContent } from './ringFile';
import { keyFromPassphrase, readKeyFile, type StoreKeySource, writeKeyFile } from './storeKey';
import { keyName } from './wrap';

const GIVE: Readonly<Record<StoreKeySource['kind'], string>> = {
  keyFile: 'a key file: give --key-file or HERALD_KEY_FILE',
  passphrase: 'a passphrase: give --passphrase-file or HERALD_PASSPHRASE',
  keychain: 'a key in this computer’s keychain: start the desktop console',
};

/** Throws where the source is not of the kind, or not the key, that this store is opened by. */
export function storeKeyFor(source: StoreKeySource, { storeKey }: RingContent): Uint8Array {
  if (source.kind === 'passphrase' && storeKey.scrypt !== undefined) {
    const key = keyFromPassphrase(source.passphrase, storeKey.scrypt);
    if (keyName(key) !== storeKey.name) throw new HeraldError('store.keyWrong', 'The passphrase does not open this store');
    return key;
  }
  if (source.kind === 'passphrase' || storeKey.kind === 'passphrase') {
    throw new HeraldError('store.keyMissing', `This store is opened by ${GIVE[storeKey.kind]}`);
  }
  // A key is a key: one from the keychain may be given in a file, for moving a store.
  if (source.kind === 'keychain') {
    if (keyName(source.key) !== storeKey.name) {
      throw new HeraldError('store.keyWrong', 'The key in this computer’s keychain does not open this store');
    }
    return source.key;
  }
  const key = keyOfFile(source.file, storeKey.name);
  if (key === undefined) {
    const what =
      storeKey.kind === 'keyFile'
        ? `The key file ${source.file} is missing: restore it, or name it with --key-file`
        : `This store is opened by ${GIVE.keychain}`;
    throw new HeraldError('store.keyMissing', what);
  }
  if (keyName(key) !== storeKey.name) throw new HeraldError('store.keyWrong', `The key in ${source.file} does not open this store`);
  return key;
}

/** A rotation that was cut short after the ring was written has left the new key beside the old one. */
function keyOfFile(file: string, name: string): Uint8Array | undefined {
  const key = readKeyFile(file);
  if (key !== undefined && keyName(key) === name) return key;
  const next = readKeyFile(nextKeyFile(file));
  if (next === undefined || keyName(next) !== name) return key;
  writeKeyFile(file, next);
  destroyFile(dirname(file), nextKeyFile(file));
  return next;
}

export function nextKeyFile(file: string): string {
  return `${file}.next`;
}
