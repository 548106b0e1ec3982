import { join } from 'node:path';
import { systemClock } from '../src/clock';
import { readCommandLine } from '../src/commandLine';
import { isHeraldError } from '../src/heraldError';
import { stderrLogger } from '../src/jsonLogger';
import { type Running, runAppliance } from '../src/runAppliance';
import { VERSION } from '../src/version';
import type { FromAppliance, ToAppliance } from './applianceMessages';

// The appliance in a process of its own: neither a window's end nor the shell's work can hold up what is to be sent.
const shell = process.parentPort;
const tell = (message: FromAppliance) => shell.postMessage(message);
let running: Running | undefined;

async function start(args: readonly string[], dataDirectory: string): Promise<void> {
  try {
    const flags = readCommandLine(args.includes('--data') ? args : [...args, '--data', dataDirectory], process.env);
    running = await runAppliance(
      {
        ...flags,
        // Consoles come over message ports only.
        http: undefined,
        env: process.env,
        resourcesDirectory: join(__dirname, '..', '..', 'resources'),
        clock: systemClock,
        logger: stderrLogger({ json: flags.jsonLogs, level: 'info' }),
        version: VERSION,
      },
      () => tell({ type: 'ready' }),
    );
    tell({ type: 'ready' });
  } catch (error) {
    if (!isHeraldError(error)) throw error;
    tell({ type: 'failed', message: error.message });
  }
}

shell.on('message', ({ data, ports }) => {
  const message = data as ToAppliance;
  if (message.type === 'start') void start(message.args, message.dataDirectory);
  const port = ports[0];
  if (message.type === 'console' && port !== undefined) running?.appliance().attachPort(port);
  if (message.type === 'stop') {
    Promise.resolve(running?.stop()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  }
});
