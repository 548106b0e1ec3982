import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFirst } from './builtFirst.mjs';
import { root, say } from './project.mjs';

/**
 * Runs the headless appliance in this very process, so that its process id and signals are the appliance's own. It reads
 * `process.argv.slice(2)`.
 */
export async function runAppliance() {
  await builtFirst();
  const cli = path.join(root, 'dist', 'appliance', 'cli.cjs');
  if (!existsSync(cli)) {
    say('There is no appliance to run: src/cli.ts is missing');
    process.exit(1);
  }
  process.argv[1] = cli;
  // Until the appliance listens for it, SIGTERM is a clean end: nothing is open yet.
  const early = () => process.exit(0);
  process.on('SIGTERM', early);
  await import(pathToFileURL(cli).href);
  process.off('SIGTERM', early);
}
