import type { OutboxInput } from '../../src/outbox/outboxState';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const accepted: OutboxInput = { type: 'carrier accepted', carrierMessageId: 'carrier-once' };

/** Two texts on their way, to two people. */
async function twoSending() {
  const desk = await desks.open();
  const ids: string[] = [];
  for (const [number, callerPhone] of [
    ['25-1', '941-555-0111'],
    ['25-2', '941-555-0112'],
  ] as const) {
    await desk.line('NEW', number, { callType: 'BURG-RES', priority: 'P3', callerPhone });
    await desk.line('DISP', number, { unit: `2A${number.slice(-1)}` });
    ids.push((await desk.messages(number))[0]?.id ?? '');
  }
  await desk.pass(15_000);
  expect(await desk.outbox.claimReady(10, 100)).toHaveLength(2);
  return { desk, first: ids[0] as string, second: ids[1] as string };
}

it('a message id that the carrier gives twice serves the first; the second is accepted, and is not looked up', async () => {
  const { desk, first, second } = await twoSending();
  expect(await desk.outbox.apply(first, accepted)).toBe('accepted');
  expect(await desk.outbox.apply(second, accepted, { segmentCount: 1 })).toBe('accepted');
  expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'accepted', carrierMessageId: 'carrier-once' });
  const [repeated] = await desk.messages('25-2');
  expect(repeated).toMatchObject({ status: 'accepted', detail: 'the carrier repeated a message id' });
  expect(repeated?.carrierMessageId).toBeUndefined();
  desk.clock.advance(60_000);
  expect((await desk.outbox.acceptedDue(10)).map(({ id }) => id)).toEqual([first]);
  expect(await desk.store.transaction((records) => records.askDue('accepted', desk.clock.now(), 10))).toHaveLength(1);
});

it('a row of the list that another text has claimed meanwhile settles nothing', async () => {
  const { desk, first, second } = await twoSending();
  await desk.outbox.apply(second, { type: 'carrier outcome unknown' });
  await desk.outbox.apply(first, accepted);
  expect(await desk.outbox.apply(second, accepted)).toBeUndefined();
  expect((await desk.messages('25-2'))[0]).toMatchObject({ status: 'unconfirmed' });
});
