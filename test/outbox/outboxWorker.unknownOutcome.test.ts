import { type CarrierFault, ownError } from '../../src/training/carrierFaults';
import { person, type WorkerBench, workerBench } from '../support/workerBench';

let bench: WorkerBench;
afterEach(() => bench.end());

const MINUTE = 60_000;
const lists = () => bench.simulator.requests.filter((request) => request.endpoint === 'list');

test.each<[string, CarrierFault]>([
  ['reset', { type: 'resetAfterAccepting' }],
  ['hang', { type: 'hangAfterAccepting' }],
  ['trickle', { type: 'trickle' }],
  ['cut short', { type: 'truncated' }],
  ['an empty 202', { type: 'answer', status: 202, accepts: true }],
  ['a 202 that is not JSON', { type: 'answer', status: 202, body: '{', accepts: true }],
])('taken, then %s: found in the list, and never posted twice', async (_name, fault) => {
  bench = await workerBench();
  bench.simulator.fail('create', fault);
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => row.status === 'unconfirmed', 25_000);
  const unconfirmedAt = bench.clock.now();
  await bench.pass(() => lists().length > 0, 30_000);
  expect(lists()[0]?.at ?? 0).toBeLessThanOrEqual(unconfirmedAt + 10_000);
  await bench.pass(() => row.status === 'accepted', 30_000);
  expect(row.carrierMessageId).toBe(bench.simulator.messages[0]?.id);
  await bench.passTime(10 * MINUTE, 5_000);
  expect(row.status).toBe('delivered');
  expect(row.history).not.toContain('undelivered');
  expect(bench.posts()).toBe(1);
});

test('not taken, and nobody knows: asked for half an hour, then a person, and never posted again', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'resetBeforeReading' });
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => row.status === 'unconfirmed', 0);
  await bench.passTime(20 * MINUTE, 1_000);
  expect(row.needsPerson).toBeUndefined();
  await bench.passTime(15 * MINUTE, 1_000);
  expect(row).toMatchObject({ status: 'unconfirmed', needsPerson: 'noMatch' });
  expect(lists().length).toBe(10);
  await bench.passTime(60 * MINUTE, 5_000);
  expect(lists().length).toBe(10);
  expect(bench.posts()).toBe(1);
});

test('a row that shows late is still found', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'resetAfterAccepting' });
  const empty = { type: 'answer', status: 200, body: '{"messages":[]}' } as const;
  bench.simulator.fail('list', empty, 3);
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => row.status === 'accepted', 3 * MINUTE);
  expect(row.asked).toBe(3);
});

test('a list that fails is asked again and does not count as an answer', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'resetAfterAccepting' });
  bench.simulator.fail('list', ownError(500, 'internal-server-error', 'x'), 4);
  bench.simulator.fail('list', ownError(429, 'too-many', 'x', { 'retry-after': '300' }));
  const row = bench.store.add({ id: 'm1', to: person(1) });
  bench.worker.start();
  await bench.pass(() => lists().length === 5, 2 * MINUTE);
  const fifth = bench.clock.now();
  await bench.pass(() => row.status === 'accepted', 6 * MINUTE, 1_000);
  expect(bench.clock.now()).toBeGreaterThanOrEqual(fifth + 299_000);
  expect(row.asked).toBe(0);
});

test('killed while sending: after the restart it is unconfirmed, reconciled, and nobody has two texts', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'hangAfterAccepting' }, 5);
  for (let n = 1; n <= 10; n++) bench.store.add({ id: `m${n}`, to: person(n), dueAt: bench.clock.now() - n });
  bench.worker.start();
  await bench.pass(() => bench.posts() === 10, 1_000);
  bench.kill();
  expect(Object.values(bench.store.statuses()).filter((status) => status === 'sending').length).toBeGreaterThanOrEqual(5);
  for (let n = 11; n <= 13; n++) bench.store.add({ id: `m${n}`, to: person(n) });
  const claimed = bench.store.calls.length;
  const restartedAt = bench.clock.now();
  const restarted = bench.newWorker();
  restarted.start();
  await bench.pass(() => bench.store.calls.length > claimed, 0);
  expect(bench.store.calls[claimed]).toBe('recoverSending');
  await bench.pass(
    () => Object.values(bench.store.statuses()).every((status) => status === 'accepted' || status === 'delivered'),
    MINUTE,
  );
  expect(lists()[0]?.at ?? 0).toBeLessThanOrEqual(restartedAt + 10_000);
  for (let n = 1; n <= 13; n++) expect(bench.simulator.textsTo(person(n))).toHaveLength(1);
});

test('killed before the POST left: a person decides, the text is not sent by itself', async () => {
  bench = await workerBench();
  const row = bench.store.add({ id: 'm1', to: person(1), status: 'sending' });
  bench.worker.start();
  await bench.passTime(40 * MINUTE, 1_000);
  expect(row).toMatchObject({ status: 'unconfirmed', needsPerson: 'noMatch' });
  expect(bench.posts()).toBe(0);
});

test('several matches mean a person at once', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'resetAfterAccepting' });
  const row = bench.store.add({ id: 'm1', to: person(1) });
  // Another system texts from the same number.
  const stranger = bench.newWorker({ store: otherStore() });
  stranger.start();
  await bench.pass(() => bench.simulator.messages.length === 1, MINUTE);
  bench.newWorker().start();
  await bench.pass(() => row.needsPerson !== undefined, MINUTE);
  expect(row).toMatchObject({ status: 'unconfirmed', needsPerson: 'severalMatches' });
  expect(row.candidates).toHaveLength(2);

  function otherStore() {
    const store = new (bench.store.constructor as new (clock: typeof bench.clock) => typeof bench.store)(bench.clock);
    store.add({ id: 'theirs', to: person(1) });
    bench.simulator.clearFaults();
    bench.simulator.fail('create', { type: 'resetAfterAccepting' }, 2);
    return store;
  }
});

test('a row another message of ours has claimed is not taken for this one', async () => {
  bench = await workerBench();
  bench.store.add({ id: 'first', to: person(1) });
  bench.worker.start();
  await bench.pass(() => bench.store.row('first').status === 'accepted', 0);
  bench.simulator.fail('create', { type: 'resetBeforeReading' });
  const second = bench.store.add({ id: 'second', to: person(1) });
  bench.worker.wake();
  await bench.passTime(MINUTE);
  expect(second).toMatchObject({ status: 'unconfirmed', carrierMessageId: undefined });
});

test('two that look alike, of which one was taken: neither claims it', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'resetAfterAccepting' });
  bench.simulator.fail('create', { type: 'resetBeforeReading' });
  bench.store.add({ id: 'first', to: person(1), dueAt: bench.clock.now() - 1 });
  bench.store.add({ id: 'second', to: person(1) });
  bench.worker.start();
  await bench.passTime(4_000, 100);
  expect(bench.store.statuses()).toEqual({ first: 'unconfirmed', second: 'unconfirmed' });
  await bench.passTime(40 * MINUTE, 1_000);
  const candidates = bench.simulator.messages.map((message) => message.id);
  for (const id of ['first', 'second']) {
    expect(bench.store.row(id)).toMatchObject({ status: 'unconfirmed', needsPerson: 'severalMatches', candidates });
  }
  expect(bench.posts()).toBe(2);
});

test('two that look alike, both taken: each gets its own', async () => {
  bench = await workerBench();
  bench.simulator.fail('create', { type: 'resetAfterAccepting' }, 2);
  bench.store.add({ id: 'first', to: person(1), dueAt: bench.clock.now() - 1 });
  bench.store.add({ id: 'second', to: person(1) });
  bench.worker.start();
  await bench.pass(() => Object.values(bench.store.statuses()).every((status) => status === 'accepted'), MINUTE);
  expect(bench.store.row('first').carrierMessageId).toBe(bench.simulator.messages[0]?.id);
  expect(bench.store.row('second').carrierMessageId).toBe(bench.simulator.messages[1]?.id);
});
