import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const projectRoot = path.resolve(__dirname, '../..');

/** The first of these programs that is on this machine, else undefined. */
export function onPath(...names: string[]): string | undefined {
  const directories = (process.env.PATH ?? '').split(path.delimiter);
  return names.flatMap((name) => directories.map((directory) => path.join(directory, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Electron's binary where npm's install script has fetched it and a window can be opened, else undefined. */
export function electronBinary(): string | undefined {
  const electron = path.join(projectRoot, 'node_modules', 'electron');
  const noted = path.join(electron, 'path.txt');
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const binary = existsSync(noted) ? path.join(electron, 'dist', readFileSync(noted, 'utf8').trim()) : undefined;
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}

/**
 * A Chromium or Chrome on this machine, else undefined. The one without a window of its own first: it is the same engine, and
 * each page costs a third less.
 */
export const chromiumBinary = (): string | undefined =>
  onPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** The directory of feed recordings beside the project, else undefined. */
export function samplesDirectory(): string | undefined {
  const directory = path.resolve(projectRoot, '../shared/samples');
  return existsSync(directory) ? directory : undefined;
}

/**
 * A `describe` whose tests are reported as skipped, with the reason first in their titles, where what they need is missing.
 * `body` is called either way, so that the tests are counted: it must use `found` only inside hooks and tests.
 */
export function describeWhere<T>(needs: string, found: T | undefined, name: string, body: (found: T) => void): void {
  if (found !== undefined) describe(name, () => body(found));
  else describe.skip(`${needs}, not found here: ${name}`, () => body(undefined as T));
}
