import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, say } from './project.mjs';

const bin = (...parts) => path.join(root, 'node_modules', ...parts);
const CHECKS = [
  ['types', [bin('typescript', 'bin', 'tsc'), '-p', root]],
  ['lint and format', [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', root]],
  ['import boundaries', [bin('jest', 'bin', 'jest.js'), 'test/boundaries.test.ts']],
];

const failed = CHECKS.filter(([name, command]) => {
  say(`- ${name}`);
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) say(`Not right: ${failed.map(([name]) => name).join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
