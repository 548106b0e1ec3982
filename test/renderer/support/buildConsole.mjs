import path from 'node:path';
import { bundleConsole } from '../../../.scripts/bundles.mjs';

/** Builds the console into the directory given. A process of its own: Vite is ES modules, Jest is not. */
await bundleConsole(path.resolve(process.argv[2] ?? ''));
