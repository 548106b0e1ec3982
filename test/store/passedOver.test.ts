import type { Records, StoredMessage } from '../../src/intake/records';
import { PassedOver } from '../../src/store/passedOver';
import { Random } from '../fuzz/random';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
afterEach(() => jest.restoreAllMocks());
const MINUTE = 60_000;

it('what is due is found whatever was passed over before, over 400 drawn changes', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '26-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '202-555-0142' });
  await desk.line('DISP', '26-1', { unit: '2A1' });
  const random = new Random(20_251_127);
  const drawn = new Map<string, StoredMessage>();
  const [model] = await desk.store.transaction((records) => records.withStatus('held', 1));
  if (model === undefined) throw new Error('The call made no text');
  let passed = 0;
  jest.spyOn(PassedOver.prototype, 'learn').mockImplementation(function (this: PassedOver, dueAt, now) {
    passed += [...drawn.values()].filter((each) => each.status === 'ready' && each.dueAt < dueAt).length;
    return learn.call(this, dueAt, now);
  });

  for (let step = 0; step < 400; step++) {
    const now = desk.clock.now();
    const work = async (records: Records, done: (message: StoredMessage) => void) => {
      const [id, before] = [...drawn][random.below(Math.max(1, drawn.size * 2))] ?? [`m-${step}`, undefined];
      const message: StoredMessage = {
        ...model,
        ...{ id, occurrence: id, createdAt: before?.createdAt ?? now + step },
        // Soon over, most of them, and some to be tried later.
        dueAt: now - random.below(30) * MINUTE,
        expiresAt: now + (random.chance(0.7) ? -random.below(5) : random.below(40)) * MINUTE,
        notBefore: random.chance(0.2) ? now + random.below(3_000) : undefined,
        status: random.chance(0.7) ? 'ready' : random.pick(['held', 'sending', 'cancelled']),
      };
      if (before === undefined) await records.addMessage(message);
      else await records.saveMessage(message, 'test', now, before.status);
      done(message);
    };
    const isTakenBack = random.chance(0.1);
    await desk.store
      .transaction(async (records) => {
        await work(records, isTakenBack ? () => {} : (message) => drawn.set(message.id, message));
        if (random.chance(0.3)) await records.readyDue(now, 3);
        if (isTakenBack) throw new Error('taken back');
      })
      .catch(() => undefined);
    // Now and then the clock is set back.
    desk.clock.advance(random.chance(0.1) ? -random.below(10) * MINUTE : random.below(2_000));
    const then = desk.clock.now();
    const isDue = ({ status, expiresAt, notBefore }: StoredMessage) =>
      status === 'ready' && expiresAt > then && (notBefore === undefined || notBefore <= then);
    const due = [...drawn.values()].filter(isDue).sort((a, b) => a.dueAt - b.dueAt || a.createdAt - b.createdAt);
    const found = await desk.store.transaction((records) => records.readyDue(then, 5));
    expect([step, ...found.map(({ id }) => id)]).toEqual([step, ...due.slice(0, 5).map(({ id }) => id)]);
  }
  expect(passed).toBeGreaterThan(30);
});
const { learn } = PassedOver.prototype;

/** Two texts that are ready, due one after the other. */
async function two() {
  const desk = await desks.open();
  await desk.line('NEW', '26-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '202-555-0142' });
  await desk.line('DISP', '26-1', { unit: '2A1' });
  const now = desk.clock.now();
  const [older, newer] = await desk.store.transaction(async (records) => {
    const [model] = await records.withStatus('held', 1);
    if (model === undefined) throw new Error('The call made no text');
    const common = { ...model, status: 'ready' as const, notBefore: undefined, expiresAt: now + MINUTE };
    const made = [2, 1].map((age) => ({
      ...common,
      id: `m-${age}`,
      occurrence: `m-${age}`,
      createdAt: now - age,
      dueAt: now - age,
    }));
    for (const message of made) await records.addMessage(message);
    return made as [StoredMessage, StoredMessage];
  });
  return { desk, now, older, newer };
}

it('what was to be tried later is found when its time comes', async () => {
  const { desk, now, older, newer } = await two();
  const found = (at: number) => desk.store.transaction(async (records) => (await records.readyDue(at, 5)).map(({ id }) => id));
  await desk.store.transaction((records) => records.saveMessage({ ...older, notBefore: now + 2_000 }, 'test', now, 'ready'));
  expect(await found(now)).toEqual([newer.id]);
  expect(await found(now + 2_000)).toEqual([older.id, newer.id]);
});

it('what a transaction passed over that failed is found again', async () => {
  const { desk, now, older, newer } = await two();
  const failed = desk.store.transaction(async (records) => {
    await records.saveMessage({ ...older, status: 'sending' }, 'test', now, 'ready');
    expect(await records.readyDue(now, 5)).toHaveLength(1);
    throw new Error('the disk is full');
  });
  await expect(failed).rejects.toThrow('the disk is full');
  const found = await desk.store.transaction((records) => records.readyDue(now, 5));
  expect(found.map(({ id }) => id)).toEqual([older.id, newer.id]);
});

it('is not trusted for longer than ten seconds, nor with the clock set back', () => {
  const passedOver = new PassedOver();
  passedOver.learn(5_000, 100_000);
  expect(passedOver.from(109_999)).toBe(5_000);
  expect(passedOver.from(110_000)).toBe(Number.MIN_SAFE_INTEGER);
  passedOver.learn(5_000, 100_000);
  expect(passedOver.from(99_999)).toBe(Number.MIN_SAFE_INTEGER);
  passedOver.learn(5_000, 100_000);
  passedOver.ready(4_000);
  expect(passedOver.from(100_001)).toBe(4_000);
});

it('where none may leave any more, all that are there are passed over', async () => {
  const { desk, now } = await two();
  const learned: number[] = [];
  jest.spyOn(PassedOver.prototype, 'learn').mockImplementation(function (this: PassedOver, dueAt, at) {
    learned.push(dueAt);
    return learn.call(this, dueAt, at);
  });
  desk.clock.advance(2 * MINUTE);
  const then = now + 2 * MINUTE;
  expect(await desk.store.transaction((records) => records.readyDue(then, 5))).toEqual([]);
  expect(learned).toEqual([then]);
});
