import { commandFlags } from '../support/commandFlags';
import { type FuzzTotals, fuzz } from './fuzzRun';
import { fuzzSubjects } from './subjects';

const USAGE = 'npm run fuzz -- [--frames N] [--seed S]';

/** Exit codes: 0 every frame accounted for; 1 something was not; 2 bad usage. */
function main(): number {
  const read = commandFlags(USAGE, { frames: { type: 'string' }, seed: { type: 'string' } });
  if ('exitCode' in read) return read.exitCode;
  const { values } = read;
  const frames = Number(values.frames ?? 100_000);
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(frames) || frames < 1 || !Number.isSafeInteger(seed)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  let peak = 0;
  let told = 0;
  const startedAt = performance.now();
  const { totals, byFormat } = fuzz({
    frames,
    seed,
    subjects: fuzzSubjects(),
    progress(framesIn) {
      if (framesIn - told < 20_000) return;
      told = framesIn;
      peak = Math.max(peak, process.memoryUsage().rss);
    },
  });
  peak = Math.max(peak, process.memoryUsage().rss);
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const [name, one] of byFormat) process.stdout.write(`${name.padEnd(20)} ${line(one)}\n`);
  process.stdout.write(`${'all'.padEnd(20)} ${line(totals)}\n`);
  process.stdout.write(
    `bytes in ${totals.bytesIn} = frames ${totals.frameBytes} + discarded ${totals.discardedBytes} + separators ${totals.separatorBytes}\n`,
  );
  process.stdout.write(`seed ${seed}, ${seconds.toFixed(1)} s, at most ${Math.round(peak / 1024 / 1024)} MiB resident\n`);
  return 0;
}

function line({ framesIn, understood, rejected, discarded }: FuzzTotals): string {
  const exact = framesIn === understood + rejected + discarded;
  return `frames in ${framesIn} ${exact ? '=' : 'IS NOT'} understood ${understood} + rejected ${rejected} + discarded ${discarded}`;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
