import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { CALLER } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';

let clock: FakeClock;
let simulator: CarrierSimulator;

beforeEach(async () => {
  clock = new FakeClock();
  simulator = await startCarrierSimulator({ clock });
});
afterEach(() => simulator.stop());

const authorization = `Basic ${Buffer.from('training:training').toString('base64')}`;
const request = { applicationId: 'a', to: [CALLER], from: '+12065550100', text: 'Hello', tag: 't' };

async function post(body: unknown, path = '/api/v2/users/training/messages', headers: Record<string, string> = { authorization }) {
  const url = new URL(path, simulator.messagingUrl);
  const response = await fetch(url, { method: 'POST', headers: { ...headers, connection: 'close' }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function list(query: string, path = '/api/v2/users/training/messages') {
  const url = new URL(`${path}?${query}`, simulator.messagingUrl);
  const response = await fetch(url, { headers: { authorization, connection: 'close' } });
  return {
    status: response.status,
    body: (await response.json()) as { messages: Record<string, unknown>[] } & Record<string, unknown>,
  };
}

test('it answers with and without the version in the path', async () => {
  expect(await post(request)).toMatchObject({ status: 202, body: { to: [CALLER], direction: 'out', segmentCount: 1, tag: 't' } });
  expect(await post(request, '/users/training/messages')).toMatchObject({ status: 202 });
  expect(simulator.textsTo(CALLER)).toHaveLength(2);
});

test.each<[string, object]>([
  ['to', { to: ['12'] }],
  ['to', { to: [CALLER, CALLER] }],
  ['from', { from: '911' }],
  ['text', { text: '' }],
  ['text', { text: 'x'.repeat(2_049) }],
  ['expiration', { expiration: '2020-01-01T00:00:00.000Z' }],
  ['applicationId', { applicationId: undefined }],
])('a wrong %s is refused, naming it, and nothing is taken', async (fieldName, change) => {
  expect(await post({ ...request, ...change })).toMatchObject({
    status: 400,
    body: { type: 'request-validation', fieldErrors: [expect.objectContaining({ fieldName })] },
  });
  expect(simulator.messages).toHaveLength(0);
});

test('wrong credentials, another account and another path are refused', async () => {
  expect(await post(request, undefined, {})).toMatchObject({ status: 401 });
  expect(await post(request, '/users/other/messages')).toMatchObject({ status: 404, body: { error: 'Not Found' } });
  expect(await post(request, '/elsewhere')).toMatchObject({ status: 404 });
  expect(simulator.messages).toHaveLength(0);
});

test('the list takes filters, wants one, and tells neither text nor tag', async () => {
  await post(request);
  expect(await list('')).toMatchObject({ status: 400 });
  expect((await list(`destinationTn=${encodeURIComponent(CALLER)}`)).body.messages).toEqual([
    {
      messageId: simulator.messages[0]?.id,
      accountId: 'training',
      sourceTn: '+12065550100',
      destinationTn: CALLER,
      messageStatus: 'RECEIVED',
      messageDirection: 'OUTBOUND',
      messageType: 'sms',
      segmentCount: 1,
      errorCode: 0,
      receiveTime: new Date(clock.now()).toISOString(),
      carrierName: 'other',
      messageLength: 5,
    },
  ]);
  expect((await list(`destinationTn=${encodeURIComponent('+12065550143')}`)).body.messages).toEqual([]);
  expect((await list('messageStatus=DELIVERED')).body.messages).toEqual([]);
  clock.advance(10_000);
  expect((await list('messageStatus=DELIVERED')).body.messages).toHaveLength(1);
  expect((await list(`fromDateTime=${new Date(clock.now()).toISOString()}`)).body.messages).toEqual([]);
});

test('it can be down and come back at the same address, with what it had taken', async () => {
  await post(request);
  await simulator.goDown();
  await expect(post(request)).rejects.toThrow();
  await simulator.comeBack();
  expect(await post(request)).toMatchObject({ status: 202 });
  expect(simulator.messages).toHaveLength(2);
});
