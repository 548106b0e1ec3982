import { join } from 'node:path';
import { ApplianceProcess } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { medianOf, rounded } from '../figures';
import type { Part } from '../part';

const TIMES = 5;
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** From spawn to the ready line on an empty store: the built appliance itself, and through npm with a fresh build. */
export const start: Part = async ({ directory }) => {
  const profileFile = writeProfile(directory, benchProfile());
  const wrong: string[] = [];
  const measure = async (name: string, command?: readonly [string, ...string[]]) => {
    const taken: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      const appliance = await ApplianceProcess.start({ directory: join(directory, `${name}-${i}`), profileFile, command });
      taken.push(appliance.readyAfterMs);
      wrong.push(...(await appliance.stop()));
    }
    return { medianMs: medianOf(taken), slowestMs: rounded(Math.max(...taken)) };
  };
  const direct = await measure('direct');
  const npm = await measure('npm', [NPM, 'run', '--silent', 'appliance', '--']);
  const words = ({ medianMs, slowestMs }: typeof direct) => `${Math.round(medianMs)} ms, slowest ${Math.round(slowestMs)} ms`;
  return {
    figures: { times: TIMES, direct, npm },
    rows: [
      { what: 'ready on an empty store', value: words(direct), wanted: '2 s' },
      { what: 'ready through npm run appliance', value: words(npm), wanted: '2 s' },
    ],
    wrong,
  };
};
