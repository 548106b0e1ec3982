import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Appliance } from './appliance';
import { systemClock } from './clock';
import { type CommandLine, readCommandLine, USAGE } from './commandLine';
import { isHeraldError } from './heraldError';
import { stderrLogger } from './jsonLogger';
import { rotateKeys } from './keysCommand';
import { runLayoutCheck } from './layoutCheckCommand';
import { writeNoCrashDumps } from './noCrashDumps';
import { runRecordsCommand } from './recordsCommands';
import { runRehearse } from './rehearseCommand';
import { type Running, runAppliance } from './runAppliance';
import { makeDataDirectory } from './store/dataDirectory';
import { prepareTokenFile, writeTokenFile } from './tokenFile';
import { runUpdate } from './updateCommand';
import { VERSION } from './version';

/** The headless host. Exit codes: 0 clean, 1 an unforeseen failure, 2 bad usage, profile or settings, 3 data directory in use. */
async function main(args: readonly string[]): Promise<number> {
  // Live data is some 25 MB; left alone, V8 lets five times as much garbage gather in a burst before it looks.
  setFlagsFromString('--heap-growing-percent=30');
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(args, process.env);
  } catch (error) {
    return failed(error);
  }
  if (commandLine.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (commandLine.layoutCheck !== undefined) {
    try {
      return runLayoutCheck(commandLine.layoutCheck, systemClock.now(), (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      return failed(error);
    }
  }
  if (commandLine.keys !== undefined) {
    try {
      return rotateKeys(commandLine.keys, commandLine, systemClock, (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      return failed(error);
    }
  }
  if (commandLine.update !== undefined) {
    const context = { dataDirectory: commandLine.dataDirectory, version: VERSION, bundleDirectory: __dirname, clock: systemClock };
    try {
      return runUpdate(commandLine.update, context, (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      return failed(error);
    }
  }
  if (commandLine.records !== undefined) {
    try {
      return await runRecordsCommand(commandLine.records, commandLine, systemClock, (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      return failed(error);
    }
  }
  if (commandLine.rehearse !== undefined) {
    try {
      return await runRehearse(commandLine.rehearse, systemClock.now(), (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      return failed(error);
    }
  }
  const logger = stderrLogger({ json: commandLine.jsonLogs, level: 'info' });
  writeNoCrashDumps(logger);
  const stop = stopSignal();
  let running: Running;
  try {
    const { tokenFile, dataDirectory } = commandLine;
    if (tokenFile !== undefined) {
      if (dirname(tokenFile) === dataDirectory) makeDataDirectory(dataDirectory);
      prepareTokenFile(tokenFile);
    }
    const token = randomBytes(24).toString('base64url');
    // Beside dist/appliance, where the build puts this file.
    const project = join(__dirname, '..', '..');
    const consoleFiles = join(project, 'dist', 'console');
    const options = {
      ...commandLine,
      http: {
        ...commandLine.door,
        port: commandLine.port,
        token,
        filesDirectory: existsSync(consoleFiles) ? consoleFiles : undefined,
      },
      env: process.env,
      resourcesDirectory: join(project, 'resources'),
      clock: systemClock,
      logger,
      version: VERSION,
    };
    running = await runAppliance(options, announceFirstAccount);
    try {
      announce(running.appliance(), token, tokenFile);
    } catch (error) {
      await running.stop();
      throw error;
    }
  } catch (error) {
    return failed(error);
  }
  const ignored = ignoredInTraining(commandLine);
  if (ignored.length > 0) logger.warn('training.ignores', { flags: ignored });
  await stop;
  await running.stop();
  return 0;
}

/** Training has a profile and feeds of its own. */
function ignoredInTraining({ training, profileFile, feeds }: CommandLine): string[] {
  if (!training) return [];
  return [...(profileFile === undefined ? [] : ['--profile']), ...(feeds.size === 0 ? [] : ['--feed'])];
}

/** Settles at the first SIGTERM or SIGINT; later ones change nothing. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}

/** The one line on stdout that scripts wait for. */
function announce(appliance: Appliance, token: string, tokenFile: string | undefined): void {
  if (tokenFile !== undefined) writeTokenFile(tokenFile, token);
  const console = appliance.http?.url ?? null;
  const callbacks = appliance.callbacksUrl === undefined ? {} : { callbacks: appliance.callbacksUrl };
  const ready = { event: 'ready', console, ...(tokenFile === undefined ? { token } : {}), feeds: appliance.feeds, ...callbacks };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  if (process.stdout.isTTY === true && tokenFile === undefined) {
    process.stderr.write(`Open the console at ${console}#token=${token}\n`);
  }
  announceFirstAccount(appliance);
}

/** Each start, also one from the console, makes another code. */
function announceFirstAccount(appliance: Appliance): void {
  const code = appliance.firstAccountCode();
  if (code === undefined) return;
  process.stderr.write(`There is no account yet. Open ${appliance.http?.url} and make the first one with this code: ${code}\n`);
}

const USAGE_CODES = /^(?:(usage|profile|settings|feed|console|update)\.|store\.key[A-Z])/;

function failed(error: unknown): number {
  if (!isHeraldError(error)) {
    process.stderr.write(`herald: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  if (error.code === 'store.noDataDirectory') {
    process.stderr.write(`herald: ${error.message}; --data names another\n`);
    return 2;
  }
  process.stderr.write(`herald: ${error.message}\n`);
  if (error.code === 'store.dataDirectoryInUse') return 3;
  return USAGE_CODES.test(error.code) ? 2 : 1;
}

main(process.argv.slice(2)).then(
  // Nothing is left to do: whatever still holds the loop open must not keep a service manager waiting.
  (code) => process.exit(code),
  (error) => process.exit(failed(error)),
);
