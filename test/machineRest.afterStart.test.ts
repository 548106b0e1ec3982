import type { Appliance } from '../src/appliance';
import { durations } from '../src/clock';
import { temporaryDirectory } from './store/support/temporaryDirectory';
import { startOnFakeClock, statusOf } from './support/applianceOnFakeClock';
import { FakeClock } from './support/fakeClock';
import { until } from './support/realAppliance';
import { testPhone } from './support/testPhone';

const NOBODY = 'http://127.0.0.1:1';
let clock: FakeClock;
let data: string;
let appliance: Appliance | undefined;

beforeEach(() => {
  clock = new FakeClock();
  data = temporaryDirectory();
});
afterEach(() => stop());

async function start(): Promise<void> {
  const credentials = { type: 'basic', username: 'u', password: 'p' } as never;
  const urls = { messagingUrl: NOBODY, lookupUrl: NOBODY, tokenUrl: NOBODY, proxy: undefined };
  const from = testPhone('9415550100');
  const carrier = { accountId: '1', applicationId: '2', from, credentials, ...urls, segmentsPerSecond: 1 };
  appliance = await startOnFakeClock({ data, clock, carrier });
}

async function stop(): Promise<void> {
  await appliance?.stop();
  appliance = undefined;
}

const status = () => statusOf(appliance);
const WAKING = /waking up/;

it('after it was away for long, Herald sends nothing until feeds had their chance to say what has changed', async () => {
  await start();
  expect((await status()).carrier.reason ?? '').not.toMatch(WAKING);
  await stop();
  clock.advance(10 * durations.MINUTE);
  await start();
  expect((await status()).carrier).toMatchObject({ state: 'waiting', reason: expect.stringMatching(WAKING) });
  clock.advance(3 * durations.SECOND);
  await until(status, ({ carrier }) => !WAKING.test(carrier.reason ?? ''));
});

it('a restart keeps nothing waiting', async () => {
  await start();
  await stop();
  clock.advance(30 * durations.SECOND);
  await start();
  expect((await status()).carrier.reason ?? '').not.toMatch(WAKING);
});
