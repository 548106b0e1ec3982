import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { HeraldError } from '../../heraldError';
import { type Kind, PLACES, type Place, type Seal } from '../personal';

export interface DataKey {
  readonly id: number;
  readonly kind: Kind;
  readonly key: Uint8Array;
}

export interface DataKeys {
  /** The key that new values of this kind are sealed by. Durable before it is handed out. */
  current(kind: Kind): DataKey;
  /** Undefined where it was destroyed, or never was. */
  byId(id: number): DataKey | undefined;
}

export const DATA_SEAL_VERSION = 1;
const CIPHER = 'aes-256-gcm';
const ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Random bytes are drawn for so many nonces at once: one by one they cost more than the cipher. */
const NONCES_DRAWN = 256;

/**
 * AES-256-GCM: id of the data key, nonce, ciphertext, tag. Key id and place are authenticated with the value.
 *
 * Nonces are random: a counter would repeat itself under the same key after a backup is restored or a power cut takes back
 * the last writes, and one repeated nonce undoes GCM. At 96 bits NIST SP 800-38D allows 2^32 values for each key; a key
 * seals for a week at most, which at 50 events a second is below 2^29.
 */
export function dataSeal(keys: DataKeys): Seal {
  const nonces = Buffer.alloc(NONCE_BYTES * NONCES_DRAWN);
  let used = NONCES_DRAWN;
  function nextNonce(): Buffer {
    if (used === NONCES_DRAWN) {
      randomFillSync(nonces);
      used = 0;
    }
    const nonce = nonces.subarray(used * NONCE_BYTES, (used + 1) * NONCE_BYTES);
    used += 1;
    return nonce;
  }

  return {
    version: DATA_SEAL_VERSION,
    seal(clear, place) {
      const { id, key } = keys.current(PLACES[place]);
      const nonce = nextNonce();
      const cipher = createCipheriv(CIPHER, key, nonce);
      const head = headOf(id);
      cipher.setAAD(associated(place, head));
      const body = cipher.update(clear);
      const rest = cipher.final();
      return Buffer.concat([head, nonce, body, rest, cipher.getAuthTag()]);
    },
    open(sealed, place) {
      if (sealed.byteLength < ID_BYTES + NONCE_BYTES + TAG_BYTES) throw broken(place);
      const id = keyIdOf(sealed);
      const found = keys.byId(id);
      if (found === undefined) throw new HeraldError('store.keyGone', 'The key of a stored value is gone', { place, key: id });
      const nonce = sealed.subarray(ID_BYTES, ID_BYTES + NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, found.key, nonce);
      decipher.setAAD(associated(place, sealed.subarray(0, ID_BYTES)));
      decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG_BYTES));
      try {
        const clear = decipher.update(sealed.subarray(ID_BYTES + NONCE_BYTES, sealed.byteLength - TAG_BYTES));
        decipher.final();
        return new Uint8Array(clear);
      } catch {
        throw broken(place);
      }
    },
  };
}

/** The data key's id, from what comes after the version byte. */
export function keyIdOf(body: Uint8Array): number {
  return (((body[0] ?? 0) << 24) | ((body[1] ?? 0) << 16) | ((body[2] ?? 0) << 8) | (body[3] ?? 0)) >>> 0;
}

function headOf(id: number): Buffer {
  const head = Buffer.allocUnsafe(ID_BYTES);
  head.writeUInt32BE(id);
  return head;
}

const encodedPlaces = new Map(Object.keys(PLACES).map((place) => [place, Buffer.from(`${place}\0`)]));

function associated(place: Place, head: Uint8Array): Buffer {
  return Buffer.concat([encodedPlaces.get(place) as Buffer, head]);
}

function broken(place: Place): HeraldError {
  return new HeraldError('store.sealBroken', 'A stored value was changed since it was sealed', { place });
}
