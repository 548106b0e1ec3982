import { Secret, TOTP } from 'otpauth';

const PERIOD_S = 30;
/** A code of the step before or after counts: clocks of phones are a little off. */
const WINDOW = 1;

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** For the QR code that an authenticator app reads. */
export function totpUri(secret: string, name: string, agency: string): string {
  return totp(secret, name, agency).toString();
}

/**
 * The 30 s step whose code was given; undefined where it is none of now, or of a step at or before `lastStep`: a code seen
 * over a shoulder must not count a second time.
 */
export function totpStep(secret: string, code: string, now: number, lastStep: number): number | undefined {
  const delta = totp(secret, 'x', 'x').validate({ token: code, timestamp: now, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1000 / PERIOD_S) + delta;
  return step > lastStep ? step : undefined;
}

function totp(secret: string, label: string, issuer: string): TOTP {
  // SHA-1 is what every authenticator app takes; as an HMAC it is sound.
  return new TOTP({
    secret: Secret.fromBase32(secret),
    label,
    issuer: `Herald ${issuer}`,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_S,
  });
}
