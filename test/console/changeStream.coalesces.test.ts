import type { Clock } from '../../src/clock';
import { changePublisher } from '../../src/console/changeSource';
import { changeStream } from '../../src/console/changeStream';

/** Time moves only when the test says so. */
function steppedClock() {
  let now = 0;
  let timers: { readonly at: number; readonly work: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    monotonicMs: () => now,
    after(delayMs, work) {
      const timer = { at: now + delayMs, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  };
  return {
    clock,
    pending: () => timers.length,
    advance(ms: number) {
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const timer of due) timer.work();
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function opened() {
  const time = steppedClock();
  const source = changePublisher();
  const abort = new AbortController();
  const stream = changeStream(source, time.clock, abort.signal);
  return { ...time, source, abort, stream };
}

it('tells everything first, so that a console that was away asks again', async () => {
  const { stream, abort } = opened();
  expect((await stream.next()).value).toEqual({
    topics: ['status', 'incidents', 'outbox', 'frames', 'agency', 'audit'],
    incidentIds: [],
  });
  abort.abort();
});

it('at most ten a second; what comes between is put together, nothing is lost', async () => {
  const { stream, source, advance, pending, abort } = opened();
  await stream.next();
  let told: unknown;
  const next = stream.next().then(({ value }) => {
    told = value;
  });
  await settled();
  source.publish({ topics: ['outbox'], incidentIds: [3] });
  source.publish({ topics: ['status', 'outbox'], incidentIds: [3, 4] });
  advance(99);
  await settled();
  expect([told, pending()]).toEqual([undefined, 1]);
  source.publish({ topics: ['frames'], incidentIds: [] });
  advance(1);
  await next;
  expect(told).toEqual({ topics: ['outbox', 'incidents', 'status', 'frames'], incidentIds: [3, 4] });
  abort.abort();
});

it('after a quiet time a change is told at once', async () => {
  const { stream, source, advance, abort } = opened();
  await stream.next();
  const next = stream.next();
  await settled();
  advance(100);
  await settled();
  source.publish({ topics: ['audit'], incidentIds: [] });
  expect((await next).value).toEqual({ topics: ['audit'], incidentIds: [] });
  abort.abort();
});

it('names at most fifty incidents; `incidents` stands for the rest', async () => {
  const { stream, source, advance, abort } = opened();
  await stream.next();
  const next = stream.next();
  await settled();
  source.publish({ topics: [], incidentIds: Array.from({ length: 80 }, (_, id) => id) });
  source.publish({ topics: [], incidentIds: [500] });
  advance(100);
  const { value } = await next;
  expect(value).toEqual({ topics: ['incidents'], incidentIds: Array.from({ length: 50 }, (_, id) => id) });
  abort.abort();
});

it('a notice of nothing wakes nobody', async () => {
  const { stream, source, advance, abort } = opened();
  await stream.next();
  let ended = false;
  const next = stream.next().then(({ done }) => {
    ended = done === true;
  });
  await settled();
  advance(100);
  await settled();
  source.publish({ topics: [], incidentIds: [] });
  await settled();
  expect(ended).toBe(false);
  abort.abort();
  await next;
  expect(ended).toBe(true);
});

it.each(['before it starts', 'while it waits for a change', 'while it paces'])(
  'an abort %s ends it and leaves nothing behind',
  async (when) => {
    const { stream, source, advance, pending, abort } = opened();
    if (when === 'before it starts') abort.abort();
    const first = await stream.next();
    expect(first.done).toBe(when === 'before it starts');
    const next = stream.next();
    await settled();
    if (when === 'while it waits for a change') {
      advance(100);
      await settled();
    }
    abort.abort();
    expect((await next).done).toBe(true);
    expect([source.listeners, pending()]).toEqual([0, 0]);
  },
);

it('one listener that ends does not end the others', () => {
  const source = changePublisher();
  const heard: string[] = [];
  const listener = () => void heard.push('both');
  const end = source.subscribe(listener);
  source.subscribe(listener);
  end();
  end();
  source.publish({ topics: ['status'], incidentIds: [] });
  expect([heard, source.listeners]).toEqual([['both'], 1]);
});
