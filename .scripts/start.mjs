import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builtFirst } from './builtFirst.mjs';
import { fetchElectron } from './fetchElectron.mjs';
import { root, say } from './project.mjs';
import { runAppliance } from './runAppliance.mjs';

const electron = path.join(root, 'node_modules', 'electron');

/** The runtime's binary, which npm leaves out: it comes with an install script, and those are not run. */
function runtime() {
  const noted = path.join(electron, 'path.txt');
  if (!existsSync(noted)) return undefined;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(electron, 'dist');
  const binary = path.join(dist, readFileSync(noted, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** Why there can be no window, or undefined where the desktop console can be opened. */
async function whyNoDesktop() {
  if (process.env.HERALD_HEADLESS === '1') return 'HERALD_HEADLESS is set';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (runtime() === undefined && existsSync(electron)) await fetchElectron(electron);
  return runtime() === undefined ? 'Electron’s runtime is not installed and could not be fetched' : undefined;
}

async function startDesktop() {
  await builtFirst();
  const child = spawn(runtime(), [root, ...process.argv.slice(2)], { stdio: 'inherit', windowsHide: false });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

const reason = await whyNoDesktop();
if (reason === undefined) {
  await startDesktop();
} else {
  say(`No desktop window, since ${reason}: running headless, with the same console in a browser`);
  await runAppliance();
}
