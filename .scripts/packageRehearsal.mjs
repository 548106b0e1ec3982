import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeElectronStandIn } from './packageStandIn.mjs';
import { root } from './project.mjs';

// Forge's real packaging against a made-up Electron. Needs Node 22.13 or newer, as Forge does.
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const zips = path.join(values.out, 'electron');
mkdirSync(zips, { recursive: true });
writeElectronStandIn(zips);
process.env.HERALD_ELECTRON_ZIP_DIR = zips;
process.env.HERALD_OUT_DIR = path.join(values.out, 'packages');
// Forge looks for its project from where it is started.
process.chdir(root);
const { api } = await import('@electron-forge/core');
await api.package({
  dir: root,
  platform: 'linux',
  arch: 'x64',
  outDir: process.env.HERALD_OUT_DIR,
  interactive: false,
});
const { extractAll } = await import('@electron/asar');
// With what stands beside the archive, as a program within it sees both.
extractAll(path.join(values.out, 'packages', 'Herald-linux-x64', 'resources', 'app.asar'), path.join(values.out, 'app'));
