import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { HeraldError } from '../heraldError';
import { bad, checkPayload, type OpenedUpdate, openUpdate, type UpdateManifest, updateManifestSchema } from './updateFile';

const keysSchema = z.object({
  keys: z.array(z.object({ name: z.string().min(1), publicKey: z.string().describe('ed25519, SPKI DER as base64') })),
});
export type UpdateKeys = z.infer<typeof keysSchema>['keys'];

export interface VerifiedUpdate {
  readonly file: string;
  readonly manifest: UpdateManifest;
  readonly opened: OpenedUpdate;
  /** The name of the key that it is signed with. */
  readonly signedBy: string;
}

export interface UpdateTarget {
  readonly keys: UpdateKeys;
  /** What runs now. */
  readonly version: string;
  readonly platform: string;
  readonly kind: UpdateManifest['kind'];
  /** The one older version that may come back, the one before the last update. */
  readonly returnTo?: string | undefined;
}

/** Whose updates this installation takes: resources/config/update-keys.json; none, as long as nobody has put a key there. */
export function readUpdateKeys(file: string): UpdateKeys {
  if (!existsSync(file)) return [];
  const result = keysSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new HeraldError('update.badKeys', `${file} does not hold update keys`);
  return result.data.keys;
}

/**
 * Checks all of an update before any of it is used: who signed it, every byte, and that it is for here and newer. Throws
 * `update.off`, `update.bad` with the reason.
 */
export function verifyUpdate(file: string, { keys, version, platform, kind, returnTo }: UpdateTarget): VerifiedUpdate {
  if (keys.length === 0) {
    throw new HeraldError('update.off', 'Updates are off: resources/config/update-keys.json names nobody whose updates are taken');
  }
  const opened = openUpdate(file);
  const key = keys.find(({ publicKey }) => isSigned(opened, publicKey));
  if (key === undefined) throw bad('it is not signed by anybody whose updates are taken here');
  const manifest = readManifest(opened);
  if (manifest.kind !== kind) throw bad(`it is ${manifest.kind === 'headless' ? 'for a headless Herald' : 'an installer'}`);
  if (manifest.platform !== platform) throw bad(`it is for ${manifest.platform}, and this is ${platform}`);
  const order = compareVersions(manifest.version, version);
  if (order === 0) throw bad(`${version} is what runs already`);
  if (order < 0 && manifest.version !== returnTo) throw bad(`${manifest.version} is older than ${version}, which runs now`);
  checkPayload(file, opened, manifest);
  return { file, manifest, opened, signedBy: key.name };
}

function isSigned({ manifestBytes, signature }: OpenedUpdate, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, manifestBytes, key, signature);
  } catch {
    return false;
  }
}

function readManifest({ manifestBytes }: OpenedUpdate): UpdateManifest {
  try {
    return updateManifestSchema.parse(JSON.parse(manifestBytes.toString('utf8')));
  } catch {
    throw bad('its manifest is not one that this Herald understands');
  }
}

/** Below 0 where `a` is the older one. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => version.split('-')[0]?.split('.').map(Number) ?? [];
  const [left, right] = [parts(a), parts(b)];
  return [0, 1, 2].map((index) => (left[index] ?? 0) - (right[index] ?? 0)).find((order) => order !== 0) ?? 0;
}
