import { durations } from '../../src/clock';
import { purgeSteps } from '../../src/store/care/purgeRows';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALL = { callType: 'BURG-RES', priority: 'P3', callerPhone: '8135550142' };

/** Purges all incidents older than a year, as the nightly purge does. */
async function purge(desk: Desk): Promise<void> {
  const { store, clock } = desk;
  const before = clock.now() - 365 * durations.DAY;
  await store.between((database) => {
    database.execute('BEGIN IMMEDIATE');
    purgeSteps.purgeIncidents(database, before, -1, store.personal, (id) => store.forgetIncident(id));
    database.execute('COMMIT');
  });
}

async function aYearLater(): Promise<Desk> {
  const desk = await desks.open();
  await desk.line('NEW', '24-123456', CALL);
  await desk.line('DISP', '24-123456', { unit: '2A1' });
  expect(await desk.passSending(durations.MINUTE)).toHaveLength(1);
  await desk.line('CLOSE', '24-123456', {});
  desk.clock.advance(366 * durations.DAY);
  await purge(desk);
  await expect(desk.incident('24-123456')).rejects.toThrow('No incident');
  return desk;
}

it('a late line about a purged incident texts nobody, and says why', async () => {
  const desk = await aYearLater();
  await desk.line('DISP', '24-123456', { unit: '2A2', ...CALL });
  expect(await desk.passSending(durations.HOUR)).toEqual([]);
  const { suppressed } = await desk.incident('24-123456');
  expect(suppressed).toMatchObject({ by: 'Herald', reason: 'it is older than incidents are kept' });
  expect((await desk.reasons('24-123456')).join()).toMatch(/older than incidents are kept/);
});

it('the old call sent again texts nobody either', async () => {
  const desk = await aYearLater();
  await desk.line('NEW', '24-123456', CALL, 366 * durations.DAY + durations.HOUR);
  await desk.line('DISP', '24-123456', { unit: '2A1' });
  expect(await desk.passSending(durations.HOUR)).toEqual([]);
});

it('a new call that was given the number again is another incident', async () => {
  const desk = await aYearLater();
  await desk.line('NEW', '24-123456', CALL);
  await desk.line('DISP', '24-123456', { unit: '2A1' });
  expect(await desk.passSending(durations.MINUTE)).toHaveLength(1);
});
