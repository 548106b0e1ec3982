import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

test('what is due goes out at once, each to its person and once', async () => {
  bench = await workerBench();
  for (let n = 1; n <= 25; n++) bench.store.add({ id: `m${n}`, to: person(n) });
  bench.worker.start();
  await bench.pass(() => Object.values(bench.store.statuses()).every((status) => status === 'accepted'), 0);
  expect(bench.posts()).toBe(25);
  for (let n = 1; n <= 25; n++) expect(bench.simulator.textsTo(person(n))).toHaveLength(1);
  expect(bench.simulator.messages.map((message) => message.tag).sort()).toEqual([...bench.store.rows.keys()].sort());
});

test('a wake leads to a claim without any time passing', async () => {
  bench = await workerBench();
  bench.worker.start();
  await bench.passTime(1_000);
  const before = bench.clock.monotonicMs();
  bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.wake();
  await bench.pass(() => bench.posts() === 1, 0);
  expect(bench.clock.monotonicMs()).toBe(before);
});

test('what becomes due later goes out then, without being woken', async () => {
  bench = await workerBench();
  const row = bench.store.add({ id: 'm1', to: person(1), dueAt: bench.clock.now() + 20_000 });
  bench.worker.start();
  await bench.passTime(19_900, 100);
  expect(bench.posts()).toBe(0);
  await bench.pass(() => row.status === 'accepted', 300);
});

test('at most ten are under way, and they are claimed oldest first', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'hangAfterAccepting' }, 10);
  for (let n = 1; n <= 15; n++) bench.store.add({ id: `m${n}`, to: person(n), dueAt: bench.clock.now() - n });
  bench.worker.start();
  await bench.pass(() => bench.posts() === 10, 1_000);
  const statuses = bench.store.statuses();
  const sending = Object.keys(statuses).filter((id) => statuses[id] === 'sending');
  expect(sending.sort()).toEqual(['m10', 'm11', 'm12', 'm13', 'm14', 'm15', 'm6', 'm7', 'm8', 'm9']);
});

test('two texts to one person leave one after the other, in order', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'hangAfterAccepting' });
  bench.store.add({ id: 'first', to: person(1), text: 'first', dueAt: bench.clock.now() - 2 });
  bench.store.add({ id: 'second', to: person(1), text: 'second', dueAt: bench.clock.now() - 1 });
  bench.worker.start();
  await bench.pass(() => bench.posts() === 1, 1_000);
  await bench.passTime(5_000);
  expect(bench.simulator.textsTo(person(1)).map((message) => message.text)).toEqual(['first']);
  await bench.pass(() => bench.store.row('second').status === 'accepted', 60_000);
  expect(bench.simulator.textsTo(person(1)).map((message) => message.text)).toEqual(['first', 'second']);
});

test('the throttle counts segments: one of three takes the place of three', async () => {
  bench = await workerBench({ segmentsPerSecond: 1 });
  bench.store.add({ id: 'long', to: person(1), text: 'x'.repeat(400), segments: 3, dueAt: bench.clock.now() - 3 });
  bench.store.add({ id: 'short', to: person(2), dueAt: bench.clock.now() - 2 });
  bench.store.add({ id: 'next', to: person(3), dueAt: bench.clock.now() - 1 });
  const start = bench.clock.monotonicMs();
  bench.worker.start();
  await bench.pass(() => bench.store.row('long').status === 'accepted', 0);
  await bench.pass(() => bench.store.row('short').status === 'accepted', 10_000, 100);
  const shortAfter = bench.clock.monotonicMs() - start;
  await bench.pass(() => bench.store.row('next').status === 'accepted', 10_000, 100);
  expect(shortAfter).toBeGreaterThanOrEqual(3_000);
  expect(shortAfter).toBeLessThan(3_300);
  expect(bench.clock.monotonicMs() - start - shortAfter).toBeGreaterThanOrEqual(1_000);
});

test('a 400 fails only its own text', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', {
    type: 'answer',
    status: 400,
    body: JSON.stringify({ type: 'request-validation', description: 'no', fieldErrors: [{ fieldName: 'to', description: 'no' }] }),
  });
  bench.store.add({ id: 'bad', to: person(1), dueAt: bench.clock.now() - 1 });
  bench.worker.start();
  await bench.pass(() => bench.store.row('bad').status === 'undelivered', 0);
  bench.store.add({ id: 'good', to: person(2) });
  bench.worker.wake();
  await bench.pass(() => bench.store.row('good').status === 'accepted', 0);
  expect(bench.store.row('bad')).toMatchObject({ reason: 'request-validation', detail: 'HTTP 400 request-validation: to' });
});

test('when every text is refused, the queue is not used up', async () => {
  bench = await workerBench({ segmentsPerSecond: 1 });
  const body = JSON.stringify({
    type: 'request-validation',
    description: 'no',
    fieldErrors: [{ fieldName: 'from', description: 'no' }],
  });
  bench.simulator.fail('create', { type: 'answer', status: 400, body }, 100);
  for (let n = 1; n <= 40; n++) bench.store.add({ id: `m${n}`, to: person(n), dueAt: bench.clock.now() - n });
  bench.worker.start();
  await bench.passTime(60_000);
  expect(bench.posts()).toBeLessThanOrEqual(12);
  expect(bench.worker.status()).toMatchObject({ state: 'paused', trouble: 'accountSetup' });
});

test('a text whose time runs out while it waits its turn is not sent', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'hangAfterAccepting' });
  bench.store.add({ id: 'first', to: person(1), dueAt: bench.clock.now() - 2 });
  bench.store.add({ id: 'stale', to: person(1), dueAt: bench.clock.now() - 1, expiresAt: bench.clock.now() + 10_000 });
  bench.worker.start();
  await bench.pass(() => bench.store.row('stale').status === 'expired', 60_000);
  expect(bench.posts()).toBe(1);
});
