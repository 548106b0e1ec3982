import fc from 'fast-check';
import { deskAt } from '../scenarios/support/scenarioDesk';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { Desk } from '../support/desk';
import { type Act, act, StoryWithRules } from './support/storyWithRules';

/** Another one to look further: HERALD_SEED=7 HERALD_RUNS=2000 npx jest test/intake/neverProperty */
const seed = Number(process.env.HERALD_SEED ?? 20250603);
const numRuns = Number(process.env.HERALD_RUNS ?? 0);
const LIMIT_MS = 12_000;

/** 2025-06-03 in New York: the afternoon, and shortly before quiet hours. */
const STARTS = [Date.UTC(2025, 5, 3, 20, 0, 0), Date.UTC(2025, 5, 4, 0, 30, 0)];

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

it(
  'no text after an exclusion, an opt-out, an arrival or the closing, none twice, none past its expiry, whatever comes in',
  async () => {
    const profile = shippedProfile({ rules: { 'stages.received.enabled': true, 'stages.arrived.enabled': true } });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...STARTS),
        fc.array(act(), { minLength: 5, maxLength: 40 }),
        async (startsAt, acts: Act[]) => {
          const story = new StoryWithRules(await deskAt(desk, startsAt, profile));
          await story.begin();
          for (const one of acts) await story.play(one);
          await story.end();
        },
      ),
      numRuns > 0
        ? { seed, numRuns, endOnFailure: false }
        : { seed, numRuns: 10_000, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: false },
    );
  },
  numRuns > 0 ? 3_600_000 : 60_000,
);
