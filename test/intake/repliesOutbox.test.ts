import type { E164 } from '../../src/incident/phone';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const PHONE = '+19415550111' as E164;

async function optedOut() {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  await desk.line('DISP', '25-1', { unit: 'A1' });
  await desk.passSending(20_000);
  await desk.reply(PHONE, 'STOP');
  return desk;
}

const rows = async (desk: Awaited<ReturnType<typeof optedOut>>) =>
  desk.store.db.selectFrom('reply').select(['kind', 'status', 'code', 'attempts', 'carrierMessageId']).execute();

it('the opt-out and its confirmation are one transaction: a crash loses neither and doubles neither', async () => {
  const desk = await optedOut();
  await desk.restart();
  expect(await desk.send()).toEqual([expect.stringContaining('You have opted out')]);
  await desk.restart();
  expect(await desk.send()).toEqual([]);
  expect(await rows(desk)).toMatchObject([{ kind: 'optOut', status: 'accepted', attempts: 1 }]);
});

it('a crash while it is sent leaves it unconfirmed; it is asked for, given up, and never sent again', async () => {
  const desk = await optedOut();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  expect(claimed).toMatchObject({ to: PHONE, attempt: 1 });
  await desk.restart();
  expect(await desk.outbox.recoverSending()).toBe(1);
  expect(await desk.outbox.claimReady(10, 100)).toEqual([]);
  desk.clock.advance(6_000);
  const [due] = await desk.outbox.unconfirmedDue(10);
  expect(due).toMatchObject({ id: claimed?.id, to: PHONE, asked: 0 });
  await desk.outbox.askAgain(due?.id ?? '', desk.clock.now() + 1_000);
  expect(await desk.store.transaction((records) => records.optOut.nextReplyAt())).toBe(desk.clock.now() + 1_000);
  await desk.outbox.needsPerson(due?.id ?? '', 'noMatch', []);
  desk.clock.advance(3_600_000);
  expect(await desk.outbox.unconfirmedDue(10)).toEqual([]);
  expect(await desk.outbox.claimReady(10, 100)).toEqual([]);
  expect(await rows(desk)).toMatchObject([{ status: 'unconfirmed', attempts: 1 }]);
});

it('an unconfirmed confirmation that the carrier’s list shows is settled, and its receipt is taken up', async () => {
  const desk = await optedOut();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  const id = claimed?.id ?? '';
  await desk.outbox.apply(id, { type: 'carrier outcome unknown' });
  expect(await desk.outbox.unconfirmedTo?.(PHONE)).toMatchObject([{ id }]);
  await desk.outbox.apply(id, { type: 'carrier accepted', carrierMessageId: 'found' });
  expect(await desk.outbox.claimedCarrierIds(['found', 'other'])).toEqual(new Set(['found']));
  desk.clock.advance(6_000);
  expect((await desk.outbox.acceptedDue(10)).map((due) => due.id)).toContain(id);
  await desk.outbox.apply(id, { type: 'receipt delivered' });
  await desk.outbox.apply(id, { type: 'receipt undelivered', reason: 'rejected' });
  expect(await rows(desk)).toMatchObject([{ status: 'delivered', carrierMessageId: 'found' }]);
});

it('one carrier id is never given to an answer and to a text of an incident', async () => {
  const desk = await optedOut();
  const [text] = await desk.messages('25-1');
  const [claimed] = await desk.outbox.claimReady(10, 100);
  const taken = text?.carrierMessageId ?? '';
  await desk.outbox.apply(claimed?.id ?? '', { type: 'carrier accepted', carrierMessageId: taken });
  expect(await rows(desk)).toMatchObject([{ status: 'accepted', carrierMessageId: null }]);
});

it('what the carrier provably did not take goes again, within its time', async () => {
  const desk = await optedOut();
  const [claimed] = await desk.outbox.claimReady(10, 100);
  await desk.outbox.apply(claimed?.id ?? '', { type: 'carrier did not take it' }, { nextAttemptAt: desk.clock.now() + 30_000 });
  expect(await desk.outbox.claimReady(10, 100)).toEqual([]);
  desk.clock.advance(30_000);
  expect(await desk.outbox.claimReady(10, 100)).toMatchObject([{ id: claimed?.id, attempt: 2 }]);
});

it('START before the confirmation has left takes it back', async () => {
  const desk = await optedOut();
  desk.clock.advance(2_000);
  await desk.reply(PHONE, 'START');
  const texts = await desk.send();
  expect(texts).toEqual([expect.stringContaining('You will get texts')]);
  expect(await rows(desk)).toMatchObject([
    { kind: 'optOut', status: 'cancelled', code: 'noLongerTrue' },
    { kind: 'start', status: 'accepted' },
  ]);
});

it('answers leave before the texts of incidents, and one claim never takes of both', async () => {
  const desk = await optedOut();
  await desk.line('NEW', '25-2', { callType: 'PARKING', priority: 'P4', callerPhone: '941-555-0122' });
  await desk.line('DISP', '25-2', { unit: 'A2' });
  await desk.pass(20_000);
  const first = await desk.outbox.claimReady(10, 100);
  const second = await desk.outbox.claimReady(10, 100);
  expect([first, second].map((claim) => claim.map(({ to }) => to))).toEqual([[PHONE], ['+19415550122']]);
});

it('nothing of a number or a text stands in the audit trail', async () => {
  const desk = await optedOut();
  const audit = await desk.store.db.selectFrom('audit').selectAll().execute();
  expect(audit.map(({ action }) => action)).toContain('optOut');
  expect(JSON.stringify(audit)).not.toMatch(/5550111|STOP/);
});

it('keeps on what basis a text goes to its number', async () => {
  const desk = await optedOut();
  const [text] = await desk.messages('25-1');
  const kept = await desk.store.db.selectFrom('numberSource').selectAll().execute();
  expect(kept).toEqual([{ messageId: text?.id, feedId: 'units', toldAt: text === undefined ? 0 : text.createdAt }]);
});
