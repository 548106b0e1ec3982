import fc from 'fast-check';
import type * as Consider from '../../src/rules/consider';
import type { Circumstances, Verdict } from '../../src/rules/consider';
import type { ReasonCode } from '../../src/rules/reasons';
import { deskAt } from '../scenarios/support/scenarioDesk';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { Desk } from '../support/desk';
import { StoryWithRules, story } from './support/storyWithRules';

/** How the rules are broken just now: reasons that the truth check lets pass, and stages that may be told again. */
const mockBroken = { ignores: undefined as ReasonCode | undefined, again: false };

jest.mock('../../src/rules/consider', () => {
  const real = jest.requireActual<typeof Consider>('../../src/rules/consider');
  const ONCE = ['received', 'dispatched', 'arrived', 'completed'];
  const forgetful = (circumstances: Circumstances): Circumstances => ({
    ...circumstances,
    messages: circumstances.messages.map((m) => (mockBroken.again && ONCE.includes(m.stage) ? { ...m, maybeTexted: false } : m)),
  });
  const careless = (verdict: Verdict): Verdict =>
    verdict.outcome === 'skip' && verdict.code === mockBroken.ignores ? { ...verdict, outcome: 'send', code: 'due' } : verdict;
  return {
    ...real,
    evaluate: (incident, circumstances) => real.evaluate(incident, forgetful(circumstances)),
    rechecker: (incident, policy, now) => {
      const check = real.rechecker(incident, policy, now);
      return (message, circumstances) => careless(check(message, forgetful(circumstances)));
    },
  } satisfies typeof Consider;
});

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(() => {
  Object.assign(mockBroken, { ignores: undefined, again: false });
});

/** Of at most so many stories one has to show it. */
const RUNS = 40;

async function found(seed: number): Promise<string | undefined> {
  const profile = shippedProfile({ rules: { 'stages.received.enabled': true, 'stages.arrived.enabled': true } });
  const startsAt = Date.UTC(2025, 5, 3, 20, 0, 0);
  const run = await fc.check(
    fc.asyncProperty(story(), async (acts) => {
      const told = new StoryWithRules(await deskAt(desk, startsAt, profile));
      await told.begin();
      for (const one of acts) await told.play(one);
      await told.end();
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
  return run.failed ? String((run.errorInstance as Error | undefined)?.message).split('\n')[0] : undefined;
}

it.each([20250603, 7, 4711, 1])(
  'a stage that may be told again is noticed: seed %s',
  async (seed) => {
    mockBroken.again = true;
    // Without what was told before no cap counts either.
    expect(await found(seed)).toMatch(/^A text left (twice|beyond the cap)/);
  },
  120_000,
);

it.each<[ReasonCode, RegExp]>([
  ['expired', /past its expiry/],
  ['overtakenByArrival', /after an officer arrived/],
  ['overtakenByClosing', /after the incident ended/],
  ['excluded', /after an exclusion/],
])(
  'a truth check that lets pass what is %s is noticed',
  async (code, what) => {
    mockBroken.ignores = code;
    expect(await found(7)).toMatch(what);
  },
  120_000,
);
