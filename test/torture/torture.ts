import { commandFlags } from '../support/commandFlags';
import { defaultJobs } from './processes';
import { runCuts, runKills, runSeeds } from './runs';
import { killTotals, seedTotals } from './totals';

const USAGE = 'npm run torture -- [--kills N] [--cuts N] [--seeds N] [--seed S] [--jobs N]';
/** In fewer kills than this, one text more or less is more than a hundredth. */
const ENOUGH_TO_JUDGE = 100;

/** Exit codes: 0 nothing lost and nothing twice; 1 something was; 2 bad usage. */
async function main(): Promise<number> {
  const string = { type: 'string' } as const;
  const read = commandFlags(USAGE, { kills: string, cuts: string, seeds: string, seed: string, jobs: string });
  if ('exitCode' in read) return read.exitCode;
  const { values } = read;
  const numbers = [values.kills ?? '50', values.cuts ?? '500', values.seeds ?? '0', values.seed ?? '1'].map(Number);
  const [kills, cuts, seeds, seed] = numbers as [number, number, number, number];
  const jobs = Number(values.jobs ?? defaultJobs());
  if (![...numbers, jobs].every((value) => Number.isSafeInteger(value) && value >= 0) || jobs < 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let good = true;
  if (kills > 0) {
    const all = await runKills(kills, seed, jobs);
    say(killTotals(all));
    const share = all.needPerson / Math.max(1, all.texts);
    good &&= all.lost === 0 && all.twice === 0 && (kills < ENOUGH_TO_JUDGE || share <= 0.01);
  }
  if (cuts > 0) {
    const all = await runCuts(cuts, seed, jobs);
    for (const finding of all.findings.slice(0, 20)) say(finding);
    say(`power cuts ${all.cuts}: ${all.corrupt} corrupt, ${all.lost} lost something acknowledged, ${all.twice} would text twice`);
    good &&= all.findings.length === 0;
  }
  if (seeds > 0) {
    const all = await runSeeds({ first: seed, count: seeds, steps: 40, trace: false, jobs }, ({ seed: one, violation }) => {
      if (violation !== undefined) say(`seed ${one}: ${violation}; again: npm run simulate -- --seeds 1 --seed ${one} --trace`);
    });
    say(seedTotals(seed, all));
    good &&= all.violations === 0;
  }
  return good ? 0 : 1;
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
