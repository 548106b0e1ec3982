import { ownError } from '../../src/training/carrierFaults';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { CALLER, carrierFrom, smsTo } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';
import { type PrismProxy, startPrismProxy } from '../support/prismProxy';

jest.setTimeout(120_000);

let clock: FakeClock;
let simulator: CarrierSimulator;
let prism: PrismProxy;

beforeAll(async () => {
  clock = new FakeClock();
  simulator = await startCarrierSimulator({ clock, fate: ({ text }) => (text.includes('fails') ? { errorCode: 4720 } : {}) });
  prism = await startPrismProxy(`http://127.0.0.1:${simulator.port}`);
});
afterAll(async () => {
  await prism?.stop();
  await simulator?.stop();
});

const throughPrism = () => carrierFrom({ ...simulator.environment, BANDWIDTH_MESSAGING_URL: prism.url }, clock);
const around = () => ({ fromAt: clock.now() - 60_000, toAt: clock.now() + 60_000 });

test('hazard 29: a text, and the list at every stage of its way', async () => {
  const carrier = throughPrism();
  expect(await carrier.send(smsTo(clock))).toMatchObject({ type: 'accepted', segmentCount: 1 });
  expect(await carrier.send(smsTo(clock, { text: 'ñ “fails” '.repeat(30) }))).toMatchObject({ type: 'accepted', segmentCount: 5 });
  const seen = new Set<string | undefined>();
  for (let i = 0; i < 12; i++) {
    const listed = await carrier.list({ to: CALLER, ...around() });
    expect(listed).toMatchObject({ type: 'listed', complete: true });
    if (listed.type === 'listed') for (const message of listed.messages) seen.add(message.status);
    clock.advance(400);
  }
  expect([...seen].sort()).toEqual(['DELIVERED', 'FAILED', 'RECEIVED', 'SENDING', 'SENT']);
});

test('hazard 29: a list of several pages, and an empty one', async () => {
  const carrier = throughPrism();
  for (let n = 0; n < 3; n++) await carrier.send(smsTo(clock, { tag: `page-${n}` }));
  simulator.pageSize = 1;
  const listed = await carrier.list({ to: CALLER, ...around() });
  simulator.pageSize = 100;
  expect(listed).toMatchObject({ type: 'listed', complete: true });
  expect(listed.type === 'listed' && listed.messages.length).toBe(simulator.messages.length);
  expect(await carrier.list({ carrierMessageId: 'none-such', ...around() })).toEqual({
    type: 'listed',
    messages: [],
    complete: true,
  });
});

test('hazard 29: a 400', async () => {
  expect(await throughPrism().send(smsTo(clock, { expiresAt: clock.now() - 1 }))).toMatchObject({
    type: 'notTaken',
    trouble: 'accountSetup',
  });
});

test('hazard 29: a 401', async () => {
  const environment = { ...simulator.environment, BANDWIDTH_MESSAGING_URL: prism.url, BANDWIDTH_PASSWORD: 'wrong' };
  const carrier = carrierFrom(environment, clock);
  expect(await carrier.send(smsTo(clock))).toMatchObject({ type: 'notTaken', trouble: 'credentialsRefused' });
  expect(await carrier.list({ to: CALLER, ...around() })).toMatchObject({ type: 'failed', trouble: 'credentialsRefused' });
});

test('hazard 29: a 429', async () => {
  simulator.fail('create', ownError(429, 'max-message-queue-size-exceeded', 'x'));
  expect(await throughPrism().send(smsTo(clock))).toMatchObject({ type: 'notTaken', trouble: 'throttled' });
  simulator.fail('list', ownError(429, 'too-many-requests', 'x', { 'retry-after': '300' }));
  expect(await throughPrism().list({ to: CALLER, ...around() })).toMatchObject({
    type: 'failed',
    trouble: 'throttled',
    retryAfterMs: 300_000,
  });
});

test('hazard 29: Prism would have noticed an answer that does not conform', async () => {
  simulator.fail('create', { type: 'answer', status: 202, body: '{"id":17}', headers: { 'content-type': 'application/json' } });
  expect(await throughPrism().send(smsTo(clock))).toMatchObject({ type: 'unknown', detail: expect.stringContaining('500') });
});
