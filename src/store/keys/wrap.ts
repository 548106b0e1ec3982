import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key under another, in base64url. What it is for is authenticated with it. */
export function wrapKey(key: Uint8Array, by: Uint8Array, purpose: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, by, nonce);
  cipher.setAAD(Buffer.from(purpose));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Undefined where `by` is not the key it was wrapped by, or it is for something else. */
export function unwrapKey(wrapped: string, by: Uint8Array, purpose: string): Uint8Array | undefined {
  const sealed = Buffer.from(wrapped, 'base64url');
  if (sealed.byteLength !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, by, sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES + KEY_BYTES));
  try {
    const key = decipher.update(sealed.subarray(NONCE_BYTES, NONCE_BYTES + KEY_BYTES));
    decipher.final();
    return new Uint8Array(key);
  } catch {
    return undefined;
  }
}

/** Names a key without telling anything of it. */
export function keyName(key: Uint8Array): string {
  return createHmac('sha256', key).update('herald key name').digest('base64url').slice(0, 16);
}
