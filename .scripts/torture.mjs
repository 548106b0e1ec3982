import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFirst, runBuild } from './builtFirst.mjs';
import { root } from './project.mjs';

// The appliance that is killed is the built one.
await builtFirst();
await runBuild(['--torture']);
const torture = path.join(root, 'dist', 'torture', 'torture.cjs');
process.argv[1] = torture;
await import(pathToFileURL(torture).href);
