import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runBuild } from './builtFirst.mjs';
import { root } from './project.mjs';

await runBuild(['--fuzz']);
const fuzz = path.join(root, 'dist', 'fuzz', 'fuzz.cjs');
process.argv[1] = fuzz;
await import(pathToFileURL(fuzz).href);
