import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { CarrierKeeping } from '../src/carrierSettings';
import { systemClock } from '../src/clock';
import { readCommandLine } from '../src/commandLine';
import { watchGlance } from '../src/glance';
import { HeraldError, isHeraldError } from '../src/heraldError';
import { stderrLogger } from '../src/jsonLogger';
import type { Logger } from '../src/logger';
import { writeNoCrashDumps } from '../src/noCrashDumps';
import { type Running, runAppliance } from '../src/runAppliance';
import { VERSION } from '../src/version';
import type { ApplianceSecrets, FromAppliance, ToAppliance } from './applianceMessages';

// The appliance in a process of its own: neither a window's end nor the shell's work can hold up what is to be sent.
const shell = process.parentPort;
const tell = (message: FromAppliance) => shell.postMessage(message);
let running: Promise<Running | undefined> = Promise.resolve(undefined);
let endGlance = () => {};
const asked = new Map<number, (problem: string | null) => void>();
let lastId = 0;

// As in the headless host: little is alive, and a burst must not let garbage gather.
setFlagsFromString('--heap-growing-percent=30');

type Start = Extract<ToAppliance, { type: 'start' }>;

async function start({ args, dataDirectory, secrets }: Start): Promise<Running | undefined> {
  try {
    // A later flag wins, so that one of the person's own does.
    const flags = readCommandLine(['--data', dataDirectory, ...args], process.env);
    const isKeyless = secrets.storeKey === undefined && !bringsItsKey(args);
    if (isKeyless && flags.profileFile !== undefined && !flags.training) {
      throw new HeraldError('settings.noKeychain', `${secrets.keychainProblem}. Or start it with --key-file FILE`);
    }
    const logger = stderrLogger({ json: flags.jsonLogs, level: 'info' });
    writeNoCrashDumps(logger);
    const ready = (started: Running) => {
      endGlance();
      endGlance = watchGlance(started.appliance(), { clock: systemClock, logger }, (glance) => tell({ type: 'glance', glance }));
      tell({ type: 'ready' });
      const code = started.appliance().firstAccountCode();
      if (code !== undefined) tell({ type: 'firstAccount', code });
    };
    const started = await runAppliance(
      {
        ...flags,
        // Without a key to protect a store with there is no real one: invented calls only.
        training: flags.training || isKeyless,
        ...keychainKey(secrets, args),
        // Consoles come over message ports only.
        http: undefined,
        env: process.env,
        carrierKeeping: keepingBy(secrets),
        resourcesDirectory: join(__dirname, '..', '..', 'resources'),
        clock: systemClock,
        logger,
        version: VERSION,
      },
      () => ready(started),
    );
    ready(started);
    if (isKeyless && !flags.training) tell({ type: 'notice', message: `${secrets.keychainProblem}. So only training mode runs` });
    return started;
  } catch (error) {
    if (!isHeraldError(error)) throw error;
    tell({ type: 'failed', message: error.message });
    return undefined;
  }
}

/** Whoever names a key of the store's own in the flags takes care of it. */
function bringsItsKey(args: readonly string[]): boolean {
  const { HERALD_KEY_FILE, HERALD_PASSPHRASE } = process.env;
  return Boolean(HERALD_KEY_FILE || HERALD_PASSPHRASE) || args.some((arg) => /^--(key|passphrase)-file(=|$)/.test(arg));
}

function keychainKey({ storeKey }: ApplianceSecrets, args: readonly string[]) {
  if (storeKey === undefined || bringsItsKey(args)) return {};
  return { storeKey: { kind: 'keychain' as const, key: new Uint8Array(Buffer.from(storeKey, 'base64url')) } };
}

function keepingBy({ carrier, keychainProblem }: ApplianceSecrets): CarrierKeeping {
  if (keychainProblem !== undefined) return { kept: undefined, keep: undefined, whyNotSet: keychainProblem };
  return { kept: carrier, keep, whyNotSet: undefined };
}

async function keep(carrier: Readonly<Record<string, string>>): Promise<void> {
  lastId += 1;
  const id = lastId;
  const answer = new Promise<string | null>((resolve) => asked.set(id, resolve));
  tell({ type: 'keep', id, carrier });
  const problem = await answer;
  asked.delete(id);
  if (problem !== null) throw new HeraldError('settings.notKept', problem);
}

/** Whoever pressed it must know when it did not work. */
async function stopAll(reason: string): Promise<void> {
  let why = 'the appliance is not running, so nothing is being sent';
  try {
    const outcome = await (await running)?.appliance().backend.stopAll({ identity: 'host' }, { reason });
    if (outcome === 'done') return;
    if (typeof outcome === 'object') why = outcome.conflict;
  } catch (error) {
    why = isHeraldError(error) ? error.message : 'the appliance failed to do it';
  }
  tell({ type: 'notice', message: `Sending could not be stopped: ${why}` });
}

async function stop(): Promise<void> {
  endGlance();
  try {
    await (await running)?.stop();
  } finally {
    process.exit(0);
  }
}

const LOGGED: Logger = stderrLogger({ json: false, level: 'info' });
/** Work that nobody waits for must not end the process that sends the texts. */
function drop(work: Promise<unknown>, what: string): void {
  work.catch((error) => LOGGED.error('shell.askedInVain', { what, error: error instanceof Error ? error.name : 'unknown' }));
}

shell.on('message', ({ data, ports: [port] }) => {
  const message = data as ToAppliance;
  switch (message.type) {
    case 'start':
      running = start(message);
      break;
    case 'console':
      if (port !== undefined)
        drop(
          running.then((started) => started?.appliance().attachPort(port)),
          'console',
        );
      break;
    case 'power':
      drop(
        running.then((started) => started?.appliance().power(message.event)),
        'power',
      );
      break;
    case 'stopAll':
      drop(stopAll(message.reason), 'stopAll');
      break;
    case 'kept':
      asked.get(message.id)?.(message.problem);
      break;
    case 'diagnose':
      drop(
        running.then(async (started) => {
          const report = (await started?.appliance().diagnostics()) ?? {};
          tell({ type: 'diagnosis', id: message.id, report });
        }),
        'diagnose',
      );
      break;
    case 'stop':
      drop(stop(), 'stop');
      break;
  }
});
