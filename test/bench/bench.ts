import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { commandFlags } from '../support/commandFlags';
import { killLeftovers, PROJECT } from './applianceProcess';
import type { Part, PartResult, Row } from './part';
import { burst } from './parts/burst';
import { console } from './parts/console';
import { flood } from './parts/flood';
import { latency } from './parts/latency';
import { parse } from './parts/parse';
import { rehearsal } from './parts/rehearsal';
import { rules } from './parts/rules';
import { slowDisk } from './parts/slowDisk';
import { start } from './parts/start';
import { store } from './parts/store';
import { waiting } from './parts/waiting';

const PARTS: Readonly<Record<string, Part>> = {
  start,
  latency,
  burst,
  rules,
  parse,
  rehearsal,
  console,
  store,
  flood,
  slowDisk,
  waiting,
};
/** Too much for every run: only where it is named. */
const ON_REQUEST: readonly string[] = ['store', 'flood', 'slowDisk', 'waiting'];
const USAGE = `npm run bench -- [flags]
  --only PARTS     of ${Object.keys(PARTS).join(', ')}; with commas; ${ON_REQUEST.join(', ')}, which take long or fill
                   gigabytes, only where named
  --json           the last line on stdout is one JSON object
  --cpu-prof DIR   CPU profiles of the appliance go there`;

/** Exit codes: 0 all happened, however long it took; 1 something did not; 2 bad usage. */
async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    return 2;
  }
  if ('exitCode' in options) return options.exitCode;
  // Within the project, since a temporary directory may be in memory, where a sync costs nothing.
  mkdirSync(join(PROJECT, 'dist'), { recursive: true });
  const directory = mkdtempSync(join(PROJECT, 'dist', '.bench-'));
  const results: Record<string, PartResult> = {};
  // Others on the machine make every time longer; whoever reads the figures should know.
  const loadBefore = loadavg()[0];
  try {
    for (const name of options.only) {
      process.stderr.write(`- ${name}\n`);
      results[name] = await run(name, join(directory, name), options.profileDirectory);
    }
  } finally {
    killLeftovers();
    rmSync(directory, { recursive: true, force: true });
  }
  const wrong = Object.entries(results).flatMap(([name, result]) => result.wrong.map((what) => `${name}: ${what}`));
  process.stdout.write(table(Object.values(results).flatMap(({ rows }) => rows)));
  for (const what of wrong) process.stdout.write(`WRONG  ${what}\n`);
  if (options.json) {
    const machine = { node: process.version, platform: process.platform, cores: cpus().length, loadBefore };
    const figures = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, result.figures]));
    process.stdout.write(`${JSON.stringify({ ok: wrong.length === 0, wrong, machine, ...figures })}\n`);
  }
  return wrong.length === 0 ? 0 : 1;
}

function readOptions() {
  const read = commandFlags(USAGE, { only: { type: 'string' }, json: { type: 'boolean' }, 'cpu-prof': { type: 'string' } });
  if ('exitCode' in read) return read;
  const { values } = read;
  const only = values.only?.split(',') ?? Object.keys(PARTS).filter((name) => !ON_REQUEST.includes(name));
  const unknown = only.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}"`);
  const profileDirectory = values['cpu-prof'] === undefined ? undefined : resolve(values['cpu-prof']);
  return { only, json: values.json ?? false, profileDirectory };
}

async function run(name: string, directory: string, profileDirectory: string | undefined): Promise<PartResult> {
  mkdirSync(directory);
  try {
    return await (PARTS[name] as Part)({ directory, profileDirectory });
  } catch (error) {
    // The other parts still have something to say.
    return { figures: {}, rows: [], wrong: [(error as Error).message] };
  }
}

function table(rows: readonly Row[]): string {
  const width = (pick: (row: Row) => string) => Math.max(0, ...rows.map((row) => pick(row).length));
  const whats = width(({ what }) => what);
  const values = width(({ value }) => value);
  const line = ({ what, value, wanted }: Row) =>
    `${what.padEnd(whats)}  ${value.padEnd(values)}  ${wanted === undefined ? '' : `(wanted: ${wanted})`}`;
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

void main().then((code) => {
  process.exitCode = code;
});
