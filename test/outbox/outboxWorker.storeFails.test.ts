import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

test('a claim that fails is tried again, and the loop survives', async () => {
  bench = await workerBench();
  bench.store.failing.set('claimReady', 3);
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 30_000);
});

test('a store that fails is not hammered, however often the worker is woken', async () => {
  bench = await workerBench();
  bench.store.failing.set('claimReady', 1_000);
  bench.worker.start();
  for (let i = 0; i < 100; i++) {
    bench.worker.wake();
    await bench.passTime(100, 100);
  }
  expect(bench.store.calls.filter((call) => call === 'claimReady').length).toBeLessThan(10);
});

test('what the carrier said is not lost when it cannot be recorded at once', async () => {
  bench = await workerBench();
  bench.store.failing.set('apply', 4);
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => row.status === 'accepted', 60_000);
  expect(row.history).toEqual(['ready', 'sending', 'accepted']);
  expect(row.carrierMessageId).toBe(bench.simulator.messages[0]?.id);
  expect(bench.posts()).toBe(1);
});

test('a claim whose answer was lost leaves nothing `sending` for ever', async () => {
  bench = await workerBench();
  bench.store.failing.set('claimReady.committed', 1);
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => row.status === 'unconfirmed', 30_000);
  expect(bench.posts()).toBe(0);
});

test('on start nothing is claimed before the crash is cleared up', async () => {
  bench = await workerBench();
  bench.store.failing.set('recoverSending', 2);
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 30_000);
  const calls = bench.store.calls;
  expect(calls.filter((call) => call === 'recoverSending')).toHaveLength(3);
  expect(calls.indexOf('claimReady')).toBeGreaterThan(calls.lastIndexOf('recoverSending'));
});

test('a list that cannot be read from the store does not stop the texts', async () => {
  bench = await workerBench();
  bench.store.failing.set('unconfirmedDue', 1_000);
  bench.store.failing.set('acceptedDue', 1_000);
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.store.row('m1').status === 'accepted', 0);
});

test('what the store refuses for good is not tried for ever: the text is reconciled, and the others go on', async () => {
  bench = await workerBench();
  bench.store.refusing.add('apply');
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => row.status === 'unconfirmed', 5_000);
  expect(bench.store.calls.filter((call) => call === 'apply')).toHaveLength(1);
  bench.store.refusing.clear();
  bench.store.add({ id: 'm2', to: person(2) });
  await bench.pass(() => row.status === 'accepted' && bench.store.row('m2').status === 'accepted', 30_000);
  expect(bench.posts()).toBe(2);
});

test('an outbox that cannot record what the carrier answered says so, claims nothing more, and goes on by itself', async () => {
  bench = await workerBench();
  bench.store.failing.set('apply', 6);
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.passTime(5_000);
  expect(bench.worker.status()).toMatchObject({
    state: 'paused',
    reason: 'The store does not take what the carrier answered',
    trouble: undefined,
  });
  expect(bench.statuses.at(-1)).toMatchObject({ state: 'paused' });
  bench.store.add({ id: 'm2', to: person(2) });
  bench.worker.wake();
  await bench.passTime(5_000);
  expect([row.status, bench.store.row('m2').status]).toEqual(['sending', 'ready']);
  await bench.pass(() => row.status === 'accepted' && bench.store.row('m2').status === 'accepted', 120_000);
  expect(bench.worker.status()).toMatchObject({ state: 'ready', reason: undefined });
  expect(bench.posts()).toBe(2);
});
