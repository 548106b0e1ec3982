import { ownError } from '../../src/training/carrierFaults';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { carrierFrom, smsTo, until } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';

let clock: FakeClock;
let simulator: CarrierSimulator;
let environment: Record<string, string | undefined>;

beforeEach(async () => {
  clock = new FakeClock();
  simulator = await startCarrierSimulator({ clock, clientId: 'id', clientSecret: 'secret' });
  environment = {
    ...simulator.environment,
    BANDWIDTH_USERNAME: undefined,
    BANDWIDTH_PASSWORD: undefined,
    BANDWIDTH_CLIENT_ID: 'id',
    BANDWIDTH_CLIENT_SECRET: 'secret',
  };
});
afterEach(() => simulator.stop());

const requestsFor = (endpoint: string) => simulator.requests.filter((request) => request.endpoint === endpoint);

test('texts that leave together share one token request', async () => {
  const carrier = carrierFrom(environment, clock);
  const outcomes = await Promise.all([1, 2, 3].map((n) => carrier.send(smsTo(clock, { tag: String(n) }))));
  expect(outcomes.map((outcome) => outcome.type)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(requestsFor('token')).toHaveLength(1);
  expect(requestsFor('create').every((request) => request.authorization?.startsWith('Bearer '))).toBe(true);
});

test('a 401 makes one new token and one more try, also for several at once', async () => {
  const carrier = carrierFrom(environment, clock);
  await carrier.send(smsTo(clock));
  simulator.revokeTokens();
  const outcomes = await Promise.all([1, 2, 3].map((n) => carrier.send(smsTo(clock, { tag: String(n) }))));
  expect(outcomes.map((outcome) => outcome.type)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(requestsFor('token')).toHaveLength(2);
  expect(simulator.messages).toHaveLength(4);
});

test('a 401 that stays is not tried for ever', async () => {
  simulator.fail('create', ownError(401, 'authentication-error', 'x'), 5);
  const outcome = await carrierFrom(environment, clock).send(smsTo(clock));
  expect(outcome).toMatchObject({ type: 'notTaken', trouble: 'credentialsRefused' });
  expect(requestsFor('create')).toHaveLength(2);
});

test('a token is renewed before it runs out', async () => {
  const carrier = carrierFrom(environment, clock);
  await carrier.send(smsTo(clock));
  clock.advance(3_500_000);
  await carrier.send(smsTo(clock));
  expect(requestsFor('token')).toHaveLength(1);
  clock.advance(60_000);
  await carrier.send(smsTo(clock));
  expect(requestsFor('token')).toHaveLength(2);
});

test('refused client credentials are said to be that, and no text leaves', async () => {
  const outcome = await carrierFrom({ ...environment, BANDWIDTH_CLIENT_SECRET: 'wrong' }, clock).send(smsTo(clock));
  expect(outcome).toMatchObject({ type: 'notTaken', trouble: 'credentialsRefused' });
  expect(requestsFor('create')).toHaveLength(0);
});

test('a token endpoint that hangs ends by the deadline, and no text has left', async () => {
  simulator.fail('token', { type: 'hangAfterAccepting' });
  const sending = carrierFrom(environment, clock).send(smsTo(clock));
  await until(() => requestsFor('token').length === 1, 'the token request');
  clock.advance(20_000);
  expect(await sending).toMatchObject({ type: 'notTaken', trouble: 'unreachable' });
  expect(requestsFor('create')).toHaveLength(0);
});
