import type { SendingGate } from '../../src/outbox/outboxWorker';
import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

test('while the gate is closed nothing is claimed, and the status says why', async () => {
  let gate: SendingGate = { open: false, state: 'waiting', reason: 'How STOP is seen is not set: texts wait' };
  bench = await workerBench({ gate: () => gate });
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  bench.worker.wake();
  await bench.passTime(120_000);
  expect(bench.store.row('m1').history).toEqual(['ready']);
  expect(bench.worker.status()).toMatchObject({ state: 'waiting', reason: 'How STOP is seen is not set: texts wait' });

  gate = { open: true };
  bench.worker.wake();
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 0);
});

test('without an account everything waits, and the status says why', async () => {
  bench = await workerBench({ carrier: undefined });
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  bench.worker.wake();
  await bench.passTime(60_000);
  expect(bench.store.row('m1').status).toBe('ready');
  expect(bench.worker.status()).toMatchObject({
    state: 'waiting',
    trouble: 'notConfigured',
    reason: expect.stringContaining('account'),
  });
});

test('stopped in mid-flight: what has left is recorded, what was only claimed is given back', async () => {
  let gate: SendingGate = { open: true };
  bench = await workerBench({ gate: () => gate });
  bench.simulator.fail('create', { type: 'hangAfterAccepting' });
  bench.store.add({ id: 'left', to: person(1), dueAt: bench.clock.now() - 2 });
  bench.store.add({ id: 'behind', to: person(1), dueAt: bench.clock.now() - 1 });
  bench.worker.start();
  await bench.pass(() => bench.posts() === 1, 0);
  await bench.pass(() => bench.store.row('behind').status === 'sending');
  gate = { open: false, state: 'stopped', reason: 'Stopped by a supervisor' };
  bench.worker.wake();
  await bench.pass(() => bench.store.row('left').status === 'unconfirmed', 30_000);
  await bench.pass(() => bench.store.row('left').status === 'accepted', 30_000);
  expect(bench.store.row('behind').history).toEqual(['ready', 'sending', 'ready']);
  expect(bench.posts()).toBe(1);
  expect(bench.worker.status().state).toBe('stopped');
});
