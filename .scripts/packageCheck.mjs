import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fetchedForgeNode } from './forgeNode.mjs';
import { root } from './project.mjs';

fetchedForgeNode();
// The rehearsal of packaging, as the tests run it, with the sizes of all that is packed.
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, 'test/package'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, HERALD_LIST_SIZES: '1' },
});
process.exit(status ?? 1);
