import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

test('start and stop may be called again and again', async () => {
  bench = await workerBench();
  bench.worker.start();
  bench.worker.start();
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.wake();
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 0);
  const first = bench.worker.stop();
  expect(bench.worker.stop()).toBe(first);
  await first;
  bench.store.add({ id: 'm2', to: person(2) });
  bench.worker.wake();
  await bench.passTime(60_000);
  expect(bench.store.row('m2').status).toBe('ready');

  bench.worker.start();
  await bench.pass(() => bench.store.row('m2').status === 'accepted', 0);
});

test('what is under way when it stops is recorded, and what has not left is given back', async () => {
  bench = await workerBench();
  bench.store.add({ id: 'm1', to: person(1), dueAt: bench.clock.now() - 2 });
  bench.store.add({ id: 'm2', to: person(1), dueAt: bench.clock.now() - 1 });
  bench.worker.start();
  await untilCalled('nextDueAt');
  const stopped = bench.worker.stop();
  await bench.pass(() => bench.store.row('m2').status !== 'sending', 0);
  await stopped;
  expect(bench.store.row('m1').status).toBe('accepted');
  expect(['ready', 'accepted']).toContain(bench.store.row('m2').status);
  expect(bench.posts()).toBe([...bench.store.rows.values()].filter((row) => row.status === 'accepted').length);

  async function untilCalled(name: string): Promise<void> {
    await bench.pass(() => bench.store.calls.includes(name), 0);
  }
});

test('a POST that hangs does not keep it from stopping: it is reconciled at the next start', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'hangAfterAccepting' });
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.posts() === 1, 0);
  let ended = false;
  const stopped = bench.worker.stop().then(() => {
    ended = true;
  });
  await bench.pass(() => ended, 4_000);
  await stopped;
  expect(row.status).toBe('sending');
  const calls = bench.store.calls.length;
  // The answer comes after all, as a deadline: nothing is written into a store that is closed by now.
  await bench.passTime(60_000);
  expect(bench.store.calls).toHaveLength(calls);

  bench.newWorker().start();
  await bench.pass(() => row.status === 'delivered', 60_000);
  expect(bench.posts()).toBe(1);
});

test('the status tells its changes, and keeps the time of the last', async () => {
  bench = await workerBench();
  bench.worker.start();
  await bench.passTime(5_000);
  const idleSince = bench.worker.status().since;
  await bench.simulator.goDown();
  bench.store.add({ id: 'm1', to: person(1), expiresAt: bench.clock.now() + 86_400_000 });
  bench.worker.wake();
  await bench.pass(() => bench.worker.status().state === 'offline', 0);
  const offlineSince = bench.clock.now();
  await bench.passTime(120_000);
  expect(bench.worker.status().since).toBe(offlineSince);
  expect(idleSince).toBeLessThan(offlineSince);
  await bench.simulator.comeBack();
  await bench.pass(() => bench.worker.status().state === 'ready', 31_000);
  expect(bench.statuses.map((status) => status.state)).toEqual(expect.arrayContaining(['sending', 'offline', 'ready']));
  expect(bench.worker.status().lastAcceptedAt).toBeGreaterThan(offlineSince);
});
