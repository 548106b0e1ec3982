import fc from 'fast-check';
import type * as Consider from '../../src/rules/consider';
import type { Verdict } from '../../src/rules/consider';
import type { ReasonCode } from '../../src/rules/reasons';
import { type Texted, TextTally } from '../../src/rules/textTally';
import { deskAt } from '../scenarios/support/scenarioDesk';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { Desk } from '../support/desk';
import { StoryWithRules, story } from './support/storyWithRules';

/** How the rules are broken just now: a reason that the truth check lets pass. */
const mockBroken = { ignores: undefined as ReasonCode | undefined };

jest.mock('../../src/rules/consider', () => {
  const real = jest.requireActual<typeof Consider>('../../src/rules/consider');
  const careless = (verdict: Verdict): Verdict =>
    verdict.outcome === 'skip' && verdict.code === mockBroken.ignores ? { ...verdict, outcome: 'send', code: 'due' } : verdict;
  return {
    ...real,
    rechecker: (incident, policy, now) => {
      const check = real.rechecker(incident, policy, now);
      return (message, circumstances) => careless(check(message, circumstances));
    },
  } satisfies typeof Consider;
});

/** Whoever was told of a stage counts as if not, whatever its occurrence. */
function forgetWhatWasTold(): void {
  const { without } = TextTally.prototype;
  jest.spyOn(TextTally.prototype, 'without').mockImplementation(function (this: TextTally, id, phone, ask) {
    const forgetful = (texted: Texted): Texted => ({
      maybeTexted: () => 0,
      cancelledByPerson: (stage) => texted.cancelledByPerson(stage),
      ...{ diverted: texted.diverted, counted: texted.counted },
    });
    return without.call(this, id, phone, (texted) => ask(forgetful(texted))) as never;
  });
}

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
afterEach(() => {
  mockBroken.ignores = undefined;
  jest.restoreAllMocks();
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
    forgetWhatWasTold();
    expect(await found(seed)).toMatch(/^A text left twice/);
  },
  120_000,
);

// What has had its time is not even looked at by a claim, so that without that check of the rules nothing wrong leaves.
it.each<[ReasonCode, RegExp]>([
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
