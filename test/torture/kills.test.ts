import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../support/stubProject';
import { killAgainAndAgain } from './kills';

it('killed three times while it sends: no text is lost, none leaves twice', async () => {
  execFileSync(process.execPath, [path.join(projectRoot, '.scripts', 'build.mjs'), '--if-stale'], {
    cwd: projectRoot,
    stdio: 'ignore',
  });
  const totals = await killAgainAndAgain(3, 20_251_126);
  expect(totals).toMatchObject({ kills: 3, lost: 0, twice: 0, otherwiseEnded: 0 });
  expect(totals.atCarrier).toBeGreaterThan(0);
}, 180_000);
