import { Duties } from '../../src/intake/duties';
import { silentLogger } from '../../src/logger';
import { MachineRest } from '../../src/machineRest';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALL = { callType: 'BURG-RES', priority: 'P3', callerPhone: '202-555-0142' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OPEN = { open: true } as const;

/** The desk's duties know of the machine's rest; `heardAt` is when the feed last brought something. */
function resting(desk: Desk) {
  const { store, clock, profile } = desk;
  const feed = { heardAt: clock.now() };
  const rest = new MachineRest({
    ...{ clock, logger: silentLogger, onAwake: () => {} },
    haveFeedsSpoken: (since) => feed.heardAt >= since,
  });
  const shared = { store, policy: () => profile, mode: 'live' as const, clock, logger: silentLogger, onCommitted: () => {} };
  const duties = new Duties({ ...shared, sleptMs: () => rest.sleptMs() });
  return { rest, duties, feed };
}

/** One look at the clock, and all that is due. */
async function looked(desk: Desk, duties: Duties): Promise<void> {
  desk.clock.advance(1_000);
  duties.wake();
  await duties.idle();
}

const breaker = (desk: Desk) => desk.store.transaction((records) => records.setting('breaker'));
const statusOf = async (desk: Desk, number: string) =>
  (await desk.messages(number)).map(({ stage, status, code }) => `${stage} ${status} ${code}`);

async function called(desk: Desk): Promise<void> {
  await desk.line('NEW', '26-1', CALL);
  await desk.line('DISP', '26-1', { unit: '2A1' });
  await desk.pass(20_000);
}

it.each([
  ['an announced sleep of hours is no jump of the clock; what has had its time is expired', true],
  ['the same without a word is one', false],
])('%s', async (_name, announced) => {
  const desk = await desks.open();
  await called(desk);
  const { rest, duties } = resting(desk);
  await duties.start();
  await duties.idle();
  if (announced) rest.hear('suspend');
  desk.clock.jump(8 * HOUR);
  if (announced) rest.hear('resume');
  await looked(desk, duties);
  await duties.stop();
  if (announced) {
    expect(await breaker(desk)).toBeUndefined();
    expect(await statusOf(desk, '26-1')).toEqual(['dispatched expired expired']);
  } else expect(await breaker(desk)).toMatchObject({ cause: 'breakerClock' });
  expect(await desk.send()).toEqual([]);
});

it('a clock that is set back in an announced sleep is a jump', async () => {
  const desk = await desks.open();
  const { rest, duties } = resting(desk);
  await duties.start();
  await duties.idle();
  rest.hear('suspend');
  desk.clock.jump(-HOUR);
  rest.hear('resume');
  await looked(desk, duties);
  await duties.stop();
  expect(await breaker(desk)).toMatchObject({ cause: 'breakerClock' });
});

it('a clock set again after the sleep is a jump, too', async () => {
  const desk = await desks.open();
  const { rest, duties } = resting(desk);
  await duties.start();
  await duties.idle();
  rest.hear('suspend');
  desk.clock.jump(HOUR);
  rest.hear('resume');
  await looked(desk, duties);
  desk.clock.advance(60_000);
  await duties.idle();
  desk.clock.jump(HOUR);
  await looked(desk, duties);
  await duties.stop();
  expect(await breaker(desk)).toMatchObject({ cause: 'breakerClock' });
});

it('after a short sleep nothing leaves on what was true before: the feed says first what has become of it', async () => {
  const desk = await desks.open();
  await called(desk);
  expect(await statusOf(desk, '26-1')).toEqual(['dispatched ready due']);
  const { rest, duties, feed } = resting(desk);
  await duties.start();
  await duties.idle();
  rest.hear('suspend');
  desk.clock.jump(2 * MINUTE);
  rest.hear('resume');
  await looked(desk, duties);
  await looked(desk, duties);
  expect(rest.closing(OPEN).open).toBe(false);
  await desk.line('ARR', '26-1', { unit: '2A1' });
  feed.heardAt = desk.clock.now();
  for (let n = 0; n < 5; n++) await looked(desk, duties);
  await duties.stop();
  expect(rest.closing(OPEN).open).toBe(true);
  expect(await statusOf(desk, '26-1')).toEqual(['dispatched cancelled overtakenByArrival']);
  expect(await desk.send()).toEqual([]);
});

it('a wait whose delay came due in the sleep is told late only where it is still of use', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '26-1', CALL);
  await desk.pass(1_000);
  const { rest, duties } = resting(desk);
  await duties.start();
  await duties.idle();
  rest.hear('suspend');
  desk.clock.jump(8 * HOUR);
  rest.hear('resume');
  await looked(desk, duties);
  await duties.stop();
  expect(await breaker(desk)).toBeUndefined();
  expect(await statusOf(desk, '26-1')).toEqual([]);
  expect(await desk.decisions('26-1')).toContain('delayed skip expired');
});
