import { commandFlags } from '../support/commandFlags';
import { defaultJobs } from '../torture/processes';
import { runSeeds } from '../torture/runs';
import { seedTotals } from '../torture/totals';

const USAGE = 'npm run simulate -- [--seeds N] [--seed S] [--steps N] [--jobs N] [--trace]';

/** Exit codes: 0 no violation; 1 a violation, with the seed that repeats it; 2 bad usage. */
async function main(): Promise<number> {
  const string = { type: 'string' } as const;
  const trace = { type: 'boolean', default: false } as const;
  const read = commandFlags(USAGE, { seeds: string, seed: string, steps: string, jobs: string, trace });
  if ('exitCode' in read) return read.exitCode;
  const { values } = read;
  const [count, first, steps, jobs] = [
    values.seeds ?? '1000',
    values.seed ?? '1',
    values.steps ?? '40',
    values.jobs ?? String(defaultJobs()),
  ].map(Number) as [number, number, number, number];
  if (![count, first, steps, jobs].every(Number.isSafeInteger) || count < 1 || steps < 1 || jobs < 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let done = 0;
  let violations = 0;
  const startedAt = process.hrtime.bigint();
  const all = await runSeeds({ first, count, steps, trace: values.trace, jobs }, (result) => {
    done += 1;
    if (result.violation !== undefined) {
      violations += 1;
      say(`seed ${result.seed}: ${result.violation}`);
      say(`  again, with all that happened: npm run simulate -- --seeds 1 --seed ${result.seed} --steps ${steps} --trace`);
    }
    for (const line of result.trace) say(`  ${line}`);
    if (done % 500 === 0) process.stderr.write(`${done} seeds, ${violations} violations\n`);
  });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  say(`${seedTotals(first, all)}; ${steps} steps each, ${seconds.toFixed(0)} s`);
  return all.violations === 0 ? 0 : 1;
}

// Should everything come to rest without an end, that is a failure too.
process.exitCode = 1;
main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
