import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { HeraldError } from '../heraldError';

/**
 * An update is one file: a line that says what it is, a line with an ed25519 signature (base64) of the third line's bytes,
 * a line of JSON (the manifest), then the bytes of each file that the manifest names, in its order.
 */
export const UPDATE_HEADING = 'herald-update 1';
const LONGEST_HEADER = 8 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** A path below the place it is unpacked to: no way leads out of it, and none means something else on Windows. */
const filePath = z
  .string()
  .min(1)
  .max(400)
  .refine((path) => path.split('/').every((part) => /^[\w@+. -]+$/.test(part) && !/^\.+$/.test(part) && !/[. ]$/.test(part)));

export const updateManifestSchema = z.strictObject({
  product: z.literal('herald'),
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  /** `headless` is unpacked beside the version there is; `installer` is one file that the system runs. */
  kind: z.enum(['headless', 'installer']),
  /** As Node names them: linux-x64, win32-x64, darwin-arm64. */
  platform: z.string().regex(/^\w+-\w+$/),
  files: z
    .array(z.strictObject({ path: filePath, bytes: z.number().int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(5_000),
});
export type UpdateManifest = z.infer<typeof updateManifestSchema>;

export interface OpenedUpdate {
  readonly signature: Buffer;
  /** The bytes that were signed. */
  readonly manifestBytes: Buffer;
  /** Where in the file the first file begins. */
  readonly payloadAt: number;
  readonly size: number;
}

/** Takes the header of an update file apart; nothing of it is trusted yet. Throws `update.bad`. */
export function openUpdate(file: string): OpenedUpdate {
  const handle = opened(file);
  try {
    const { size } = fstatSync(handle);
    const head = Buffer.alloc(Math.min(size, LONGEST_HEADER));
    readSync(handle, head, 0, head.length, 0);
    const lines: Buffer[] = [];
    let at = 0;
    while (lines.length < 3) {
      const end = head.indexOf(0x0a, at);
      if (end < 0) throw bad('it has no header of ours');
      lines.push(head.subarray(at, end));
      at = end + 1;
      if (lines[0]?.toString('latin1') !== UPDATE_HEADING) throw bad('it is not an update file of Herald');
    }
    const [, signature, manifestBytes] = lines as [Buffer, Buffer, Buffer];
    return { signature: Buffer.from(signature.toString('latin1'), 'base64'), manifestBytes, payloadAt: at, size };
  } finally {
    closeSync(handle);
  }
}

/** Reads the files in an update one after the other, in pieces; `take` gets each piece, then null at the end of each file. */
export function readPayload(
  file: string,
  { payloadAt }: OpenedUpdate,
  { files }: UpdateManifest,
  take: (index: number, piece: Buffer | null) => void,
): void {
  const handle = opened(file);
  try {
    let at = payloadAt;
    files.forEach(({ bytes }, index) => {
      for (let left = bytes; left > 0; ) {
        const piece = Buffer.alloc(Math.min(left, CHUNK));
        const got = readSync(handle, piece, 0, piece.length, at);
        if (got === 0) throw bad('it ends too early');
        take(index, piece.subarray(0, got));
        at += got;
        left -= got;
      }
      take(index, null);
    });
  } finally {
    closeSync(handle);
  }
}

/** Throws `update.bad` where a file in it is not what the manifest says. */
export function checkPayload(file: string, update: OpenedUpdate, manifest: UpdateManifest): void {
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (update.payloadAt + total !== update.size) throw bad('its size is not what its manifest says');
  let digest = createHash('sha256');
  readPayload(file, update, manifest, (index, piece) => {
    if (piece !== null) {
      digest.update(piece);
      return;
    }
    const { path, sha256 } = manifest.files[index] as UpdateManifest['files'][number];
    if (digest.digest('hex') !== sha256) throw bad(`${path} in it has been altered`);
    digest = createHash('sha256');
  });
}

export function bad(why: string): HeraldError {
  return new HeraldError('update.bad', `The update is not applied: ${why}`);
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw new HeraldError('update.bad', `The update file cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
