import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

export type ScryptCost = Required<Pick<ScryptOptions, 'N' | 'r' | 'p'>>;
/** 32 MiB, and some tenths of a second: one of OWASP's settings of equal strength, so that memory stays within bounds. */
const COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };
const HASH_BYTES = 32;

/** `scrypt$N$r$p$salt$hash`: what it was made with goes along, so that a dearer setting can come later. */
export async function hashPassword(password: string, cost: ScryptCost = COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes as long whatever is wrong. */
export async function passwordFits(password: string, stored: string): Promise<boolean> {
  const [kind, n, r, p, salt = '', hash = ''] = stored.split('$');
  if (kind !== 'scrypt') return false;
  const expected = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) });
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Fits no password: for trying one where there is no account, which must take as long. */
export function noPassword(cost: ScryptCost = COST): string {
  return ['scrypt', cost.N, cost.r, cost.p, 'AAAAAAAAAAAAAAAAAAAAAA', 'A'.repeat(43)].join('$');
}

function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  // One form for letters that can be typed in two ways.
  const bytes = Buffer.from(password.normalize('NFKC'), 'utf8');
  return new Promise((resolve, reject) => {
    scrypt(bytes, salt, HASH_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** Without letters and digits that look alike; 16 of these are 79 bits. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password or code that can be read out: groups of four. */
export function readableSecret(groups: number): string {
  const letter = () => READABLE[randomInt(READABLE.length)];
  return Array.from({ length: groups }, () => Array.from({ length: 4 }, letter).join('')).join('-');
}
