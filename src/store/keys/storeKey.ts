import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { HeraldError } from '../../heraldError';
import { type RingContent, replaceFile } from './ringFile';
import { KEY_BYTES } from './wrap';

/**
 * Where the store key is: the one key that protects all others of a data directory, and is never kept in it. On the
 * desktop the shell keeps it in the system's keychain and hands it over when it starts the appliance.
 */
export type StoreKeySource =
  | { readonly kind: 'keyFile'; readonly file: string }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'keychain'; readonly key: Uint8Array };

export type StoreKeyKind = StoreKeySource['kind'];
export type StoreKeyInfo = RingContent['storeKey'];

/** Beside the data directory, so that a copy of the one does not carry the other. */
export function defaultKeyFile(dataDirectory: string): string {
  return `${resolve(dataDirectory)}.key`;
}

/** The key as the shell and key files write it. Throws `store.keyDamaged` where `text` is none. */
export function readStoreKeyText(text: string, from: string): Uint8Array {
  const match = /^herald-key-1:([\w-]{43})\s*$/.exec(text);
  const key = match === null ? undefined : Buffer.from(match[1] as string, 'base64url');
  if (key?.byteLength !== KEY_BYTES) throw new HeraldError('store.keyDamaged', `${from} does not hold a key of Herald`);
  return new Uint8Array(key);
}

export function storeKeyText(key: Uint8Array): string {
  return `herald-key-1:${Buffer.from(key).toString('base64url')}\n`;
}

export function newStoreKey(): Uint8Array {
  return new Uint8Array(randomBytes(KEY_BYTES));
}

/** Throws `store.keyPlace` for a key file within the data directory, where it would protect nothing. */
export function assertOutside(dataDirectory: string, source: StoreKeySource): void {
  if (source.kind !== 'keyFile') return;
  const inside = relative(resolve(dataDirectory), resolve(source.file));
  if (inside === '' || (!inside.startsWith('..') && resolve(inside) !== inside)) {
    throw new HeraldError('store.keyPlace', `The key file ${source.file} must not be in the data directory that it protects`);
  }
}

/** The key file's key. Undefined where there is no such file. Throws `store.keyDamaged`, `store.keyUnreadable`. */
export function readKeyFile(file: string): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new HeraldError('store.keyUnreadable', `The key file ${file} cannot be read: ${code}`);
  }
  return readStoreKeyText(text, `The key file ${file}`);
}

/** Writes a key file, mode 0600. Throws `store.keyUnwritable`. */
export function writeKeyFile(file: string, key: Uint8Array): void {
  try {
    replaceFile(dirname(file), file, storeKeyText(key));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HeraldError(
      'store.keyUnwritable',
      `The key file ${file} cannot be written: ${code}; --key-file or HERALD_KEY_FILE names another`,
    );
  }
}

/** True where others than its owner may read a key file. */
export function isKeyFileOpen(file: string): boolean {
  return process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & 0o077) !== 0;
}

/** 32 MB and about 0.3 s for each guess; OWASP's equal of N = 2^17 in a quarter of the memory. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 3 } as const;

export function newScrypt(): NonNullable<StoreKeyInfo['scrypt']> {
  return { salt: randomBytes(16).toString('base64url'), ...SCRYPT };
}

export function keyFromPassphrase(passphrase: string, scrypt: NonNullable<StoreKeyInfo['scrypt']>): Uint8Array {
  const { salt, N, r, p } = scrypt;
  const clear = passphrase.normalize('NFKC');
  return new Uint8Array(scryptSync(clear, Buffer.from(salt, 'base64url'), KEY_BYTES, { N, r, p, maxmem: 256 * N * r }));
}
