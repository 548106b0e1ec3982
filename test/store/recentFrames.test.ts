import { sql } from 'kysely';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

it('gives the newest frames of one feed with their bytes, newest first, or only the rejected', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', { callType: 'BURG-RES' });
  await desk.receive('units', 'no line of this feed');
  await desk.rms('ASSIGNED', '25-1', { officerId: 'D7' });
  const last = await desk.line('NEW', '25-2', { callType: 'BURG-RES' });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  const two = await desk.queries.recentFrames({ feedId: 'units', limit: 2, rejectedOnly: false });
  expect(two.map(({ bytes, state }) => [text(bytes), state])).toEqual([
    [last, 'done'],
    ['no line of this feed', 'rejected'],
  ]);
  const rejected = await desk.queries.recentFrames({ feedId: 'units', limit: 9, rejectedOnly: true });
  expect(rejected.map(({ bytes }) => text(bytes))).toEqual(['no line of this feed']);
  expect(await desk.queries.recentFrames({ feedId: 'nobody', limit: 9, rejectedOnly: false })).toEqual([]);
});

it('finds them by an index, however many other frames there are', async () => {
  const desk = await desks.open();
  const plan = await sql<{ detail: string }>`EXPLAIN QUERY PLAN
    SELECT id FROM frame WHERE "feedId" = 'rms' ORDER BY id DESC LIMIT 20`.execute(desk.store.db);
  expect(plan.rows.map(({ detail }) => detail).join('; ')).toMatch(/^SEARCH frame USING (COVERING )?INDEX frameByFeed/);
  const others = await sql<{ detail: string }>`EXPLAIN QUERY PLAN
    SELECT "feedId", count(*) FROM frame WHERE state = 'rejected' AND state <> 'done' GROUP BY "feedId"`.execute(desk.store.db);
  expect(others.rows.map(({ detail }) => detail).join('; ')).toContain('frameByState');
});
