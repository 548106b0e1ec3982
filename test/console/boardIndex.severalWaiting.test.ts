import { BoardIndex } from '../../src/console/boardIndex';
import { changePublisher } from '../../src/console/changeSource';
import { AFTERNOON, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALL = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const by = { identity: 'reed', reason: 'because' };
const HOUR = 3_600_000;

/** At night, when what came due waits for the morning: that the call is over, and who has the case. */
async function twoWaiting() {
  const desk = await desks.open({ startAt: AFTERNOON + 6 * HOUR });
  await desk.line('NEW', '25-1', CALL);
  await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
  await desk.line('ARR', '25-1', { unit: '2A1' });
  await desk.line('RPT', '25-1', { reportNumber: 'R25-7' });
  await desk.line('CLOSE', '25-1');
  await desk.pass(60_000);
  await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R25-7', officerId: 'D417' });
  await desk.pass(10 * 60_000);
  const row = async () => {
    const fresh = new BoardIndex(desk.queries, () => desk.profile, changePublisher());
    return (await fresh.list({ limit: 10 })).items[0];
  };
  return { desk, row, messages: await desk.messages('25-1') };
}

it('the row speaks of the text that goes next, lists all that wait, and counts them', async () => {
  const { row, messages } = await twoWaiting();
  const open = messages.filter(({ status }) => status === 'held');
  expect(open.map(({ stage, code }) => `${stage} ${code}`)).toEqual(['completed quietHours', 'caseAssigned quietHours']);
  const shown = await row();
  expect(shown?.waiting.map(({ id, goesByItself }) => [id, goesByItself])).toEqual(open.map(({ id }) => [id, true]));
  expect(shown?.sentence).toContain(', and 1 more');
  expect(shown?.next).toMatchObject({ stage: 'completed', at: open[0]?.notBefore });
});

it('one that a person holds comes last, and the row still says that the other goes out', async () => {
  const { desk, row, messages } = await twoWaiting();
  const [first, second] = messages.filter(({ status }) => status === 'held');
  await desk.commands.hold({ ...by, id: first?.id ?? '' });
  const shown = await row();
  expect(shown).toMatchObject({ texting: 'due', next: { at: second?.notBefore } });
  expect(shown?.waiting.map(({ id, goesByItself }) => [id, goesByItself])).toEqual([
    [second?.id, true],
    [first?.id, false],
  ]);
  await desk.commands.hold({ ...by, id: second?.id ?? '' });
  expect(await row()).toMatchObject({
    texting: 'held',
    sentence: expect.stringMatching(/^Held by a person: report and officer, and 1 more$/),
  });
});
