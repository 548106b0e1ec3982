import { progressOf } from '../../src/training/simulatedMessage';
import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

const MINUTE = 60_000;
const DAY = 86_400_000;
const lists = () => bench.simulator.requests.filter((request) => request.endpoint === 'list');

async function sendOne(errorCode: number): Promise<void> {
  bench = await workerBench({}, { fate: () => ({ errorCode }) });
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 0);
}

test('accepted is not delivered until a receipt says so', async () => {
  await sendOne(0);
  await bench.passTime(2_000);
  expect(bench.store.row('m1').status).toBe('accepted');
  await bench.pass(() => bench.store.row('m1').status === 'delivered', 30_000);
});

test('one question serves many', async () => {
  bench = await workerBench();
  for (let n = 1; n <= 60; n++) bench.store.add({ id: `m${n}`, to: person(n) });
  bench.worker.start();
  await bench.pass(() => Object.values(bench.store.statuses()).every((status) => status === 'delivered'), MINUTE);
  expect(lists().length).toBeLessThanOrEqual(4);
});

test.each([
  [4360, 'expired', undefined],
  [4770, 'undelivered', 'badContent'],
  [4780, 'undelivered', 'volume'],
  [4701, 'undelivered', 'handset'],
  [5600, 'undelivered', 'carrierFault'],
  [4998, 'undelivered', 'rejected'],
])('error %i ends as %s, and is not sent again', async (code, status, reason) => {
  await sendOne(code);
  await bench.passTime(10 * MINUTE, 1_000);
  expect(bench.store.row('m1')).toMatchObject({ status, reason });
  expect(bench.posts()).toBe(1);
  expect(bench.store.suppressed).toEqual([]);
  expect(bench.worker.status().state).toBe('ready');
});

test.each([
  [4475, 'optedOut'],
  [4775, 'optedOut'],
  [4720, 'unreachable'],
])('error %i suppresses the number, with what is queued for it', async (code, reason) => {
  await sendOne(code);
  bench.store.add({ id: 'queued', to: person(1), dueAt: bench.clock.now() + 30 * MINUTE, expiresAt: bench.clock.now() + DAY });
  await bench.pass(() => bench.store.row('m1').status === 'undelivered', MINUTE);
  expect(bench.store.suppressed).toEqual([{ to: person(1), reason }]);
  expect(bench.store.row('queued').status).toBe('cancelled');
});

test.each([9902, 9999])(
  'error %i: nobody will know, so it stays accepted, is not asked for again and never sent again',
  async (code) => {
    await sendOne(code);
    await bench.pass(() => bench.store.row('m1').nextPollAt === undefined, MINUTE);
    const asked = lists().length;
    await bench.passTime(60 * MINUTE, 5_000);
    expect(bench.store.row('m1').status).toBe('accepted');
    expect(lists().length).toBe(asked);
    expect(bench.posts()).toBe(1);
  },
);

test.each([
  [4476, 'campaign'],
  [4774, 'campaign'],
  [4403, 'accountSetup'],
])(
  'error %i is the account’s: the queue pauses, one text at a time is tried, and a good receipt opens it',
  async (code, trouble) => {
    let broken = true;
    bench = await workerBench({}, { fate: () => (broken ? { errorCode: code } : {}) });
    bench.store.add({ id: 'm0', to: person(1) });
    bench.worker.start();
    await bench.pass(() => bench.worker.status().state === 'paused', MINUTE);
    expect(bench.worker.status()).toMatchObject({ trouble, reason: expect.stringContaining(String(code)) });
    for (let n = 1; n <= 30; n++) bench.store.add({ id: `m${n}`, to: person(n), expiresAt: bench.clock.now() + DAY });
    bench.worker.wake();
    await bench.passTime(5 * MINUTE);
    expect(bench.posts()).toBeLessThanOrEqual(12);
    expect(bench.posts()).toBeGreaterThanOrEqual(9);
    expect(bench.worker.status()).toMatchObject({ state: 'paused', trouble });

    broken = false;
    await bench.pass(() => Object.values(bench.store.statuses()).every((status) => status !== 'ready'), 2 * MINUTE);
    expect(bench.worker.status().state).not.toBe('paused');
  },
);

test('a message without a final status is asked for less and less, and no longer than the list reaches back', async () => {
  bench = await workerBench({}, { fate: () => ({ staysSent: true }) });
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.passTime(60 * MINUTE, 1_000);
  expect(lists().length).toBeLessThan(25);
  await bench.passTime(15 * DAY, 30 * MINUTE);
  const asked = lists().length;
  expect(asked).toBeLessThan(200);
  expect(bench.store.row('m1')).toMatchObject({ status: 'accepted', nextPollAt: undefined });
});

test('a status nobody has heard of neither ends nor stops anything', async () => {
  await sendOne(0);
  const message = bench.simulator.messages[0];
  const strange = {
    messageId: message?.id,
    sourceTn: '+12065550100',
    destinationTn: person(1),
    messageStatus: 'TELEPORTED',
    errorCode: 'E7',
  };
  bench.simulator.fail('list', { type: 'answer', status: 200, body: JSON.stringify({ messages: [strange] }) });
  await bench.pass(() => bench.store.row('m1').polls === 1, MINUTE);
  expect(bench.store.row('m1').status).toBe('accepted');
  await bench.pass(() => bench.store.row('m1').status === 'delivered', MINUTE);
});

test('the simulator lets a text that waits past its expiration fail as expired', async () => {
  bench = await workerBench({}, { fate: () => ({ queuedMs: 10 * MINUTE }) });
  bench.store.add({ id: 'm1', to: person(1), expiresAt: bench.clock.now() + 2 * MINUTE });
  bench.worker.start();
  await bench.pass(() => bench.store.row('m1').status === 'expired', 10 * MINUTE, 1_000);
  const message = bench.simulator.messages[0];
  expect(message && progressOf(message, bench.clock.now())).toEqual({ messageStatus: 'FAILED', errorCode: 4360 });
});
