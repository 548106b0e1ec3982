import { type Appliance, startAppliance } from '../src/appliance';
import { durations } from '../src/clock';
import type { StatusView } from '../src/contract/views';
import { setUpFeeds } from '../src/feedSetup';
import { silentLogger } from '../src/logger';
import { temporaryDirectory } from './store/support/temporaryDirectory';
import { FakeClock } from './support/fakeClock';
import { until } from './support/realAppliance';
import { testPhone } from './support/testPhone';
import { testProfile } from './support/testProfile';

const TOKEN = 'x'.repeat(40);
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
  const profile = testProfile((json) => {
    json.feeds = [];
  });
  appliance = await startAppliance({
    dataDirectory: data,
    profile,
    feeds: setUpFeeds(profile, new Map()),
    configured: true,
    mode: 'live',
    carrier: {
      accountId: '1',
      applicationId: '2',
      from: testPhone('9415550100'),
      credentials: { type: 'basic', username: 'u', password: 'p' } as never,
      messagingUrl: NOBODY,
      lookupUrl: NOBODY,
      tokenUrl: NOBODY,
      segmentsPerSecond: 1,
      proxy: undefined,
    },
    http: { port: 0, token: TOKEN, filesDirectory: undefined },
    clock,
    logger: silentLogger,
    version: '0',
  });
}

async function stop(): Promise<void> {
  await appliance?.stop();
  appliance = undefined;
}

async function status(): Promise<StatusView> {
  const response = await fetch(`http://127.0.0.1:${appliance?.http?.port}/api/status`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return (await response.json()) as StatusView;
}

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
