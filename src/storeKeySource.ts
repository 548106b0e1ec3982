import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HeraldError } from './heraldError';
import { assertOutside, defaultKeyFile, type StoreKeySource } from './store/keys/storeKey';

export type { StoreKeySource };

export interface KeyFlags {
  readonly 'key-file'?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
}

const MIN_PASSPHRASE = 12;

/** Where the flags, then the environment, say that the store key is. Throws `usage.bad`. */
export function readStoreKeySource(flags: KeyFlags, env: NodeJS.ProcessEnv, dataDirectory: string): StoreKeySource {
  const keyFile = flags['key-file'];
  const passphraseFile = flags['passphrase-file'];
  if (keyFile !== undefined && passphraseFile !== undefined) {
    throw new HeraldError('usage.bad', 'The store has one key: give --key-file or --passphrase-file');
  }
  if (keyFile !== undefined) return outside({ kind: 'keyFile', file: resolve(keyFile) }, dataDirectory, '--key-file');
  if (passphraseFile !== undefined) return readPassphraseFile(passphraseFile, '--passphrase-file');
  if (env.HERALD_KEY_FILE && env.HERALD_PASSPHRASE) {
    throw new HeraldError('usage.bad', 'The store has one key: set HERALD_KEY_FILE or HERALD_PASSPHRASE');
  }
  if (env.HERALD_PASSPHRASE) return passphraseOf(env.HERALD_PASSPHRASE, 'HERALD_PASSPHRASE');
  if (env.HERALD_KEY_FILE)
    return outside({ kind: 'keyFile', file: resolve(env.HERALD_KEY_FILE) }, dataDirectory, 'HERALD_KEY_FILE');
  return { kind: 'keyFile', file: defaultKeyFile(dataDirectory) };
}

/** Throws `usage.bad`. */
export function readPassphraseFile(file: string, flag: string): StoreKeySource {
  let text: string;
  try {
    text = readFileSync(resolve(file), 'utf8');
  } catch (error) {
    throw new HeraldError('usage.bad', `${flag}: the file cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  return passphraseOf(text.replace(/\r?\n$/, ''), flag);
}

function passphraseOf(passphrase: string, from: string): StoreKeySource {
  if (passphrase.length < MIN_PASSPHRASE) {
    throw new HeraldError('usage.bad', `${from}: a passphrase has at least ${MIN_PASSPHRASE} characters`);
  }
  return { kind: 'passphrase', passphrase };
}

function outside(source: StoreKeySource, dataDirectory: string, from: string): StoreKeySource {
  try {
    assertOutside(dataDirectory, source);
  } catch (error) {
    throw new HeraldError('usage.bad', `${from}: ${(error as Error).message}`);
  }
  return source;
}
