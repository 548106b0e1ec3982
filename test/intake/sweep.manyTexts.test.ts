import type { StoredMessage } from '../../src/intake/records';
import { SqliteDatabase } from '../../src/store/sqlite/sqliteDatabase';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALL = { callType: 'BURG-RES', priority: 'P3', callerPhone: '202-555-0142' };
const who = { identity: 'anna', reason: 'a test' };

/** So many texts of one incident to its caller, each a second younger than the one before, ready. */
async function waiting(desk: Desk, texts: number): Promise<void> {
  await desk.line('NEW', '26-1', CALL);
  await desk.line('DISP', '26-1', { unit: '2A1' });
  await desk.pass(20_000);
  await desk.store.transaction(async (records) => {
    const [first] = (await records.withStatus('ready', 1)) as [StoredMessage];
    for (let n = 2; n <= texts; n++) {
      const at = first.createdAt - (n % 7) * 1_000;
      await records.addMessage({ ...first, id: `m-${n}`, occurrence: `1-resend-${n}`, resent: true, createdAt: at, dueAt: at });
    }
  });
}

const counts = async (desk: Desk) =>
  desk.store.transaction(async (records) => ({
    ready: (await records.withStatus('ready', 10_000)).length,
    held: (await records.withStatus('held', 10_000)).length,
  }));

it('a stop holds a few hundred at once and the rest soon; nothing of the rest can leave meanwhile', async () => {
  const desk = await desks.open();
  await waiting(desk, 1_203);
  await desk.commands.stopAll(who);
  expect(await counts(desk)).toEqual({ ready: 703, held: 500 });
  expect(await desk.outbox.claimReady(10, 100)).toEqual([]);
  await desk.duties.runDue();
  expect(await counts(desk)).toEqual({ ready: 0, held: 1_203 });
  expect(await desk.store.transaction((records) => records.setting('sweep'))).toBeNull();
});

it('a resume looks at them longest due first, some at once; a stop in the middle holds again what was let go', async () => {
  const desk = await desks.open();
  await waiting(desk, 1_203);
  await desk.commands.stopAll(who);
  await desk.duties.runDue();
  await desk.commands.resume(who);
  expect(await counts(desk)).toEqual({ ready: 200, held: 1_003 });
  const [ready, held] = await desk.store.transaction(async (records) => [
    (await records.withStatus('ready', 10_000)).map(({ dueAt }) => dueAt),
    (await records.withStatus('held', 10_000)).map(({ dueAt }) => dueAt),
  ]);
  expect(Math.max(...(ready as number[]))).toBeLessThanOrEqual(Math.min(...(held as number[])));
  await desk.commands.stopAll(who);
  await desk.duties.runDue();
  expect(await counts(desk)).toEqual({ ready: 0, held: 1_203 });
  await desk.commands.resume(who);
  await desk.restart();
  await desk.duties.runDue();
  expect(await counts(desk)).toEqual({ ready: 1_203, held: 0 });
});

it('what a person holds stays held, and what came due after the resume is not its business', async () => {
  const desk = await desks.open();
  await waiting(desk, 400);
  await desk.commands.hold({ ...who, id: 'm-2' });
  await desk.commands.stopAll(who);
  await desk.duties.runDue();
  await desk.commands.resume(who);
  await desk.store.transaction(async (records) => {
    const message = (await records.message('m-3')) as StoredMessage;
    const later = { createdAt: desk.clock.now() + 1, status: 'held' as const, code: 'oldEvent', notBefore: undefined };
    await records.addMessage({ ...message, ...later, id: 'later', occurrence: '1-resend-later' });
  });
  await desk.duties.runDue();
  const held = await desk.store.transaction((records) => records.withStatus('held', 10));
  expect(held.map(({ id, code }) => `${id} ${code}`).sort()).toEqual(['later oldEvent', 'm-2 heldByPerson']);
});

it('three times the texts of one incident take three times the work, not nine', async () => {
  const of = async (texts: number) => {
    const desk = await desks.open();
    await waiting(desk, texts);
    await desk.commands.stopAll(who);
    await desk.duties.runDue();
    const work = { statements: 0, sealed: 0 };
    const execute = SqliteDatabase.prototype.execute;
    const spy = jest.spyOn(SqliteDatabase.prototype, 'execute').mockImplementation(function (
      this: SqliteDatabase,
      sql,
      values = [],
    ) {
      work.statements += 1;
      for (const value of values) if (value instanceof Uint8Array) work.sealed += value.byteLength;
      return execute.call(this, sql, values);
    });
    await desk.commands.resume(who);
    await desk.duties.runDue();
    spy.mockRestore();
    expect(await counts(desk)).toMatchObject({ held: 0 });
    return work;
  };
  const few = await of(600);
  const many = await of(1_800);
  expect(many.statements / few.statements).toBeLessThan(3.2);
  // What was decided is saved once for each batch.
  expect(many.sealed / few.sealed).toBeLessThan(6);
});
