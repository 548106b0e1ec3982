import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALLER = { callerPhone: '941-555-0111' };

describe('a residential burglary', () => {
  it('gets its dispatched, completed, detective and case-update texts, once each, though every frame comes three times', async () => {
    const desk = await desks.open();
    const lines: [string, string][] = [];
    const texts: string[] = [];
    const say = async (feed: 'units' | 'rms', event: string, values = {}) => {
      const line = feed === 'units' ? await desk.line(event, '25-100', values) : await desk.rms(event, '25-100', values);
      lines.push([feed, line]);
      for (let again = 0; again < 2; again += 1) await desk.receive(feed, line);
      texts.push(...(await desk.passSending(3 * 60_000)));
      for (const [at, earlier] of lines) await desk.receive(at, earlier);
      texts.push(...(await desk.passSending(60_000)));
    };
    await say('units', 'NEW', { callType: 'BURG-RES', priority: 'P3', ...CALLER });
    await say('units', 'DISP', { unit: '2A1', officerId: '3266' });
    await say('units', 'ARR', { unit: '2A1' });
    await say('units', 'RPT', { reportNumber: 'R25-7', officerId: '4001' });
    await say('units', 'CLR', { unit: '2A1' });
    await say('units', 'CLOSE', { disposition: 'REPORT' });
    await say('rms', 'ASSIGNED', { reportNumber: 'R25-7', officerId: 'D417' });
    await say('rms', 'STATUS', { reportNumber: 'R25-7', caseStatus: 'Suspended' });
    await say('rms', 'STATUS', { reportNumber: 'R25-7', caseStatus: 'CLOSED-ARREST' });
    expect(texts).toEqual([
      'Palm Key PD: An officer has been assigned to your call 25-100. Reply STOP to end texts.',
      'Palm Key PD: Report R25-7. Officer T. Nguyen, 941-555-0143. Reply STOP to end texts.',
      'Palm Key PD: Case R25-7 is assigned to Det. L. Okafor, 941-555-0177.',
      'Palm Key PD: Case R25-7: suspended until new information comes in.',
      'Palm Key PD: Case R25-7 is closed.',
    ]);
  });

  it('names the primary unit’s officer where nobody is known to have written the report, else the last to arrive', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-101', { callType: 'BURG-RES', priority: 'P3', ...CALLER });
    await desk.line('DISP', '25-101', { unit: '2A1', officerId: '3266' });
    await desk.line('DISP', '25-101', { unit: '2A2', officerId: '4001' });
    await desk.pass(60_000);
    await desk.line('ARR', '25-101', { unit: '2A1' });
    await desk.pass(60_000);
    await desk.line('ARR', '25-101', { unit: '2A2' });
    await desk.line('RPT', '25-101', { reportNumber: 'R25-8' });
    await desk.line('CLOSE', '25-101');
    expect(await desk.passSending(10 * 60_000)).toEqual([
      'Palm Key PD: Report R25-8. Officer T. Nguyen, 941-555-0143. Reply STOP to end texts.',
    ]);
  });

  it('is not sent a text with an empty field, and the skip names the field', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-102', { callType: 'BURG-RES', priority: 'P3', ...CALLER });
    await desk.line('DISP', '25-102', { unit: '2A1', officerId: '5000' });
    await desk.line('ARR', '25-102', { unit: '2A1' });
    await desk.line('RPT', '25-102', { reportNumber: 'R25-9' });
    await desk.line('CLOSE', '25-102');
    expect(await desk.passSending(10 * 60_000)).toEqual([]);
    expect(await desk.reasons('25-102')).toContain('A field of the text is empty: officerPhone');
  });
});
