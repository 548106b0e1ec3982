import { type CarrierFault, ownError } from '../../src/training/carrierFaults';
import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

const MINUTE = 60_000;
const SPRING_404: CarrierFault = {
  type: 'answer',
  status: 404,
  body: JSON.stringify({ timestamp: '2025-06-03T20:00:00Z', status: 404, error: 'Not Found', message: '', path: '/x' }),
};

async function withFive(fault: CarrierFault, times: number): Promise<void> {
  bench = await workerBench();
  bench.simulator.fail('create', fault, times);
  const expiresAt = bench.clock.now() + 86_400_000;
  for (let n = 1; n <= 5; n++) bench.store.add({ id: `m${n}`, to: person(n), dueAt: bench.clock.now() - n, expiresAt });
  bench.worker.start();
}

test.each<[string, string, CarrierFault]>([
  ['401', 'credentialsRefused', ownError(401, 'authentication-error', 'x')],
  ['403', 'forbidden', ownError(403, 'forbidden', 'x')],
  ['404', 'accountNotFound', SPRING_404],
])('a %s pauses the queue, says why, and is over by itself when it is mended', async (_status, trouble, fault) => {
  await withFive(fault, 10_000);
  await bench.passTime(2 * MINUTE);
  expect(bench.worker.status()).toMatchObject({ state: 'paused', trouble, reason: expect.stringContaining('Bandwidth') });
  expect(bench.worker.status().nextTryAt).toBeGreaterThan(bench.clock.now());
  expect(Object.values(bench.store.statuses())).toEqual(Array(5).fill('ready'));

  bench.simulator.clearFaults();
  await bench.pass(() => Object.values(bench.store.statuses()).every((status) => status === 'accepted'), 30_500);
  expect(bench.worker.status()).toMatchObject({ state: 'ready', reason: undefined, nextTryAt: undefined });
  expect(bench.simulator.messages).toHaveLength(5);
});

test('a paused carrier is tried with one text at a time, at least every 30 s and not much more often', async () => {
  await withFive(ownError(401, 'authentication-error', 'x'), 10_000);
  await bench.passTime(2 * MINUTE);
  const before = bench.simulator.requests.length;
  await bench.passTime(10 * MINUTE);
  const tries = bench.simulator.requests.slice(before).map((request) => request.at);
  expect(tries.length).toBeGreaterThanOrEqual(19);
  expect(tries.length).toBeLessThanOrEqual(21);
  for (const [index, at] of tries.entries()) {
    const previous = tries[index - 1];
    if (previous !== undefined) expect(at - previous).toBeLessThanOrEqual(30_000 + 500);
  }
});

test('a burst of 429 loses nothing and reorders nothing', async () => {
  await withFive(ownError(429, 'max-message-queue-size-exceeded', 'x'), 7);
  await bench.pass(() => Object.values(bench.store.statuses()).every((status) => status === 'accepted'), 2 * MINUTE);
  // m5 has waited longest.
  expect(bench.simulator.messages[0]?.tag).toBe('m5');
  expect(bench.simulator.messages).toHaveLength(5);
  expect(new Set(bench.simulator.messages.map((message) => message.to)).size).toBe(5);
});

test('a 429 without Retry-After backs off; with it, it is obeyed up to the 30 s a paused carrier is left alone', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', ownError(429, 'too-many', 'x'));
  bench.simulator.fail('create', ownError(429, 'too-many', 'x', { 'retry-after': '20' }));
  bench.simulator.fail('create', ownError(429, 'too-many', 'x', { 'retry-after': '600' }));
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.posts() === 2, 2_000);
  expect(bench.worker.status()).toMatchObject({ state: 'paused', trouble: 'throttled' });
  await bench.passTime(19_000);
  expect(bench.posts()).toBe(2);
  await bench.pass(() => bench.posts() === 3, 2_000);
  await bench.passTime(29_000);
  expect(bench.posts()).toBe(3);
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 2_000);
});

test('two hours without a connection: what is still true goes out afterwards, once, what is not does not', async () => {
  bench = await workerBench();
  await bench.simulator.goDown();
  for (let n = 1; n <= 5; n++) bench.store.add({ id: `stale${n}`, to: person(n), dueAt: bench.clock.now() - n });
  for (let n = 6; n <= 10; n++) bench.store.add({ id: `true${n}`, to: person(n), expiresAt: bench.clock.now() + 86_400_000 });
  bench.worker.start();
  await bench.passTime(120 * MINUTE, 5_000);
  expect(bench.worker.status()).toMatchObject({ state: 'offline', trouble: 'unreachable' });
  expect(Object.values(bench.store.statuses())).not.toContain('unconfirmed');

  await bench.simulator.comeBack();
  await bench.pass(
    () => [...bench.store.rows.values()].every((row) => row.status === 'accepted' || row.status === 'expired'),
    30_500,
  );
  const statuses = bench.store.statuses();
  for (let n = 1; n <= 5; n++) expect(statuses[`stale${n}`]).toBe('expired');
  for (let n = 6; n <= 10; n++) expect(bench.simulator.textsTo(person(n))).toHaveLength(1);
  expect(bench.simulator.messages).toHaveLength(5);
});

test('a text the carrier fails on again and again does not keep the others from being tried', async () => {
  bench = await workerBench({
    carrier: {
      send: async (request) =>
        request.tag === 'poison'
          ? { type: 'notTaken', trouble: 'serverError', detail: 'HTTP 500' }
          : { type: 'accepted', carrierMessageId: request.tag, segmentCount: 1 },
      list: async () => ({ type: 'listed', messages: [], complete: true }),
    },
  });
  bench.store.add({ id: 'poison', to: person(1), dueAt: bench.clock.now() - 1, expiresAt: bench.clock.now() + 86_400_000 });
  bench.worker.start();
  await bench.pass(() => bench.store.row('poison').attempt === 1, 0);
  bench.store.add({ id: 'other', to: person(2), expiresAt: bench.clock.now() + 86_400_000 });
  await bench.pass(() => bench.store.row('other').status === 'accepted', 3 * MINUTE);
  expect(bench.store.row('poison').status).toBe('ready');
});

test('when nobody knows the outcome, the next is tried alone and later, so that few are left unknown', async () => {
  bench = await workerBench({ segmentsPerSecond: 1 });
  bench.simulator.fail('create', { type: 'resetBeforeReading' }, 10_000);
  for (let n = 1; n <= 100; n++) {
    bench.store.add({ id: `m${n}`, to: person(n), dueAt: bench.clock.now() - n, expiresAt: bench.clock.now() + 86_400_000 });
  }
  bench.worker.start();
  await bench.passTime(MINUTE);
  expect(bench.worker.status()).toMatchObject({ state: 'offline' });
  expect(bench.posts()).toBeLessThanOrEqual(8);
});

test('somebody who has mended the cause need not wait', async () => {
  await withFive(ownError(401, 'authentication-error', 'x'), 10_000);
  await bench.passTime(2 * MINUTE);
  bench.simulator.clearFaults();
  bench.worker.retryNow();
  await bench.pass(() => bench.simulator.messages.length === 5, 0);
});
