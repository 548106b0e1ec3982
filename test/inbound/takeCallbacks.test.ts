import { type CallbackEvent, readCallbacks } from '../../src/bandwidth/callbacks';
import { takeCallbacks } from '../../src/inbound/takeCallbacks';
import { receiveTexts } from '../../src/intake/inboundTexts';
import { silentLogger } from '../../src/logger';
import { OutboxWorker } from '../../src/outbox/outboxWorker';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const PHONE = '+19415550111';

/** A desk with a text that the carrier took as `carrier-1`, and a worker that takes receipts. */
async function open() {
  const desk = await desks.open();
  const worker = new OutboxWorker({
    store: desk.outbox,
    carrier: undefined,
    clock: desk.clock,
    logger: silentLogger,
    segmentsPerSecond: 1,
    gate: () => ({ open: true }),
  });
  worker.start();
  const take = (...events: CallbackEvent[]) =>
    takeCallbacks(
      {
        store: desk.store,
        outbox: desk.outbox,
        receive: (texts) => receiveTexts(desk.inbound, texts),
        receipt: (message, row) => worker.receipt(message, row),
        logger: silentLogger,
      },
      events,
    );
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  await desk.line('DISP', '25-1', { unit: 'A1' });
  await desk.pass(15_000);
  return { desk, worker, take };
}

function events(...bodies: object[]): CallbackEvent[] {
  return [...(readCallbacks(bodies)?.events ?? [])];
}

const time = '2025-06-03T20:00:30Z';
const about = (type: string, more: object = {}, message: object = {}) =>
  events({ type, time, ...more, message: { id: 'carrier-1', from: '+12065550100', time, ...message } });

async function message(desk: Desk) {
  const [first] = await desk.messages('25-1');
  if (first === undefined) throw new Error('no message');
  return first;
}

it('a receipt is taken up once, and never backwards', async () => {
  const { desk, take } = await open();
  await desk.send();
  expect((await message(desk)).carrierMessageId).toBe('carrier-1');
  await take(...about('message-sending'));
  expect((await message(desk)).status).toBe('accepted');
  await take(...about('message-delivered'), ...about('message-delivered'));
  expect((await message(desk)).status).toBe('delivered');
  await take(...about('message-sent'), ...about('message-failed', { errorCode: 4720 }));
  expect((await message(desk)).status).toBe('delivered');
});

it('a permanent failure marks the number, an opt-out error suppresses it', async () => {
  const { desk, take } = await open();
  await desk.send();
  await take(...about('message-failed', { errorCode: 4721 }));
  expect(await message(desk)).toMatchObject({ status: 'undelivered' });
  const kinds = await desk.store.db.selectFrom('suppression').select(['kind', 'source']).execute();
  expect(kinds).toEqual([{ kind: 'unreachable', source: 'carrier' }]);
});

it('an error that means the outcome is unknown changes nothing, and asks no further', async () => {
  const { desk, take } = await open();
  await desk.send();
  await take(...about('message-failed', { errorCode: 9902 }));
  expect(await message(desk)).toMatchObject({ status: 'accepted', code: 'statusUnavailable', nextAskAt: undefined });
});

it('a text whose answer was lost is settled by our own id in the callback', async () => {
  const { desk, take } = await open();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  await desk.outbox.apply(claimed?.id ?? '', { type: 'carrier outcome unknown' });
  await take(...about('message-delivered', {}, { tag: claimed?.id }));
  expect(await message(desk)).toMatchObject({ status: 'delivered', carrierMessageId: 'carrier-1' });
});

it('a callback that overtakes the answer counts, and the answer then changes nothing', async () => {
  const { desk, take } = await open();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  await take(...about('message-sending', {}, { tag: claimed?.id }));
  expect(await message(desk)).toMatchObject({ status: 'accepted', carrierMessageId: 'carrier-1' });
  expect(await desk.outbox.apply(claimed?.id ?? '', { type: 'carrier accepted', carrierMessageId: 'carrier-1' })).toBeUndefined();
});

it('a text that the carrier said it had not taken, and tells of all the same, does not go again', async () => {
  const { desk, take } = await open();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  await desk.outbox.apply(claimed?.id ?? '', { type: 'carrier did not take it' }, { detail: 'HTTP 500' });
  expect(await message(desk)).toMatchObject({ status: 'ready' });
  await take(...about('message-sending', {}, { tag: claimed?.id }));
  expect(await message(desk)).toMatchObject({ status: 'accepted', carrierMessageId: 'carrier-1', sendingAt: desk.clock.now() });
  await take(...about('message-delivered', {}, { tag: claimed?.id }));
  expect(await message(desk)).toMatchObject({ status: 'delivered' });
  expect(await desk.outbox.claimReady(10, 100)).toEqual([]);
});

it('a text that ended while it was to go again, and that the carrier had taken, is not sent a second time', async () => {
  const { desk, take } = await open();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  await desk.outbox.apply(claimed?.id ?? '', { type: 'carrier did not take it' }, { detail: 'HTTP 500' });
  await desk.line('UNASG', '25-1', { unit: 'A1' });
  expect(await message(desk)).toMatchObject({ status: 'cancelled', code: 'noLongerTrue' });
  await take(...about('message-sending', {}, { tag: claimed?.id }));
  expect(await message(desk)).toMatchObject({ status: 'accepted', endedAt: undefined });
  await take(...about('message-delivered', {}, { tag: claimed?.id }));
  expect(await message(desk)).toMatchObject({ status: 'delivered', carrierMessageId: 'carrier-1' });
  desk.clock.advance(1_000);
  await desk.line('DISP', '25-1', { unit: 'A1' });
  expect(await desk.passSending(60_000)).toEqual([]);
  expect(await desk.decisions('25-1')).toContain('dispatched skip alreadyTexted');
});

it('a receipt of another system’s text, or with the tag of a text that never left, is nobody’s', async () => {
  const { desk, take } = await open();
  const { id } = await message(desk);
  await take(...about('message-delivered', {}, { id: 'foreign' }), ...about('message-delivered', {}, { tag: id }));
  expect(await message(desk)).toMatchObject({ status: 'ready', carrierMessageId: undefined });
});

it('replies among receipts are kept, from numbers that can be texted', async () => {
  const { desk, take } = await open();
  const reply = (from: string, id: string) => events({ type: 'message-received', time, message: { id, from, time, text: 'STOP' } });
  await take(...reply('12345', 'in-1'), ...reply('+447700900123', 'in-2'), ...reply(PHONE, 'in-3'), ...reply(PHONE, 'in-3'));
  const kept = await desk.store.db.selectFrom('inbound').select('carrierMessageId').execute();
  expect(kept).toEqual([{ carrierMessageId: 'in-3' }]);
  expect(await message(desk)).toMatchObject({ status: 'cancelled', code: 'optedOut' });
});

it('a picture without words is for a person', async () => {
  const { desk, take } = await open();
  await take(
    ...events({ type: 'message-received', time, message: { id: 'in-1', from: PHONE, time, text: '', media: ['https://x'] } }),
  );
  const [row] = await desk.store.db.selectFrom('inbound').selectAll().execute();
  expect(desk.store.personal.open(row?.text ?? new Uint8Array(), 'inbound.text')).toBe('[1 attachment]');
  expect(row?.needsPerson).toBe(1);
});

it('is not acknowledged once the appliance stops', async () => {
  const { desk, worker, take } = await open();
  await desk.send();
  await worker.stop();
  await expect(take(...about('message-delivered'))).rejects.toMatchObject({ code: 'outbox.stopping' });
  expect((await message(desk)).status).toBe('accepted');
});
