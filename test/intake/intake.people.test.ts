import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const MINUTES = 60_000;
const to = (messages: readonly { phone: string; stage: string }[]) => messages.map(({ stage, phone }) => `${stage} ${phone}`);

describe('who is texted', () => {
  it('tells the victim about the case where one is known, and the caller about the response', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111', victimPhone: '941-555-0122' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D417' });
    await desk.passSending(5 * MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['dispatched +19415550111', 'caseAssigned +19415550122']);
  });

  it('takes the phone on a records line for the victim’s', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'PARKING', callerPhone: '941-555-0111' });
    await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D417', contactPhone: '941-555-0133' });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['caseAssigned +19415550133']);
  });

  it('tells a third-party caller nothing about a case', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'PARKING', callerPhone: '941-555-0111' });
    await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D417' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('No victim is known, and the caller may be somebody else');
  });

  it('does not text a number that was corrected meanwhile, but the new one', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0199' });
    await desk.passSending(MINUTES);
    const messages = await desk.messages('25-1');
    expect(messages.map(({ phone, status, code }) => [phone, status, code])).toEqual([
      ['+19415550111', 'cancelled', 'recipientChanged'],
      ['+19415550199', 'accepted', 'acceptedByCarrier'],
    ]);
  });

  it('speaks the caller’s language where it is known and there is a template, else the agency’s first', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111', callerLanguage: 'es' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(5 * MINUTES)).toEqual([expect.stringContaining('Se asigno un agente')]);
    await desk.line('UNASG', '25-1', { unit: '2A1' });
    expect(await desk.passSending(20 * MINUTES)).toEqual([expect.stringContaining('still waiting')]);
  });

  it('hears nothing of a case status that is never told, or that was overtaken in the night', async () => {
    const desk = await desks.open({ startAt: Date.UTC(2025, 5, 4, 2) });
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111' });
    await desk.line('CLOSE', '25-1');
    await desk.rms('STATUS', '25-1', { reportNumber: 'R1', caseStatus: 'Screened' });
    await desk.passSending(MINUTES);
    await desk.rms('STATUS', '25-1', { reportNumber: 'R1', caseStatus: 'Suspended' });
    await desk.passSending(MINUTES);
    await desk.rms('STATUS', '25-1', { reportNumber: 'R1', caseStatus: 'recovered' });
    expect(await desk.passSending(12 * 60 * MINUTES)).toEqual(['Palm Key PD: Case R1: property recovered.']);
    expect(await desk.reasons('25-1')).toEqual(
      expect.arrayContaining(['This case status is not told', 'Overtaken: the case has moved on']),
    );
  });

  it('hears nothing more of an officer or a delay once the records system has the case', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.rms('ASSIGNED', '25-1', { reportNumber: 'R1', officerId: 'D417' });
    expect((await desk.messages('25-1'))[0]).toMatchObject({ stage: 'dispatched', status: 'cancelled', code: 'overtakenByCase' });
    await desk.line('UNASG', '25-1', { unit: '2A1' });
    expect(await desk.passSending(60 * MINUTES)).toEqual([expect.stringContaining('Det. L. Okafor')]);
  });

  it('joins a records line by report number alone', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111' });
    await desk.line('RPT', '25-1', { reportNumber: 'R77' });
    await desk.rms('ASSIGNED', '', { reportNumber: 'r77', officerId: 'D418' });
    expect(await desk.passSending(MINUTES)).toEqual(['Palm Key PD: Case R77 is assigned to Det. P. Silva, 941-555-0178.']);
  });

  it('keeps a records line about an incident nobody knows, and texts nobody', async () => {
    const desk = await desks.open();
    await desk.rms('ASSIGNED', '25-999', { reportNumber: 'R1', officerId: 'D417', contactPhone: '941-555-0133' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-999')).toContain('The call type is blank');
  });
});

describe('numbers that are used again', () => {
  it('makes a new incident when a closed number is created anew, and leaves the old one alone', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '17', { callType: 'DV1', callerPhone: '941-555-0111' });
    await desk.line('CLOSE', '17');
    await desk.pass(60 * MINUTES);
    await desk.line('NEW', '17', { callType: 'BURG-RES', callerPhone: '941-555-0122' });
    await desk.line('DISP', '17', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
    expect((await desk.incident('17')).exclusions).toEqual([]);
  });
});

describe('a cancelled incident', () => {
  it('is told nothing more', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', callerPhone: '941-555-0111' });
    await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.line('RPT', '25-1', { reportNumber: 'R1' });
    await desk.line('CANCEL', '25-1');
    expect(await desk.passSending(100 * MINUTES)).toEqual([]);
  });
});
