import type { CarrierFault } from '../../../src/training/carrierFaults';
import { callerOf, incidentNumber, phoneOf, sendingDeskPerTest } from '../../support/sendingDesk';

const desks = sendingDeskPerTest();
const MINUTE = 60_000;
const DAY = 86_400_000;
const listOf = (messages: readonly object[], nextPageToken?: string): CarrierFault => ({
  type: 'answer',
  status: 200,
  body: JSON.stringify({ messages, pageInfo: { nextPageToken } }),
});

test('hazard 15: the list says messageId where the 202 said id; words nobody knows neither stop nor end anything', async () => {
  const desk = await desks.open();
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.posts() === 1, 5_000);
  const ids = { sourceTn: '+12065550100', destinationTn: phoneOf(1), messageId: desk.simulator.messages[0]?.id };
  desk.simulator.fail('list', listOf([{ ...ids, messageStatus: 'TELEPORTED', errorCode: 'E7' }]));
  desk.simulator.fail('list', listOf([{ ...ids, messageStatus: 17, errorCode: null, receiveTime: 'soon' }]));
  desk.simulator.fail('list', listOf([{ ...ids, messageId: undefined, id: ids.messageId, messageStatus: 'DELIVERED' }]));
  await desk.pass(async () => (await desk.row(1)).polls >= 3, 5 * MINUTE);
  expect((await desk.row(1)).status).toBe('accepted');
  await desk.pass(async () => (await desk.row(1)).status === 'delivered', 5 * MINUTE);
});

test.each<[string, (n: number) => CarrierFault]>([
  ['a token that repeats', () => listOf([{ messageId: 'x', sourceTn: '+12065550100' }], 'again')],
  ['pages without end', (n) => listOf([{ messageId: `x${n}`, sourceTn: '+12065550100' }], `page${n}`)],
  ['an empty page with a token', () => listOf([], 'more')],
])('hazard 16: %s: the reading ends, and nothing is concluded from a list cut short', async (name, page) => {
  const desk = await desks.open();
  desk.simulator.fail('create', { type: 'resetAfterAccepting' });
  await desk.due(1);
  for (let n = 0; n < 10; n++) desk.simulator.fail('list', page(n));
  desk.worker.start();
  await desk.pass(async () => (await desk.row(1)).asked === 1, MINUTE);
  expect(desk.lists()).toBeLessThanOrEqual(10);
  expect((await desk.row(1)).status).toBe('unconfirmed');
  desk.simulator.clearFaults();
  await desk.pass(async () => (await desk.row(1)).status === 'delivered', 5 * MINUTE);
  expect(name).not.toBe('');
  expect(desk.posts()).toBe(1);
});

test('hazard 17: after 14 days without a final status it is "status unavailable", and no longer looked up', async () => {
  const desk = await desks.open({ simulator: { fate: () => ({ staysSent: true }) } });
  await desk.due(1);
  desk.worker.start();
  await desk.passTime(MINUTE, 1_000);
  await desk.passTime(14 * DAY + 8 * 60 * MINUTE, 60 * MINUTE);
  const asked = desk.lists();
  expect(await desk.row(1)).toMatchObject({ status: 'accepted', code: 'statusUnavailable', nextAskAt: undefined });
  await desk.passTime(DAY, 60 * MINUTE);
  expect(desk.lists()).toBe(asked);
});

test.each([9902, 9999, 5600, 5630])('hazard 18: error %i sends nothing again by itself', async (errorCode) => {
  const desk = await desks.open({ simulator: { fate: () => ({ errorCode }) } });
  await desk.due(1);
  desk.worker.start();
  await desk.passTime(30 * MINUTE, 2_000);
  expect(desk.posts()).toBe(1);
});

test.each([4475, 4775, 4482])('hazard 18: error %i suppresses the number', async (errorCode) => {
  const desk = await desks.open({ simulator: { fate: () => ({ errorCode }) } });
  await desk.due(1);
  desk.worker.start();
  await desk.pass(async () => (await desk.row(1)).status === 'undelivered', 2 * MINUTE);
  await desk.passTime(10 * MINUTE, 2_000);
  await desk.due(2, { phone: 1 });
  await desk.passTime(10 * MINUTE, 2_000);
  expect(desk.posts()).toBe(1);
  expect(await desk.desk.decisions(incidentNumber(2))).toContainEqual('dispatched skip suppressedNumber');
});

test.each([4476, 4773, 4774, 4795, 4403])('hazard 18: error %i stops the queue', async (errorCode) => {
  const desk = await desks.open({ simulator: { fate: () => ({ errorCode }) } });
  await desk.due(1);
  desk.worker.start();
  await desk.pass(() => desk.worker.status().state === 'paused', 2 * MINUTE);
  for (let n = 2; n <= 8; n++) await desk.due(n);
  await desk.passTime(20_000);
  // One is tried at most; the others wait.
  expect(desk.posts()).toBeLessThanOrEqual(2);
});

test('hazard 19: hundreds of texts without a final status are asked for in less than 3500 questions in 5 minutes', async () => {
  const desk = await desks.open({
    simulator: { fate: () => ({ staysSent: true }) },
    profile: (json) => Object.assign(json.ruleset.caps, { minGap: '0s' }),
  });
  for (let n = 0; n < 60; n++) await desk.due(n, { phone: n % 90 });
  desk.simulator.fail('create', { type: 'resetBeforeReading' }, 20);
  desk.worker.start();
  await desk.passTime(30 * MINUTE, 1_000);
  const times = desk.simulator.requests.filter(({ endpoint }) => endpoint === 'list').map(({ at }) => at);
  expect(times.length).toBeGreaterThan(20);
  const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 5 * MINUTE).length));
  expect(busiest).toBeLessThan(1_000);
});

test('hazard 20: a suppressed number is never posted to: neither what waits, nor what is tried again', async () => {
  const desk = await desks.open();
  const order = { identity: 'host', reason: 'asked at the desk' };
  await desk.due(1);
  await desk.desk.commands.suppressNumber({ ...order, number: callerOf(1) });
  desk.worker.start();
  await desk.passTime(10_000);
  expect(desk.posts()).toBe(0);
  expect((await desk.row(1)).status).toBe('cancelled');

  await desk.simulator.goDown();
  await desk.due(2);
  await desk.pass(async () => (await desk.row(2)).attempts > 0, MINUTE);
  await desk.desk.commands.suppressNumber({ ...order, number: callerOf(2) });
  await desk.simulator.comeBack();
  await desk.passTime(2 * MINUTE);
  expect(desk.posts()).toBe(0);
  expect((await desk.row(2)).status).toBe('cancelled');
});

test('hazard 20: a text that waits behind another to the same number is not posted once that number is suppressed', async () => {
  const desk = await desks.open({
    simulator: { answersAfterMs: () => 8_000 },
    profile: (json) => Object.assign(json.ruleset.caps, { minGap: '0s' }),
  });
  await desk.due(1, { phone: 1 });
  await desk.due(2, { phone: 1 });
  desk.worker.start();
  await desk.pass(() => desk.simulator.messages.length === 1, 5_000);
  await desk.desk.commands.suppressNumber({ identity: 'host', reason: 'asked at the desk', number: callerOf(1) });
  await desk.passTime(5 * MINUTE);
  expect(desk.posts()).toBe(1);
  expect((await desk.row(2)).status).toBe('cancelled');
});
