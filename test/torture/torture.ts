import { parseArgs } from 'node:util';
import { simulate } from '../simulation/simulation';
import { killAgainAndAgain } from './kills';
import { powerCuts } from './powerCuts';

const USAGE = 'npm run torture -- [--kills N] [--cuts N] [--seeds N] [--seed S]';
/** In fewer kills than this, one text more or less is more than a hundredth. */
const ENOUGH_TO_JUDGE = 100;

/** Exit codes: 0 nothing lost and nothing twice; 1 something was; 2 bad usage. */
async function main(): Promise<number> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { kills: string, cuts: string, seeds: string, seed: string } });
  const [kills, cuts, seeds, seed] = [values.kills ?? '50', values.cuts ?? '500', values.seeds ?? '0', values.seed ?? '1'].map(
    Number,
  ) as [number, number, number, number];
  if (![kills, cuts, seeds, seed].every((value) => Number.isSafeInteger(value) && value >= 0)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  let good = true;
  if (kills > 0) {
    const all = await killAgainAndAgain(kills, seed, progress);
    const share = (100 * all.needPerson) / Math.max(1, all.texts);
    say(
      `kills ${all.kills}: ${all.texts} texts due, ${all.atCarrier} people texted, ${all.lost} lost, ${all.twice} twice, ` +
        `${all.needPerson} need a person (${share.toFixed(2)} %), ${all.otherwiseEnded} ended otherwise`,
    );
    good &&= all.lost === 0 && all.twice === 0 && (kills < ENOUGH_TO_JUDGE || share <= 1);
  }
  if (cuts > 0) {
    const all = await powerCuts(cuts, seed);
    for (const finding of all.findings.slice(0, 20)) say(finding);
    say(`power cuts ${all.cuts}: ${all.corrupt} corrupt, ${all.lost} lost something acknowledged, ${all.twice} would text twice`);
    good &&= all.findings.length === 0;
  }
  if (seeds > 0) {
    let violations = 0;
    for (let one = seed; one < seed + seeds; one++) {
      const { violation } = await simulate(one);
      if (violation === undefined) continue;
      violations += 1;
      say(`seed ${one}: ${violation}`);
    }
    say(`seeds ${seeds} from ${seed}: ${violations} violations`);
    good &&= violations === 0;
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
