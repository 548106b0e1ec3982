import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFirst, runBuild } from './builtFirst.mjs';
import { root, say } from './project.mjs';

if (!existsSync(path.join(root, 'test', 'bench', 'bench.ts'))) {
  say('There is no benchmark: test/bench/bench.ts is missing');
  process.exit(1);
}
// The appliance that is measured is the built one.
await builtFirst();
await runBuild(['--bench']);
const bench = path.join(root, 'dist', 'bench', 'bench.cjs');
process.argv[1] = bench;
await import(pathToFileURL(bench).href);
