import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
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
let running: Promise<Running | undefined> = Promise.resolve(undefined);

// As in the headless host: little is alive, and a burst must not let garbage gather.
setFlagsFromString('--heap-growing-percent=30');

async function start(args: readonly string[], dataDirectory: string): Promise<Running | undefined> {
  try {
    // A later flag wins, so that one of the person's own does.
    const flags = readCommandLine(['--data', dataDirectory, ...args], process.env);
    const started = await runAppliance(
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
    return started;
  } catch (error) {
    if (!isHeraldError(error)) throw error;
    tell({ type: 'failed', message: error.message });
    return undefined;
  }
}

async function stop(): Promise<void> {
  try {
    await (await running)?.stop();
  } finally {
    process.exit(0);
  }
}

shell.on('message', ({ data, ports: [port] }) => {
  const message = data as ToAppliance;
  if (message.type === 'start') running = start(message.args, message.dataDirectory);
  if (message.type === 'console' && port !== undefined) void running.then((started) => started?.appliance().attachPort(port));
  if (message.type === 'stop') void stop();
});
