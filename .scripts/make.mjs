import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { builtFirst } from './builtFirst.mjs';
import { fetchedForgeNode } from './forgeNode.mjs';
import { root, say } from './project.mjs';

const node = fetchedForgeNode();
if (node === undefined) {
  say(`Electron Forge needs Node 22.13 or newer to make installers; this is Node ${process.versions.node}. All else runs here.`);
  process.exit(1);
}
await builtFirst();
const forge = path.join(root, 'node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js');
const { status } = spawnSync(node, [forge, 'make', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
