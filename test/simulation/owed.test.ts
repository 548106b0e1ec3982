import type * as Due from '../../src/rules/due';
import { simulate } from './simulation';

/** How the rules are broken just now: a stage that never becomes due. */
const mockBroken = { forgets: undefined as string | undefined };

jest.mock('../../src/rules/due', () => {
  const real = jest.requireActual<typeof Due>('../../src/rules/due');
  return {
    ...real,
    dueStages: (...asked) => {
      const stages = real.dueStages(...asked);
      return { ...stages, due: stages.due.filter(({ stage }) => stage !== mockBroken.forgets) };
    },
  } satisfies typeof Due;
});

const SEEDS = 30;

/** Each from a seed on of which the first few show it. */
it.each([
  ['dispatched', 1],
  ['arrived', 5],
  ['completed', 10],
  ['delayed', 27],
])(
  'that %s is forgotten is noticed, though nothing wrong is sent',
  async (stage, first) => {
    mockBroken.forgets = stage;
    const violations: (string | undefined)[] = [];
    for (let seed = first; seed < first + SEEDS && violations.at(-1) === undefined; seed++)
      violations.push((await simulate(seed)).violation);
    expect(violations.at(-1)).toMatch(`nothing was made of ${stage}`);
  },
  120_000,
);

it('most seeds owe something', async () => {
  mockBroken.forgets = undefined;
  const owed: number[] = [];
  for (let seed = 1; seed <= 4; seed++) owed.push((await simulate(seed)).owed);
  expect(owed.filter((count) => count > 0).length).toBeGreaterThanOrEqual(3);
}, 60_000);
