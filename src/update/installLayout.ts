import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HeraldError } from '../heraldError';
import { readPayload, type UpdateManifest } from './updateFile';
import type { VerifiedUpdate } from './verifyUpdate';

/**
 * A headless Herald is installed so: `versions/0.1.0/...`, `versions/0.2.0/...`, and two links, `current` and `previous`.
 * The service runs what `current` leads to; one rename changes it, so there is no moment without a whole version.
 */
export interface InstallLayout {
  readonly directory: string;
  readonly current: string;
  readonly previous: string | undefined;
}

/** Throws `update.noInstall` where `directory` is not laid out so. */
export function readInstall(directory: string): InstallLayout {
  const current = linkedVersion(directory, 'current');
  if (current === undefined) {
    throw new HeraldError('update.noInstall', `${directory} is not where Herald was installed: there is no "current" in it`);
  }
  return { directory, current, previous: linkedVersion(directory, 'previous') };
}

/** The install directory that the program at `bundleDirectory` (…/versions/V/dist/appliance) belongs to, if it is in one. */
export function installOf(bundleDirectory: string): string | undefined {
  const versions = dirname(dirname(dirname(bundleDirectory)));
  return basename(versions) === 'versions' ? dirname(versions) : undefined;
}

/** Unpacks a verified update beside the version there is; nothing runs it yet. */
export function stageVersion({ directory }: InstallLayout, update: VerifiedUpdate): void {
  const versions = join(directory, 'versions');
  const target = join(versions, update.manifest.version);
  const draft = mkdtempSync(join(versions, '.unpacking-'));
  try {
    unpack(update, draft);
    // One of an earlier attempt, or of a return: what is there now was verified just before.
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** From the next start on `version` runs, and what ran until now is what one can return to. */
export function switchTo({ directory, current }: InstallLayout, version: string): void {
  if (!existsSync(join(directory, 'versions', version))) {
    throw new HeraldError('update.noVersion', `${version} is not there any more`);
  }
  link(directory, 'previous', current);
  link(directory, 'current', version);
}

export function unpack({ file, opened, manifest }: VerifiedUpdate, directory: string): void {
  let handle: number | undefined;
  readPayload(file, opened, manifest, (index, piece) => {
    const { path } = manifest.files[index] as UpdateManifest['files'][number];
    if (handle === undefined) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      handle = openSync(target, 'wx', 0o644);
    }
    if (piece !== null) {
      writeSync(handle, piece);
      return;
    }
    fsyncSync(handle);
    closeSync(handle);
    handle = undefined;
  });
}

function linkedVersion(directory: string, name: string): string | undefined {
  const at = join(directory, name);
  if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
  return basename(readlinkSync(at).replace(/[\\/]+$/, ''));
}

function link(directory: string, name: string, version: string): void {
  const draft = join(directory, `.${name}.new`);
  rmSync(draft, { force: true });
  // Windows makes links to directories as junctions, which need a whole path.
  const target = process.platform === 'win32' ? join(directory, 'versions', version) : join('versions', version);
  symlinkSync(target, draft, 'junction');
  if (process.platform === 'win32') rmSync(join(directory, name), { force: true, recursive: false });
  renameSync(draft, join(directory, name));
}
