import { deskPerTest } from '../support/desk';
import { newWorldXml } from '../support/newWorldCall';

const desks = deskPerTest();
const MINUTES = 60_000;

it('two records of one call that are joined after the younger told of the wait, while the older is about to, tell it once', async () => {
  const desk = await desks.open();
  const call = (more: object = {}) =>
    newWorldXml({
      ...{ callId: '9001', callNumber: '77', created: '2025-06-03T16:00:10', callerPhone: '9415550111' },
      contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: 'P3' }],
      ...more,
    });
  await desk.receive('cad', call());
  await desk.line('NEW', '25-60', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  const texts: string[] = [];
  while (texts.length === 0) texts.push(...(await desk.passSending(5_000)));
  texts.push(...(await desk.passSending(30_000)));
  expect((await desk.messages('77')).map(({ status, code }) => [status, code])).toEqual([['held', 'minGap']]);
  await desk.receive('cad', call({ incidents: [{ agency: 'Police', number: '25-60' }] }));
  texts.push(...(await desk.passSending(9 * MINUTES)));
  expect(texts).toHaveLength(1);
  expect((await desk.messages('77')).map(({ status }) => status).sort()).toEqual(['accepted', 'cancelled']);
});
