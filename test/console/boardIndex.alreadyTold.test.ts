import { BoardIndex } from '../../src/console/boardIndex';
import { changePublisher } from '../../src/console/changeSource';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALL = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };

/** Their officer is assigned, which they are told; it is taken away, and another one comes and arrives. */
async function toldThenArrived() {
  const desk = await desks.open();
  await desk.line('NEW', '25-1', CALL);
  await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
  const told = await desk.passSending(60_000);
  await desk.line('UNASG', '25-1', { unit: '2A1' });
  await desk.pass(10_000);
  await desk.line('DISP', '25-1', { unit: '2A2', officerId: '3266' });
  await desk.pass(10_000);
  const row = async () => {
    const fresh = new BoardIndex(desk.queries, () => desk.profile, changePublisher());
    return fresh.list({ limit: 10 });
  };
  return { desk, told, row };
}

it('a text that went out is not said to be kept back because it does not go a second time', async () => {
  const { desk, told, row } = await toldThenArrived();
  expect(told).toEqual([expect.stringContaining('officer')]);
  expect(await desk.decisions('25-1')).toContain('dispatched skip alreadyTexted');
  expect(await row()).toMatchObject({ items: [{ sent: { stage: 'dispatched' }, withheld: null }], choices: { reasons: [] } });
  await desk.line('ARR', '25-1', { unit: '2A2' });
  expect(await desk.decisions('25-1')).toContain('dispatched skip overtakenByArrival');
  expect((await row()).items[0]).toMatchObject({ sent: { stage: 'dispatched' }, withheld: null });
});

it('what was excluded after a text is still found by that reason', async () => {
  const { desk, row } = await toldThenArrived();
  await desk.line('TYPE', '25-1', { callType: 'DV' });
  expect((await row()).items[0]).toMatchObject({ texting: 'withheld', withheld: { code: 'excluded' } });
});

it('a text to a number that was corrected since says nothing of the person it did not reach', async () => {
  const { desk, row } = await toldThenArrived();
  await desk.line('ARR', '25-1', { unit: '2A2' });
  await desk.line('TYPE', '25-1', { ...CALL, callerPhone: '941-555-0122' });
  expect((await row()).items[0]).toMatchObject({ withheld: { stage: 'dispatched' } });
});

it('that there was nobody to text is over once somebody is', async () => {
  const desk = await desks.open();
  const row = async () => {
    const fresh = new BoardIndex(desk.queries, () => desk.profile, changePublisher());
    return (await fresh.list({ limit: 10 })).items[0];
  };
  await desk.line('NEW', '25-1', { ...CALL, callerPhone: '555-0111' });
  await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
  await desk.passSending(10_000);
  expect(await row()).toMatchObject({ texting: 'withheld', withheld: { code: 'phoneIncomplete' } });
  await desk.line('TYPE', '25-1', CALL);
  expect(await desk.passSending(120_000)).toHaveLength(1);
  expect(await row()).toMatchObject({ sent: { stage: 'dispatched' }, withheld: null });
});
