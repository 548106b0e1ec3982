import { ownError } from '../../src/training/carrierFaults';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { CALLER, carrierFrom, smsTo } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';

let clock: FakeClock;
let simulator: CarrierSimulator;

beforeEach(async () => {
  clock = new FakeClock();
  simulator = await startCarrierSimulator({ clock, fate: ({ text }) => (text.includes('bad') ? { errorCode: 4720 } : {}) });
});
afterEach(() => simulator.stop());

const around = () => ({ fromAt: clock.now() - 60_000, toAt: clock.now() + 60_000 });
const answerWith = (body: unknown) =>
  simulator.fail('list', {
    type: 'answer',
    status: 200,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

test('a text is found again by its number and by its id, with how far it has got', async () => {
  const carrier = carrierFrom(simulator.environment, clock);
  const sent = await carrier.send(smsTo(clock));
  const id = sent.type === 'accepted' ? sent.carrierMessageId : '';
  const row = {
    carrierMessageId: id,
    to: CALLER,
    from: '+12065550100',
    receivedAt: clock.now(),
    status: 'RECEIVED',
    errorCode: 0,
    failure: undefined,
    segmentCount: 1,
    textLength: 25,
  };
  expect(await carrier.list({ to: CALLER, ...around() })).toEqual({ type: 'listed', messages: [row], complete: true });
  clock.advance(10_000);
  expect(await carrier.list({ carrierMessageId: id, ...around() })).toMatchObject({ messages: [{ ...row, status: 'DELIVERED' }] });
});

test('an error code comes with its class', async () => {
  const carrier = carrierFrom(simulator.environment, clock);
  await carrier.send(smsTo(clock, { text: 'a bad one' }));
  clock.advance(10_000);
  expect(await carrier.list({ to: CALLER, ...around() })).toMatchObject({
    messages: [{ status: 'FAILED', errorCode: 4720, failure: { class: 'badDestination' } }],
  });
});

test('all pages are read', async () => {
  const carrier = carrierFrom(simulator.environment, clock);
  for (let n = 0; n < 5; n++) await carrier.send(smsTo(clock, { tag: String(n) }));
  simulator.pageSize = 2;
  const listed = await carrier.list({ to: CALLER, ...around() });
  expect(listed.type === 'listed' && listed.messages.map((message) => message.carrierMessageId)).toEqual(
    simulator.messages.map((message) => message.id),
  );
  expect(listed).toMatchObject({ complete: true });
});

test('a page token that repeats ends the reading, and the list is not called whole', async () => {
  const row = { messageId: 'a', sourceTn: '+12065550100', destinationTn: CALLER };
  for (let n = 0; n < 20; n++) answerWith({ messages: [row], pageInfo: { nextPageToken: 'again' } });
  const listed = await carrierFrom(simulator.environment, clock).list({ to: CALLER, ...around() });
  expect(listed).toMatchObject({ messages: [{ carrierMessageId: 'a' }], complete: false });
  expect(simulator.requests).toHaveLength(2);
});

test('pages without end are cut off, and the list is not called whole', async () => {
  for (let n = 0; n < 40; n++) {
    const row = { messageId: `a${n}`, sourceTn: '+12065550100', destinationTn: CALLER };
    answerWith({ messages: [row], pageInfo: { nextPageToken: `next${n}` } });
  }
  expect(await carrierFrom(simulator.environment, clock).list({ to: CALLER, ...around() })).toMatchObject({ complete: false });
  expect(simulator.requests.length).toBeLessThan(40);
});

test('an empty page ends the reading, whatever token it carries', async () => {
  answerWith({ messages: [], pageInfo: { nextPageToken: 'more' } });
  const listed = await carrierFrom(simulator.environment, clock).list({ to: CALLER, ...around() });
  expect(listed).toEqual({ type: 'listed', messages: [], complete: true });
});

test('rows nobody asked for are left out, and odd fields do not cost a row', async () => {
  const ours = { sourceTn: '12065550100', destinationTn: '2065550142', messageDirection: 'OUTBOUND' };
  answerWith({
    messages: [
      { ...ours, messageId: 'odd', messageStatus: 'dlr_expired', errorCode: '9902', receiveTime: 'yesterday', messageLength: null },
      { ...ours, messageId: 'someoneElse', destinationTn: '+12065550143' },
      { ...ours, messageId: 'otherSender', sourceTn: '+12065550199' },
      { ...ours, messageId: 'inbound', messageDirection: 'INBOUND' },
      { ...ours, messageId: 'lastWeek', receiveTime: new Date(clock.now() - 7 * 86_400_000).toISOString() },
      { ...ours, messageId: 17 },
      'not a row',
    ],
  });
  const listed = await carrierFrom(simulator.environment, clock).list({ to: CALLER, ...around() });
  expect(listed).toMatchObject({
    messages: [{ carrierMessageId: 'odd', status: 'DLR_EXPIRED', errorCode: 9902, receivedAt: undefined, textLength: undefined }],
    complete: true,
  });
  expect(listed).toHaveProperty('messages.length', 1);
});

test('what is not a list is a failure, never an empty list', async () => {
  const carrier = carrierFrom(simulator.environment, clock);
  answerWith({});
  expect(await carrier.list({ to: CALLER, ...around() })).toMatchObject({ type: 'failed', trouble: 'portal' });
  simulator.fail('list', { type: 'answer', status: 200, body: '<html>', headers: {} });
  expect(await carrier.list({ to: CALLER, ...around() })).toMatchObject({ type: 'failed', trouble: 'portal' });
  simulator.fail('list', ownError(429, 'too-many', 'x', { 'retry-after': '300' }));
  expect(await carrier.list({ to: CALLER, ...around() })).toMatchObject({
    type: 'failed',
    trouble: 'throttled',
    retryAfterMs: 300_000,
  });
  await simulator.goDown();
  expect(await carrier.list({ to: CALLER, ...around() })).toMatchObject({ type: 'failed', trouble: 'unreachable' });
});
