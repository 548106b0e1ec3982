import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const MINUTES = 60_000;
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const C77 = { callNumber: 'C77' };

describe('a line that says which call has which incident number', () => {
  it('joins them where the feed of units was first, and nobody is told to wait for an officer who is there', async () => {
    const desk = await desks.open();
    await desk.callLine('NEW', { ...C77, ...BURGLARY });
    desk.clock.advance(5 * MINUTES);
    await desk.line('DISP', '25-9', { unit: '2A1' });
    await desk.callLine('DISP', { ...C77, incidentNumber: '25-9', unit: '2A1' });
    const texts = await desk.passSending(90 * MINUTES);
    expect(texts).toEqual([expect.stringContaining('An officer has been assigned to your call 25-9')]);
    expect((await desk.incident('C77')).id).toBe((await desk.incident('25-9')).id);
  });

  it('excludes the call, not only what was heard of under the other number', async () => {
    const desk = await desks.open();
    await desk.callLine('NEW', { ...C77, ...BURGLARY });
    desk.clock.advance(MINUTES);
    await desk.line('UNASG', '25-9', { unit: '2A1' });
    await desk.callLine('TYPE', { ...C77, incidentNumber: '25-9', callType: 'DV' });
    expect(await desk.passSending(90 * MINUTES)).toEqual([]);
  });

  it('joins nothing where two callers are known, or one feed has told of both', async () => {
    const desk = await desks.open();
    await desk.callLine('NEW', { ...C77, ...BURGLARY });
    await desk.line('NEW', '25-9', { ...BURGLARY, callerPhone: '941-555-0122' });
    await desk.callLine('PRI', { ...C77, incidentNumber: '25-9', priority: 'P4' });
    await desk.callLine('NEW', { callNumber: 'C78', ...BURGLARY });
    await desk.callLine('NEW', { incidentNumber: '25-10', ...BURGLARY });
    await desk.callLine('PRI', { callNumber: 'C78', incidentNumber: '25-10', priority: 'P4' });
    expect((await desk.queries.incidents({ limit: 10, open: false })).items).toHaveLength(4);
  });

  it('does not join a call of the day before that has that number', async () => {
    const desk = await desks.open();
    await desk.callLine('NEW', { ...C77, ...BURGLARY });
    await desk.passSending(23 * 60 * MINUTES);
    await desk.line('DISP', '25-9', { unit: '2A1' });
    await desk.callLine('DISP', { ...C77, incidentNumber: '25-9', unit: '2A1' });
    expect((await desk.queries.incidents({ limit: 10, open: false })).items).toHaveLength(2);
  });

  it('does not join what ended hours ago, whose number it has now', async () => {
    const desk = await desks.open();
    await desk.line('DISP', '25-9', { unit: '2A4' });
    await desk.line('CLOSE', '25-9');
    await desk.passSending(3 * 60 * MINUTES);
    await desk.callLine('NEW', { ...C77, ...BURGLARY });
    await desk.callLine('DISP', { ...C77, incidentNumber: '25-9', unit: '2A1' });
    expect((await desk.queries.incidents({ limit: 10, open: false })).items).toHaveLength(2);
    expect(await desk.passSending(MINUTES)).toEqual([expect.stringContaining('An officer has been assigned')]);
  });

  it('brings a case to its call that the records system told of before CAD knew the report', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.rms('ASSIGNED', '', { reportNumber: 'R7', officerId: 'D417', contactPhone: '941-555-0122' });
    await desk.passSending(2 * MINUTES);
    await desk.line('RPT', '25-1', { reportNumber: 'R7', officerId: '3266' });
    await desk.line('CLOSE', '25-1');
    await desk.passSending(30 * MINUTES);
    await desk.rms('STATUS', '', { reportNumber: 'R7', caseStatus: 'CLOSED-ARREST' });
    await desk.passSending(30 * MINUTES);
    const sent = (await desk.messages('25-1')).filter(({ status }) => status === 'accepted');
    expect(sent.map(({ stage, phone }) => [stage, phone])).toEqual([
      ['caseAssigned', '+19415550122'],
      ['completed', '+19415550111'],
      ['caseClosed', '+19415550122'],
    ]);
  });
});
