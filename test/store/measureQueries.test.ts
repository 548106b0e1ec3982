import { Measures } from '../../src/measures/measures';
import { MeasureQueries } from '../../src/store/measureQueries';
import { AFTERNOON, type Desk, deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const HOUR = 3_600_000;
const CALLER = '2025550111';

const measuresOf = (desk: Desk, price?: number) =>
  new Measures(
    new MeasureQueries(desk.store.db, desk.store.personal),
    () => desk.profile,
    price,
    () => desk.clock.now(),
    async () => [],
  );

async function evening(): Promise<Desk> {
  const profile = testProfile((json) => {
    json.ruleset.quietHours = null;
    json.ruleset.stages.dispatched.hold = '15s';
  });
  const desk = await desks.open({ profile });
  // Texted 15 s after its dispatch; its caller calls again about something else while it is open.
  await desk.line('NEW', '26-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: CALLER });
  await desk.line('DISP', '26-1', { unit: 'A1' });
  await desk.passSending(60_000);
  await desk.line('NEW', '26-2', { callType: 'UNHEARD-OF', priority: 'P3', callerPhone: CALLER });
  await desk.line('CLOSE', '26-1');
  await desk.line('CLOSE', '26-2');
  await desk.passSending(60_000);
  // Afterwards: no repeat of the first. Waits too long, and is told so.
  await desk.line('NEW', '26-3', { callType: 'BURG-RES', priority: 'P3', callerPhone: CALLER });
  await desk.passSending(HOUR);
  await desk.optOut.record({ number: CALLER, identity: 'desk', how: 'phone', reason: 'asked for it' });
  // A person's own decision about a number is not its owner's wish.
  await desk.commands.suppressNumber({ number: '2025550112', identity: 'desk', reason: 'wrong number' });
  return desk;
}

it('says what the texts did, from what is in the store', async () => {
  const desk = await evening();
  const { rows, total } = await measuresOf(desk, 0.01).report({ from: AFTERNOON - HOUR, to: AFTERNOON + 4 * HOUR, by: 'day' });
  expect(rows).toHaveLength(1);
  const sent = total.byStage.reduce((sum, row) => sum + row.sent, 0);
  expect(total).toMatchObject({
    incidents: 3,
    incidentsTexted: 2,
    dispatchToText: { count: 1, p50Ms: 15_000, p90Ms: 15_000 },
    late: { calls: 1, told: 1 },
    repeatCalls: { texted: { calls: 2, repeats: 1, rate: 0.5 }, notTexted: { calls: 1, repeats: 0, rate: 0 } },
    optedOut: 1,
    segments: sent,
    cost: sent / 100,
  });
  const { due, left: _left, taken: _taken, ...states } = total.texts;
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(due);
  expect(total.skips).toEqual(
    expect.arrayContaining([
      // Its dispatch and its end.
      { code: 'callTypeUnknown', reason: expect.any(String), count: 2 },
    ]),
  );
  expect(rows[0]).toEqual({ ...total, from: AFTERNOON - HOUR, to: AFTERNOON + 4 * HOUR });
});

it('a text that went out is not counted as kept back, because it does not go again or nothing goes any more', async () => {
  const desk = await desks.open();
  const call = async (number: string, callerPhone: string) => {
    await desk.line('NEW', number, { callType: 'BURG-RES', priority: 'P3', callerPhone });
    await desk.line('DISP', number, { unit: `${number}-1` });
    await desk.passSending(60_000);
    await desk.line('UNASG', number, { unit: `${number}-1` });
    await desk.passSending(10_000);
    await desk.line('DISP', number, { unit: `${number}-2` });
    await desk.passSending(10_000);
  };
  await call('26-1', CALLER);
  await desk.line('ARR', '26-1', { unit: '26-1-2' });
  await call('26-2', '2025550113');
  await desk.line('TYPE', '26-2', { callType: 'DV' });
  expect(await desk.decisions('26-1')).toEqual(
    expect.arrayContaining(['dispatched send due', 'dispatched skip alreadyTexted', 'dispatched skip overtakenByArrival']),
  );
  expect(await desk.decisions('26-2')).toContain('dispatched skip excluded');
  const { total } = await measuresOf(desk).report({ from: AFTERNOON - HOUR, to: AFTERNOON + 4 * HOUR, by: 'day' });
  expect(total.skips).toEqual([]);
});

it('days are the agency’s, and the CSV ends with the total', async () => {
  const desk = await evening();
  // Midnight in New York is four hours after UTC's in June.
  const query = { from: Date.UTC(2025, 5, 3, 4), to: Date.UTC(2025, 5, 6, 4), by: 'day' } as const;
  const { rows } = await measuresOf(desk).report(query);
  expect(rows.map(({ from, incidents, cost }) => [new Date(from).toISOString(), incidents, cost])).toEqual([
    ['2025-06-03T04:00:00.000Z', 3, null],
    ['2025-06-04T04:00:00.000Z', 0, null],
    ['2025-06-05T04:00:00.000Z', 0, null],
  ]);
  const { csv, name } = await measuresOf(desk).csv(query);
  expect(name).toBe('herald-measures-2025-06-03-2025-06-05.csv');
  const lines = csv.trimEnd().split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines.at(-1)).toMatch(/^2025-06-03 00:00,2025-06-06 00:00,3,2,/);
  expect(lines[0]).toContain('skipped: callTypeUnknown');
  expect(csv).not.toContain(CALLER);
});

it('in watch-only mode, what the mode keeps back is among the reasons', async () => {
  const desk = await desks.open({ mode: 'watch' });
  await desk.line('NEW', '26-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: CALLER });
  await desk.line('DISP', '26-1', { unit: 'A1' });
  await desk.passSending(10 * 60_000);
  const { total } = await measuresOf(desk).report({ from: AFTERNOON - HOUR, to: AFTERNOON + 4 * HOUR, by: 'day' });
  expect(total.incidentsTexted).toBe(0);
  expect(total.skips).toEqual([{ code: 'watchOnly', reason: 'Watch-only mode: it would have been sent', count: 1 }]);
  const queries = new MeasureQueries(desk.store.db, desk.store.personal);
  const span = { from: total.from, to: total.to, now: desk.clock.now() };
  const part = { number: 'skipped', code: 'watchOnly' } as const;
  expect(await queries.count(part, span)).toMatchObject({ count: 1 });
  expect(await queries.entries(part, span, 5)).toMatchObject([{ stage: 'dispatched', role: 'caller', code: 'watchOnly' }]);
});
