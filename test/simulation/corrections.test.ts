import type * as Intake from '../../src/intake/corrections';
import type { Records } from '../../src/intake/records';
import type * as Rules from '../../src/rules/correction';
import { simulate } from './simulation';

/** How corrections are broken just now. */
const mockBroken = { forgetsExclusions: false, forgetsCorrections: false };

jest.mock('../../src/rules/correction', () => {
  const real = jest.requireActual<typeof Rules>('../../src/rules/correction');
  return {
    ...real,
    judgeCorrection: (corrected, incident, circumstances, existing) => {
      if (!mockBroken.forgetsExclusions) return real.judgeCorrection(corrected, incident, circumstances, existing);
      return real.judgeCorrection(
        corrected,
        { ...incident, suppressed: undefined, exclusions: [] },
        { ...circumstances, numbers: new Map() },
        existing,
      );
    },
  } satisfies typeof Rules;
});

jest.mock('../../src/intake/corrections', () => {
  const real = jest.requireActual<typeof Intake>('../../src/intake/corrections');
  let times = 0;
  /** As if no correction had been made before, and each were the first. */
  const forgetting = (records: Records): Records => {
    times += 1;
    const changed: Partial<Records> = {
      messagesOf: async (id) => (await records.messagesOf(id)).map((message) => ({ ...message, corrects: [] })),
      newMessageId: (what) => records.newMessageId({ ...what, occurrence: `${what.occurrence}~${times}` }),
      addMessage: (message) => records.addMessage({ ...message, occurrence: `${message.occurrence}~${times}` }),
    };
    return new Proxy(records, { get: (_, name) => changed[name as never] ?? bound(records, name as keyof Records) });
  };
  const bound = (records: Records, name: keyof Records) => {
    const value = records[name];
    return typeof value === 'function' ? value.bind(records) : value;
  };
  class Corrections extends real.Corrections {
    constructor(options: ConstructorParameters<typeof real.Corrections>[0]) {
      const { store } = options;
      const broken = {
        ...store,
        transaction: (work: never) => store.transaction((records) => (work as Work)(forgetting(records))),
      };
      super(mockBroken.forgetsCorrections ? { ...options, store: broken as typeof store } : options);
    }
  }
  return { ...real, Corrections };
});
type Work = (records: Records) => Promise<never>;

const SEEDS = 120;

async function firstViolation(): Promise<string | undefined> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violation } = await simulate(seed);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

it('a correction that forgets exclusions and opt-outs is noticed', async () => {
  Object.assign(mockBroken, { forgetsExclusions: true, forgetsCorrections: false });
  expect(await firstViolation()).toMatch(
    /^correction of .* leaves (after an exclusion|after a person excluded the call|to somebody who opted out)/,
  );
}, 120_000);

it('a second correction of one text is noticed', async () => {
  Object.assign(mockBroken, { forgetsExclusions: false, forgetsCorrections: true });
  expect(await firstViolation()).toMatch(/^a second text for correction of /);
}, 120_000);
