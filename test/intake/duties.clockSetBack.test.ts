import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALL = { callType: 'BURG-RES', priority: 'P3', callerPhone: '202-555-0142' };
const HOUR = 3_600_000;

it.each(['carrier outcome unknown', 'carrier accepted'] as const)(
  'after the clock was set back it is asked at once about a text of which is known: %s',
  async (type) => {
    const desk = await desks.open();
    await desk.line('NEW', '26-1', CALL);
    await desk.line('DISP', '26-1', { unit: '2A1' });
    await desk.pass(20_000);
    const [message] = await desk.outbox.claimReady(1, 10);
    const id = message?.id ?? '';
    await desk.outbox.apply(id, type === 'carrier accepted' ? { type, carrierMessageId: 'c-1' } : { type });
    await desk.duties.start();
    await desk.duties.stop();

    desk.clock.jump(-12 * HOUR);
    await desk.duties.start();
    await desk.duties.stop();

    const due = type === 'carrier accepted' ? await desk.outbox.acceptedDue(10) : await desk.outbox.unconfirmedDue(10);
    expect(due.map((one) => one.id)).toEqual([id]);
  },
);

it('a stop holds more texts than are read at a time, and all are found again, longest due first', async () => {
  const desk = await desks.open();
  await desk.line('NEW', '26-1', CALL);
  await desk.line('DISP', '26-1', { unit: '2A1' });
  const texts = 1_203;
  await desk.store.transaction(async (records) => {
    for await (const message of records.openMessages()) {
      for (let n = 2; n <= texts; n += 1) {
        await records.addMessage({ ...message, id: `m-${n}`, occurrence: `x-${n}`, dueAt: message.dueAt - (n % 7) });
      }
    }
  });
  await desk.commands.stopAll({ identity: 'anna', reason: 'a test' });
  const due: number[] = [];
  const ids = new Set<string>();
  await desk.store.transaction(async (records) => {
    for await (const { id, dueAt } of records.heldWith(['stopped'])) {
      due.push(dueAt);
      ids.add(id);
    }
  });
  expect(ids.size).toBe(texts);
  expect(due).toEqual([...due].sort((a, b) => a - b));
});
