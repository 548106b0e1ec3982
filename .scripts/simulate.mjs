import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runBuild } from './builtFirst.mjs';
import { root } from './project.mjs';

await runBuild(['--torture']);
const simulate = path.join(root, 'dist', 'torture', 'simulate.cjs');
process.argv[1] = simulate;
await import(pathToFileURL(simulate).href);
