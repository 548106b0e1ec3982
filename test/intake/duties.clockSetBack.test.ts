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
