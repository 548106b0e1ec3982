import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const MINUTES = 60_000;
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };

describe('a number that is withdrawn', () => {
  it('is not texted', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    desk.clock.advance(5_000);
    await desk.line('CALLER', '25-1');
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('The phone number on the incident has changed');
  });

  it('is not, where only something else is told of the caller', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('CALLER', '25-1', { callerLanguage: 'es' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(5 * MINUTES)).toHaveLength(1);
  });
});
