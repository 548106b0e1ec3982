import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../support/stubProject';

/** What the lookup of numbers can do wrong is tested where there is one. */
const LOOKUP = 27;

it('every one of the 29 hazards of the carrier has a test by its number', () => {
  const covered = new Set<number>();
  for (const file of readdirSync(path.join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.test\.tsx?$/.test(file)) continue;
    const text = readFileSync(path.join(projectRoot, 'test', file), 'utf8');
    for (const [, number] of text.matchAll(/['"`]hazard (\d\d): /g)) covered.add(Number(number));
  }
  const hasLookup = readdirSync(path.join(projectRoot, 'src', 'bandwidth')).some((file) => /lookup/i.test(file));
  const wanted = Array.from({ length: 29 }, (_, index) => index + 1).filter((number) => number !== LOOKUP || hasLookup);
  expect(wanted.filter((number) => !covered.has(number))).toEqual([]);
  expect(existsSync(path.join(projectRoot, 'resources', 'carrierFaults.md'))).toBe(true);
});
