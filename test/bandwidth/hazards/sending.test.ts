import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bandwidthCarrier } from '../../../src/bandwidth/bandwidthCarrier';
import { readBandwidthSettings } from '../../../src/bandwidth/bandwidthSettings';
import { DEADLINE_MS, IDLE_TIMEOUT_MS } from '../../../src/bandwidth/exchange';
import { silentLogger } from '../../../src/logger';
import { type CarrierFault, ownError } from '../../../src/training/carrierFaults';
import { incidentNumber, phoneOf, sendingDeskPerTest } from '../../support/sendingDesk';

const desks = sendingDeskPerTest();
const MINUTE = 60_000;
const UNKNOWN: CarrierFault = { type: 'resetAfterAccepting' };

test('hazard 01: taken, then reset: unconfirmed, and one POST until the list decides', async () => {
  const desk = await desks.open();
  desk.simulator.fail('create', UNKNOWN);
  await desk.due(1);
  desk.worker.start();
  await desk.pass(async () => (await desk.row(1)).status === 'unconfirmed', 5_000);
  expect(desk.posts()).toBe(1);
  await desk.pass(async () => (await desk.row(1)).status === 'delivered', 2 * MINUTE);
  expect(desk.posts()).toBe(1);
  expect(desk.simulator.textsTo(phoneOf(1))).toHaveLength(1);
});

test('hazard 02: killed between the POST and recording the 202: unconfirmed after the restart, then found, and once', async () => {
  const desk = await desks.open();
  desk.simulator.fail('create', { type: 'hangAfterAccepting' });
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 1, 5_000);
  // On disk before the POST left: that is what the next process has to go by.
  expect((await desk.row(1)).status).toBe('sending');
  await desk.killAndRestart();
  await desk.pass(async () => (await desk.row(1)).status !== 'sending', 5_000);
  expect((await desk.row(1)).status).toBe('unconfirmed');
  await desk.pass(async () => (await desk.row(1)).status === 'delivered', 2 * MINUTE);
  expect(desk.posts()).toBe(1);
});

describe('hazard 03: what the list shows of a text whose answer was lost', () => {
  const emptyList: CarrierFault = { type: 'answer', status: 200, body: '{"messages":[]}' };

  test('hazard 03: one row that nobody claimed is its own', async () => {
    const desk = await desks.open();
    desk.simulator.fail('create', UNKNOWN);
    await desk.due(1);
    desk.worker.start();
    await desk.pass(async () => (await desk.row(1)).status === 'accepted', MINUTE);
    expect((await desk.row(1)).carrierMessageId).toBe(desk.simulator.messages[0]?.id);
  });

  test('hazard 03: none at first: asked again, not sent again', async () => {
    const desk = await desks.open();
    desk.simulator.fail('create', UNKNOWN);
    desk.simulator.fail('list', emptyList, 3);
    await desk.due(1);
    desk.worker.start();
    await desk.pass(async () => (await desk.row(1)).status === 'accepted', 3 * MINUTE);
    expect(desk.lists()).toBeGreaterThanOrEqual(4);
    expect(desk.posts()).toBe(1);
  });

  test('hazard 03: two that fit: a person decides, and sees both', async () => {
    const desk = await desks.open();
    // Somebody else sent the same number a text of the same length from the same sender.
    const other = carrierOf(desk.simulator.environment, desk.clock);
    await other.send({ to: phoneOf(1) as never, text: 'x'.repeat(88), tag: 'other', expiresAt: desk.clock.now() + MINUTE });
    desk.simulator.fail('create', UNKNOWN);
    await desk.due(1);
    desk.worker.start();
    await desk.pass(async () => (await desk.row(1)).status === 'unconfirmed', 5_000);
    expect((await desk.row(1)).text).toHaveLength(88);
    await desk.pass(async () => (await desk.row(1)).needsPerson !== undefined, MINUTE);
    expect(await desk.row(1)).toMatchObject({ status: 'unconfirmed', needsPerson: 'severalMatches' });
    expect((await desk.row(1)).candidates).toHaveLength(2);
    await desk.passTime(40 * MINUTE, 5_000);
    expect(desk.posts()).toBe(2);
  });
});

test('hazard 04: two texts of one length to one number never claim one row', async () => {
  const desk = await desks.open({ profile: (json) => Object.assign(json.ruleset.caps, { minGap: '0s' }) });
  desk.simulator.fail('create', UNKNOWN);
  desk.simulator.fail('create', { type: 'resetBeforeReading' });
  await desk.due(1, { phone: 1 });
  await desk.due(2, { phone: 1 });
  desk.worker.start();
  await desk.passTime(40 * MINUTE, 5_000);
  const rows = [await desk.row(1), await desk.row(2)];
  expect(desk.simulator.messages).toHaveLength(1);
  const claimed = rows.flatMap(({ carrierMessageId }) => carrierMessageId ?? []);
  expect(new Set(claimed).size).toBe(claimed.length);
  expect(claimed.length).toBeLessThanOrEqual(1);
  expect(rows.filter(({ status }) => status === 'delivered').length).toBe(claimed.length);
});

test.each<[string, CarrierFault, string]>([
  ['a 200 page', { type: 'answer', status: 200, body: '<html>Sign in</html>' }, 'ready'],
  ['a 302', { type: 'answer', status: 302, headers: { location: '/portal' } }, 'ready'],
  ['a 204', { type: 'answer', status: 204 }, 'unconfirmed'],
  ['an empty 202', { type: 'answer', status: 202 }, 'unconfirmed'],
  ['a 202 with half a JSON', { type: 'answer', status: 202, body: '{"id":"abc' }, 'unconfirmed'],
  ['a 202 with a number for an id', { type: 'answer', status: 202, body: '{"id":17}' }, 'unconfirmed'],
])('hazard 05: %s is never recorded as sent', async (_name, fault, status) => {
  const desk = await desks.open();
  desk.simulator.fail('create', fault);
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.posts() === 1, 5_000);
  await desk.settled();
  expect(await desk.row(1)).toMatchObject({ status, acceptedAt: undefined, carrierMessageId: undefined });
});

test('hazard 06: a 202 is accepted, and delivered only by a receipt', async () => {
  const desk = await desks.open();
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.posts() === 1, 5_000);
  await desk.settled();
  expect((await desk.row(1)).status).toBe('accepted');
  await desk.pass(async () => (await desk.row(1)).status === 'delivered', MINUTE);
});

test.each<[string, CarrierFault]>([
  ['never answered', { type: 'hangAfterAccepting' }],
  ['answered byte by byte without end', { type: 'trickle' }],
])('hazard 07: %s: it ends by the deadline, and the others go on', async (_name, fault) => {
  const desk = await desks.open();
  desk.simulator.fail('create', fault);
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 1, 5_000);
  await desk.due(2);
  await desk.pass(async () => (await desk.row(1)).status === 'unconfirmed', DEADLINE_MS + 1_000);
  await desk.pass(async () => (await desk.row(2)).status === 'delivered', MINUTE);
});

test('hazard 07: every request the SDK makes has both deadlines', async () => {
  expect([IDLE_TIMEOUT_MS, DEADLINE_MS]).toEqual([10_000, 20_000]);
  // One way to the network, so that no call can be made without them.
  const source = readFileSync(join(__dirname, '../../../src/bandwidth/exchange.ts'), 'utf8');
  expect(source).toMatch(/timeout: IDLE_TIMEOUT_MS/);
  expect(source).toMatch(/signal: deadline\.signal/);
});

test.each([301, 302, 307, 308])('hazard 08: a %i is not followed, and the password reaches no second address', async (status) => {
  const second: unknown[] = [];
  const elsewhere = createServer((request, response) => {
    second.push(request.headers);
    response.end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const desk = await desks.open();
  desk.simulator.fail('create', { type: 'answer', status, headers: { location: `http://127.0.0.1:${port}/` } });
  await desk.due(1);
  desk.worker.start();
  await desk.pass(async () => (await desk.row(1)).status === 'accepted', MINUTE);
  await new Promise((resolve) => elsewhere.close(resolve));
  expect(second).toEqual([]);
  expect(desk.simulator.messages).toHaveLength(1);
});

test.each([401, 403, 404, 407])('hazard 09: a %i pauses the queue, says why, and costs no text', async (status) => {
  const desk = await desks.open();
  desk.simulator.fail('create', ownError(status, 'refused', 'x'), 1_000);
  for (const n of [1, 2, 3]) await desk.due(n);
  desk.worker.start();
  await desk.passTime(20 * MINUTE, 1_000);
  expect(desk.worker.status()).toMatchObject({ state: 'paused', reason: expect.stringMatching(/texts wait|account|role/) });
  for (const n of [1, 2, 3]) expect((await desk.row(n)).status).toBe('ready');
  desk.simulator.clearFaults();
  await desk.pass(() => desk.simulator.messages.length === 3, MINUTE);
});

test('hazard 09: a 400 fails only its own text', async () => {
  const desk = await desks.open();
  desk.simulator.fail('create', ownError(400, 'request-validation', 'x'));
  for (const n of [1, 2, 3]) await desk.due(n);
  desk.worker.start();
  await desk.pass(() => desk.posts() === 3, MINUTE);
  await desk.settled();
  const statuses = [];
  for (const n of [1, 2, 3]) statuses.push((await desk.row(n)).status);
  expect(statuses.sort()).toEqual(['accepted', 'accepted', 'undelivered']);
});

test('hazard 10: a burst of 429s loses nothing and reorders nothing; Retry-After of the list is obeyed', async () => {
  const desk = await desks.open();
  desk.simulator.fail('create', ownError(429, 'max-message-queue-size-exceeded', 'x'), 12);
  for (let n = 1; n <= 6; n++) {
    await desk.due(n);
    desk.clock.advance(1);
  }
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 6, 6 * MINUTE);
  expect(desk.simulator.messages.map(({ to }) => to)).toEqual([1, 2, 3, 4, 5, 6].map(phoneOf));
  const create = desk.simulator.requests.filter(({ endpoint }) => endpoint === 'create');
  expect((create.at(-7)?.at ?? 0) - (create[0]?.at ?? 0)).toBeGreaterThan(3_000);

  const asked = desk.lists();
  desk.simulator.fail('list', ownError(429, 'too-many', 'x', { 'retry-after': '120' }));
  await desk.pass(() => desk.lists() > asked, MINUTE);
  const refusedAt = desk.clock.now();
  await desk.pass(() => desk.lists() > asked + 1, 5 * MINUTE);
  expect(desk.clock.now() - refusedAt).toBeGreaterThanOrEqual(119_000);
});

test('hazard 11: the throttle counts segments: a text of three takes the time of three', async () => {
  const long = (json: { templates: { stage: string; text: string }[] }) => {
    for (const template of json.templates)
      if (template.stage === 'dispatched') template.text = 'An officer is on the way. '.repeat(16);
  };
  const desk = await desks.open({ segmentsPerSecond: 1, profile: long });
  for (const n of [1, 2, 3]) await desk.due(n);
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 3, MINUTE);
  expect(desk.simulator.messages.map(({ segmentCount }) => segmentCount)).toEqual([3, 3, 3]);
  const at = desk.simulator.messages.map(({ receivedAt }) => receivedAt);
  expect((at[2] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(5_500);
});

test('hazard 12: every send says when it expires; what is over is never posted; a wrong clock fails no text', async () => {
  const desk = await desks.open({ profile: (json) => Object.assign(json.ruleset.stages.dispatched, { expires: '5m' }) });
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 1, 5_000);
  expect(desk.simulator.messages[0]?.expiresAt).toBe((await desk.row(1)).expiresAt);

  await desk.simulator.goDown();
  await desk.due(2);
  await desk.passTime(6 * MINUTE, 1_000);
  await desk.simulator.comeBack();
  await desk.passTime(2 * MINUTE, 1_000);
  expect((await desk.row(2)).status).toBe('expired');
  expect(desk.simulator.textsTo(phoneOf(2))).toHaveLength(0);

  // As Bandwidth would answer a console whose clock is behind.
  const body = JSON.stringify({
    type: 'request-validation',
    description: 'x',
    fieldErrors: [{ fieldName: 'expiration', description: 'x' }],
  });
  desk.simulator.fail('create', { type: 'answer', status: 400, body, headers: { 'content-type': 'application/json' } }, 3);
  await desk.due(3);
  await desk.pass(() => desk.worker.status().state === 'paused', MINUTE);
  expect(desk.worker.status().reason).toMatch(/clock/);
  await desk.pass(async () => (await desk.row(3)).status === 'accepted', 3 * MINUTE);
});

test.each([
  ['an extension', '206-555-0101 x12'],
  ['911', '911'],
  ['seven digits', '555-0101'],
  ['a country far away', '+44 20 7946 0958'],
])('hazard 13: %s for a number is never queued', async (_name, callerPhone) => {
  const desk = await desks.open();
  await desk.due(1, { seen: { callerPhone } });
  desk.worker.start();
  await desk.passTime(10_000);
  expect(await desk.rowsOf(incidentNumber(1))).toEqual([]);
  expect(desk.posts()).toBe(0);
  expect(await desk.desk.decisions(incidentNumber(1))).toContainEqual(expect.stringMatching(/^dispatched skip/));
});

test('hazard 13: an empty field makes no text, and nobody gets one twice', async () => {
  const desk = await desks.open();
  await desk.due(1);
  await desk.desk.line('DISP', incidentNumber(1), { unit: 'U9' });
  desk.worker.start();
  await desk.passTime(10_000);
  expect(desk.posts()).toBe(1);
});

test('hazard 14: the recipient survives the disk, and a `to` answered as a list is no trouble', async () => {
  const desk = await desks.open();
  desk.gate = { open: false, state: 'waiting', reason: 'not yet' };
  await desk.due(1);
  await desk.desk.restart();
  desk.newWorker();
  desk.gate = { open: true };
  desk.worker.start();
  await desk.pass(async () => (await desk.row(1)).status === 'accepted', 5_000);
  expect(desk.simulator.messages.map(({ to }) => to)).toEqual([phoneOf(1)]);
});

function carrierOf(environment: Readonly<Record<string, string>>, clock: Parameters<typeof bandwidthCarrier>[1]['clock']) {
  const read = readBandwidthSettings(environment);
  if ('missing' in read) throw new Error('no settings');
  return bandwidthCarrier(read.settings, { clock, logger: silentLogger });
}
