import { type CarrierFault, ownError } from '../../src/training/carrierFaults';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { CALLER, carrierFrom, smsTo, until } from '../support/carrierUnderTest';
import { FakeClock } from '../support/fakeClock';

const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };
const page = '<html><body>Please sign in</body></html>';

let clock: FakeClock;
let simulator: CarrierSimulator;

beforeEach(async () => {
  clock = new FakeClock();
  simulator = await startCarrierSimulator({ clock });
});
afterEach(() => simulator.stop());

test('a text is taken as it is, with its tag and its expiry', async () => {
  const request = smsTo(clock);
  const outcome = await carrierFrom(simulator.environment, clock).send(request);
  expect(simulator.messages).toMatchObject([
    { to: CALLER, from: '+12065550100', text: request.text, tag: 'message-1', expiresAt: request.expiresAt },
  ]);
  expect(outcome).toEqual({ type: 'accepted', carrierMessageId: simulator.messages[0]?.id, segmentCount: 1 });
});

describe('what became of a text, by how its POST ended', () => {
  const answer = (status: number, body?: string, headers?: Record<string, string>): CarrierFault => ({
    type: 'answer',
    status,
    body,
    headers,
  });
  const springOf = (status: number) =>
    JSON.stringify({ timestamp: '2025-06-03T20:00:00Z', status, error: 'Not Found', message: '', path: '/x' });

  test.each<[string, CarrierFault, object]>([
    ['reset after it was taken', { type: 'resetAfterAccepting' }, { type: 'unknown' }],
    ['reset before it was read', { type: 'resetBeforeReading' }, { type: 'unknown' }],
    ['a 202 cut in its middle', { type: 'truncated' }, { type: 'unknown' }],
    ['an empty 202', answer(202), { type: 'unknown' }],
    ['a 202 that is not JSON', answer(202, '{"id":', json), { type: 'unknown' }],
    ['a 202 without an id', answer(202, '{"segmentCount":1}', json), { type: 'unknown' }],
    ['a 202 with an id that is no string', answer(202, '{"id":17}', json), { type: 'unknown' }],
    ['a 200 page', answer(200, page, html), { type: 'notTaken', trouble: 'portal' }],
    ['a 200 with JSON, which no portal makes', answer(200, '{"id":"x"}', json), { type: 'unknown' }],
    ['a 204', answer(204), { type: 'unknown' }],
    ['an empty 200', answer(200, '', json), { type: 'unknown' }],
    ['a 200 of white space', answer(200, ' \r\n', html), { type: 'unknown' }],
    ['a 200 that is neither a page nor JSON', answer(200, 'OK', { 'content-type': 'text/plain' }), { type: 'unknown' }],
    ['a 302', answer(302, '', { location: '/elsewhere' }), { type: 'notTaken', trouble: 'portal' }],
    ['a 307', answer(307, '', { location: '/elsewhere' }), { type: 'notTaken', trouble: 'portal' }],
    ['a 502 page', answer(502, page, html), { type: 'unknown' }],
    ['a 500 of Bandwidth', ownError(500, 'internal-server-error', 'x'), { type: 'notTaken', trouble: 'serverError' }],
    ['a 429 without Retry-After', ownError(429, 'too-many', 'x'), { type: 'notTaken', trouble: 'throttled' }],
    [
      'a 429 with Retry-After',
      ownError(429, 'too-many', 'x', { 'retry-after': '7' }),
      { type: 'notTaken', trouble: 'throttled', retryAfterMs: 7_000 },
    ],
    ['a 401', ownError(401, 'authentication-error', 'x'), { type: 'notTaken', trouble: 'credentialsRefused' }],
    ['a 403', ownError(403, 'forbidden', 'x'), { type: 'notTaken', trouble: 'forbidden' }],
    ['a 404 as Spring answers it', answer(404, springOf(404), json), { type: 'notTaken', trouble: 'accountNotFound' }],
    ['a 400 as Spring answers it', answer(400, springOf(400), json), { type: 'refused', reason: 'badRequest' }],
    ['a 403 as Spring answers it', answer(403, springOf(403), json), { type: 'notTaken', trouble: 'forbidden' }],
    ['a 402 of Bandwidth', ownError(402, 'payment-required', 'x'), { type: 'notTaken', trouble: 'accountSetup' }],
    ['a 402 page', answer(402, page, html), { type: 'unknown' }],
    ['a 403 page', answer(403, page, html), { type: 'unknown' }],
    ['a 404 page', answer(404, page, html), { type: 'unknown' }],
    ['an empty 404', answer(404), { type: 'unknown' }],
    ['a 403 with some other JSON', answer(403, '{"error":"blocked"}', json), { type: 'unknown' }],
    ['a 404 with a JSON list', answer(404, '[]', json), { type: 'unknown' }],
    ['a 401 page', answer(401, page, html), { type: 'notTaken', trouble: 'credentialsRefused' }],
    ['a 429 page', answer(429, page, html), { type: 'notTaken', trouble: 'throttled' }],
    ['a 511 page', answer(511, page, html), { type: 'notTaken', trouble: 'portal' }],
    ['a 407', answer(407, page, html), { type: 'notTaken', trouble: 'proxyAuthentication' }],
    ['a 415 of Bandwidth', ownError(415, 'unsupported-media-type', 'x'), { type: 'notTaken', trouble: 'accountSetup' }],
    ['a 409 of something else', answer(409, page, html), { type: 'unknown' }],
    ['a 400 of Bandwidth', ownError(400, 'request-validation', 'x'), { type: 'refused', reason: 'request-validation' }],
    ['a 400 of something else', answer(400, page, html), { type: 'unknown' }],
  ])('%s', async (_name, fault, expected) => {
    simulator.fail('create', fault);
    const outcome = await carrierFrom(simulator.environment, clock).send(smsTo(clock));
    expect(outcome).toMatchObject(expected);
    if (!('retryAfterMs' in expected)) expect(outcome).not.toHaveProperty('retryAfterMs');
    expect(simulator.requests).toHaveLength(1);
  });

  test.each<[string, CarrierFault]>([
    ['no answer', { type: 'hangAfterAccepting' }],
    ['an answer that trickles in for ever', { type: 'trickle' }],
  ])('%s ends by the deadline, and nobody knows', async (_name, fault) => {
    simulator.fail('create', fault);
    const sending = carrierFrom(simulator.environment, clock).send(smsTo(clock));
    await until(() => simulator.messages.length === 1, 'the POST');
    clock.advance(20_000);
    expect(await sending).toMatchObject({ type: 'unknown' });
    expect(clock.pending).toBe(0);
  });

  test('a refused connection: it never left', async () => {
    await simulator.goDown();
    expect(await carrierFrom(simulator.environment, clock).send(smsTo(clock))).toMatchObject({
      type: 'notTaken',
      trouble: 'unreachable',
      detail: 'no connection (ECONNREFUSED)',
    });
  });

  test('a name that does not resolve: it never left', async () => {
    const environment = { ...simulator.environment, BANDWIDTH_MESSAGING_URL: 'https://messaging.invalid/api/v2' };
    expect(await carrierFrom(environment, clock).send(smsTo(clock))).toMatchObject({ type: 'notTaken', trouble: 'unreachable' });
  });

  test('something that never completes the TLS handshake: it never left', async () => {
    const environment = { ...simulator.environment, BANDWIDTH_MESSAGING_URL: simulator.messagingUrl.replace('http:', 'https:') };
    expect(await carrierFrom(environment, clock).send(smsTo(clock))).toMatchObject({ type: 'notTaken', trouble: 'unreachable' });
    expect(simulator.messages).toHaveLength(0);
  });
});

test('a redirect is not followed, and the password reaches no second address', async () => {
  simulator.fail('create', {
    type: 'answer',
    status: 302,
    headers: { location: `${simulator.messagingUrl}/users/training/messages` },
  });
  await carrierFrom(simulator.environment, clock).send(smsTo(clock));
  expect(simulator.requests).toHaveLength(1);
});

test('an expiry in the past is laid to the clock, not to the text', async () => {
  const outcome = await carrierFrom(simulator.environment, clock).send(smsTo(clock, { expiresAt: clock.now() - 1 }));
  expect(outcome).toMatchObject({ type: 'notTaken', trouble: 'accountSetup', detail: expect.stringContaining('clock') });
});

test('the proxy variables of the environment are not looked at', async () => {
  const before = process.env.HTTP_PROXY;
  process.env.HTTP_PROXY = 'http://127.0.0.1:9';
  try {
    expect(await carrierFrom(simulator.environment, clock).send(smsTo(clock))).toMatchObject({ type: 'accepted' });
  } finally {
    if (before === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = before;
  }
});

test('a proxy that was set on purpose is used', async () => {
  const environment = {
    ...simulator.environment,
    BANDWIDTH_MESSAGING_URL: 'http://localhost:9/api/v2',
    BANDWIDTH_PROXY: `http://127.0.0.1:${simulator.port}`,
  };
  expect(await carrierFrom(environment, clock).send(smsTo(clock))).toMatchObject({ type: 'accepted' });
  expect(simulator.messages).toHaveLength(1);
});

test('no outcome and no log carries the password, the number or the text, whatever the carrier quotes', async () => {
  const logged: unknown[] = [];
  const log = (event: string, fields?: object) => void logged.push(event, fields);
  const carrier = carrierFrom({ ...simulator.environment, BANDWIDTH_PASSWORD: 'hunter2-hunter2' }, clock, {
    debug: log,
    info: log,
    warn: log,
    error: log,
  });
  const quote = `'${CALLER}' and 'An officer is on the way.' were refused`;
  const outcomes: unknown[] = [await carrier.send(smsTo(clock))];
  for (const fault of [
    ownError(400, `refused ${CALLER}`, quote),
    ownError(500, quote, quote),
    ownError(403, '2065550142', quote),
    { type: 'resetAfterAccepting' } as const,
  ]) {
    simulator.fail('create', fault);
    outcomes.push(await carrier.send(smsTo(clock)));
  }
  simulator.fail('list', ownError(400, quote, quote));
  outcomes.push(await carrier.list({ to: CALLER, fromAt: clock.now() - 1_000, toAt: clock.now() }));
  const everything = JSON.stringify([outcomes, logged]);
  expect(outcomes).toHaveLength(6);
  expect(everything).not.toMatch(/hunter2|5550142|officer|Basic|Authorization/);
});
