import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from './clock';
import { HeraldError } from './heraldError';
import { rotateStoreKeys } from './store/keys/rotate';
import { type KeyFlags, readPassphraseFile, type StoreKeySource } from './storeKeySource';

/** `keys rotate`, as its flags say. */
export interface KeysCommand {
  readonly newKeyFile: string | undefined;
  readonly newPassphraseFile: string | undefined;
  readonly sealAgain: boolean;
}

interface Parsed {
  readonly positionals: readonly string[];
  readonly values: KeyFlags & {
    readonly 'new-key-file'?: string | undefined;
    readonly 'new-passphrase-file'?: string | undefined;
    readonly reseal?: boolean | undefined;
  };
}

/** Undefined where it is another command. Throws `usage.bad`. */
export function readKeysCommand({ positionals, values }: Parsed): KeysCommand | undefined {
  const newKeyFile = values['new-key-file'];
  const newPassphraseFile = values['new-passphrase-file'];
  if (positionals.join(' ') !== 'keys rotate') {
    const stray = (['new-key-file', 'new-passphrase-file', 'reseal'] as const).find((flag) => values[flag] !== undefined);
    if (stray !== undefined) throw new HeraldError('usage.bad', `--${stray} belongs to "keys rotate"`);
    return undefined;
  }
  if (newKeyFile !== undefined && newPassphraseFile !== undefined) {
    throw new HeraldError('usage.bad', 'The store has one key: give --new-key-file or --new-passphrase-file');
  }
  return { newKeyFile, newPassphraseFile, sealAgain: values.reseal ?? false };
}

/** Rotates the keys of a data directory and of the training store in it. Says what it did; the exit code. Throws HeraldErrors. */
export function rotateKeys(
  { newKeyFile, newPassphraseFile, sealAgain }: KeysCommand,
  { dataDirectory, storeKey }: { readonly dataDirectory: string; readonly storeKey: StoreKeySource },
  clock: Clock,
  say: (line: string) => void,
): number {
  const next = nextSource(newKeyFile, newPassphraseFile, storeKey);
  const directories = [dataDirectory, join(dataDirectory, 'training')].filter((directory) =>
    existsSync(join(directory, 'herald.keys')),
  );
  if (directories.length === 0)
    throw new HeraldError('store.keyMissing', 'There are no keys in the data directory; --data names another');
  rotateStoreKeys(directories, storeKey, next, { sealAgain, now: () => clock.now() });
  say(
    next.kind === 'keyFile'
      ? `The store is opened by ${next.file} now: copy it to a safe place`
      : 'The store is opened by the passphrase now',
  );
  if (storeKey.kind === 'keyFile' && (next.kind !== 'keyFile' || next.file !== storeKey.file)) {
    say(`${storeKey.file} opens only backups of herald.keys made before: destroy it, and its copies`);
  }
  if (sealAgain) say('What is stored is sealed again after the next start, and the old keys are then destroyed');
  return 0;
}

function nextSource(keyFile: string | undefined, passphraseFile: string | undefined, now: StoreKeySource): StoreKeySource {
  if (keyFile !== undefined) return { kind: 'keyFile', file: resolve(keyFile) };
  if (passphraseFile !== undefined) return readPassphraseFile(passphraseFile, '--new-passphrase-file');
  if (now.kind === 'keyFile') return now;
  throw new HeraldError('usage.bad', 'keys rotate needs --new-passphrase-file or --new-key-file here');
}
