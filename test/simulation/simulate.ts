import { parseArgs } from 'node:util';
import { type SimulationResult, simulate } from './simulation';

const USAGE = 'npm run simulate -- [--seeds N] [--seed S] [--steps N] [--trace]';

/** Exit codes: 0 no violation; 1 a violation, with the seed that repeats it; 2 bad usage. */
async function main(): Promise<number> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { seeds: string, seed: string, steps: string, trace: { type: 'boolean' } } });
  const [seeds, first, steps] = [values.seeds ?? '1000', values.seed ?? '1', values.steps ?? '40'].map(Number) as [
    number,
    number,
    number,
  ];
  if (![seeds, first, steps].every(Number.isSafeInteger) || seeds < 1 || steps < 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const all = { posts: 0, taken: 0, crashes: 0, needPerson: 0, violations: 0 };
  const startedAt = process.hrtime.bigint();
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await simulate(seed, { steps });
    for (const key of ['posts', 'taken', 'crashes', 'needPerson'] as const) all[key] += result[key];
    if (result.violation !== undefined) {
      all.violations += 1;
      process.stdout.write(`seed ${seed}: ${result.violation}\n`);
    }
    if (values.trace === true) tell(result);
    if ((seed - first) % 500 === 499) process.stderr.write(`${seed - first + 1} seeds, ${all.violations} violations\n`);
  }
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  process.stdout.write(
    `seeds ${seeds} from ${first}, ${steps} steps each: ${all.posts} texts posted, ${all.taken} taken by the carrier, ` +
      `${all.crashes} crashes, ${all.needPerson} left to a person, ${all.violations} violations, ${seconds.toFixed(1)} s\n`,
  );
  return all.violations === 0 ? 0 : 1;
}

function tell({ trace }: SimulationResult): void {
  for (const line of trace) process.stdout.write(`  ${line}\n`);
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
