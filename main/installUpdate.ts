import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import { isHeraldError } from '../src/heraldError';
import { copyStore } from '../src/update/copyStore';
import { unpack } from '../src/update/installLayout';
import { readUpdateKeys, type VerifiedUpdate, verifyUpdate } from '../src/update/verifyUpdate';
import { confirmUpdate } from './questions';
import { readSmallFile, writeSmallFile } from './smallFile';

export interface InstallUpdateOptions {
  readonly keysFile: string;
  /** Installers stay here, so that one can return to the version before. */
  readonly updatesDirectory: string;
  readonly dataDirectory: string;
  readonly window: () => BrowserWindow | undefined;
  readonly stopAppliance: () => Promise<void>;
  readonly now: () => number;
}

/**
 * Applies an update that somebody brought as a file: asks for it, checks all of it, asks once more, stops the appliance,
 * copies the store, and hands over to the installer. Nothing is ever looked for on a network.
 */
export async function installUpdate(options: InstallUpdateOptions): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Apply an update',
    properties: ['openFile'],
    filters: [{ name: 'Herald updates', extensions: ['herald-update'] }],
  });
  const [file] = filePaths;
  if (canceled || file === undefined) return;
  try {
    const update = verified(file, options);
    const { version } = update.manifest;
    const detail = `Signed by ${update.signedBy}. Herald stops, its store is copied, and the installer starts.`;
    if (!(await confirmUpdate(options.window(), `Change Herald ${app.getVersion()} to ${version}?`, detail))) return;
    await install(update, options);
  } catch (error) {
    const message = isHeraldError(error) ? error.message : 'The update could not be applied';
    await dialog.showMessageBox({ type: 'error', title: 'Herald', message });
  }
}

function verified(file: string, { keysFile, updatesDirectory }: InstallUpdateOptions): VerifiedUpdate {
  const version = app.getVersion();
  return verifyUpdate(file, {
    keys: readUpdateKeys(keysFile),
    version,
    platform: `${process.platform}-${process.arch}`,
    kind: 'installer',
    returnTo: versionBefore(updatesDirectory, version),
  });
}

async function install(update: VerifiedUpdate, options: InstallUpdateOptions): Promise<void> {
  const { updatesDirectory, dataDirectory, stopAppliance, now } = options;
  const { version, files } = update.manifest;
  const directory = path.join(updatesDirectory, version);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  unpack(update, directory);
  await stopAppliance();
  copyStore(dataDirectory, app.getVersion(), now());
  writeSmallFile(path.join(updatesDirectory, 'last.json'), JSON.stringify({ from: app.getVersion(), to: version }));
  const installer = path.join(directory, files[0]?.path ?? '');
  if (process.platform === 'win32') spawn(installer, [], { detached: true, stdio: 'ignore' }).unref();
  else await shell.openPath(installer);
  app.quit();
}

/** Which version ran before the last update, if that update is what runs now. */
function versionBefore(updatesDirectory: string, version: string): string | undefined {
  const last = JSON.parse(readSmallFile(path.join(updatesDirectory, 'last.json')) ?? '{}') as { from?: string; to?: string };
  return last.to === version ? last.from : undefined;
}
