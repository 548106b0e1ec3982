import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './project.mjs';

const STALLED_MS = 10_000;
const LONGEST_MS = 15 * 60_000;

function bytesBelow(directory) {
  const entry = statSync(directory, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) return entry?.size ?? 0;
  return readdirSync(directory).reduce((sum, name) => sum + bytesBelow(path.join(directory, name)), 0);
}

/**
 * Tries once to fetch Electron's runtime with the package's own script, which knows mirrors and caches. Gives up when no
 * byte has arrived for a while, since a firewall that swallows packets would keep a dispatch center waiting.
 * @param {string} electron the directory of the electron package
 */
export async function fetchElectron(electron) {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  // A temporary directory of its own shows how much has arrived.
  const arriving = mkdtempSync(path.join(root, 'dist', '.electron-'));
  const env = { ...process.env, TMPDIR: arriving, TMP: arriving, TEMP: arriving };
  const child = spawn(process.execPath, [path.join(electron, 'install.js')], { stdio: 'ignore', env });
  await new Promise((ended) => {
    const startedAt = performance.now();
    let grewAt = startedAt;
    let bytes = 0;
    const watch = setInterval(() => {
      const now = performance.now();
      const arrived = bytesBelow(arriving) + bytesBelow(path.join(electron, 'dist'));
      if (bytes === 0 && arrived > 0) say('Fetching Electron’s runtime, once (HERALD_HEADLESS=1 goes without it)');
      if (arrived !== bytes) grewAt = now;
      bytes = arrived;
      if (now - grewAt > STALLED_MS || now - startedAt > LONGEST_MS) child.kill('SIGKILL');
    }, 500);
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    child.once('close', () => {
      clearInterval(watch);
      process.off('exit', stop);
      ended();
    });
  });
  rmSync(arriving, { recursive: true, force: true });
}
