import { durations } from '../../src/clock';
import { withExpired } from '../../src/console/expiredMeanwhile';
import { withEffect } from '../../src/console/foundAlarm';
import type { AlarmEntryView } from '../../src/contract/alarms';
import { deskPerTest } from '../support/desk';

const desks = deskPerTest();

test('an outage that is over says how many texts came too late in it', async () => {
  const desk = await desks.open();
  const begun = desk.clock.now();
  await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' });
  await desk.line('DISP', '25-1', { unit: '2A1' });
  // Nothing is sent meanwhile, until it is of no use any more.
  await desk.pass(30 * durations.MINUTE);
  await desk.outbox.claimReady(10, 100);
  const over = desk.clock.now();
  expect((await desk.messages('25-1'))[0]?.status).toBe('expired');

  const entry = (code: 'carrierOffline' | 'feedLost', since: number, clearedAt: number | null): AlarmEntryView => ({
    ...withEffect({ code, priority: 2, since, text: 'It was away', action: 'Look.', count: 1 }),
    ...{ acknowledged: null, shelved: null, state: clearedAt === null ? 'new' : 'cleared', clearedAt },
  });
  const said = async (each: AlarmEntryView) =>
    (await withExpired([each], (from, to) => desk.queries.expiredBetween(from, to)))[0]?.effect;
  expect(await said(entry('carrierOffline', begun, over))).toBe('1 text came too late meanwhile, and was not sent.');
  expect(await said(entry('carrierOffline', over + 1, over + 2))).toBe('No text came too late meanwhile.');
  // Of what still lasts, and of what keeps no text, nothing more is said.
  expect(await said(entry('carrierOffline', begun, null))).toMatch(/^Texts wait/);
  expect(await said(entry('feedLost', begun, over))).toMatch(/not known/);
});
