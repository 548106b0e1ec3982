import { deskPerTest } from '../support/desk';
import { newWorldXml } from '../support/newWorldCall';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const MINUTES = 60_000;
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const to = (messages: readonly { phone: string; stage: string; status: string }[]) =>
  messages.filter(({ status }) => status === 'accepted').map(({ stage, phone }) => `${stage} ${phone}`);

describe('a backlog that comes in together', () => {
  it('is judged as it is after all of it, not line by line', async () => {
    const desk = await desks.open();
    const told: [string, Record<string, string>, number][] = [
      ['NEW', BURGLARY, 23],
      ['DISP', { unit: '2A1' }, 20],
      ['ARR', { unit: '2A1' }, 4],
    ];
    await Promise.all(told.map(([event, values, ago]) => desk.line(event, '25-1', values, ago * MINUTES)));
    await Promise.all([
      desk.line('NEW', '25-2', BURGLARY, 23 * MINUTES),
      desk.line('PRI', '25-2', { priority: 'P1' }, 22 * MINUTES),
    ]);
    expect(await desk.passSending(MINUTES)).toEqual([]);
  });

  it('that comes in two pieces is waited for a moment', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 23 * MINUTES);
    expect(await desk.send()).toEqual([]);
    await desk.line('DISP', '25-1', { unit: '2A1' }, 20 * MINUTES);
    expect(await desk.passSending(MINUTES)).toEqual([]);
  });

  it('of units that change places leaves nobody diverted', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('NEW', '25-2', { ...BURGLARY, priority: 'P2', callerPhone: '941-555-0112' });
    await desk.line('DISP', '25-1', { unit: 'SW1' });
    await desk.line('DISP', '25-2', { unit: 'SW2' });
    await desk.passSending(5 * MINUTES);
    await Promise.all([desk.line('DISP', '25-2', { unit: 'SW1' }), desk.line('DISP', '25-1', { unit: 'SW2' })]);
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
  });
});

describe('lines that come late', () => {
  it('do not end an assignment that began after them', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 60_000);
    await desk.line('DISP', '25-1', { unit: '2A1' }, 50_000);
    await desk.line('DISP', '25-1', { unit: '2A1' }, 10_000);
    await desk.line('UNASG', '25-1', { unit: '2A1' }, 30_000);
    expect(await desk.passSending(30 * MINUTES)).toEqual([expect.stringContaining('An officer has been assigned')]);
  });

  describe.each(['UNASG', 'CLR'])('of which %s is dated a moment before the unit was put on', (event) => {
    const told = async () => {
      const desk = await desks.open();
      await desk.line('NEW', '25-1', BURGLARY, 60_000);
      await desk.line('DISP', '25-1', { unit: '2A1' });
      await desk.line(event, '25-1', { unit: '2A1' }, 25_000);
      return desk;
    };

    it('leave it in doubt whether it still is: neither is told', async () => {
      const desk = await told();
      expect(await desk.passSending(60 * MINUTES)).toEqual([]);
      expect(await desk.reasons('25-1')).toContain('Whether the unit is still on the call cannot be told');
    });

    it('are of an earlier time where the unit goes on', async () => {
      const desk = await told();
      expect(await desk.passSending(MINUTES)).toEqual([]);
      await desk.line('ENR', '25-1', { unit: '2A1' });
      expect(await desk.passSending(60 * MINUTES)).toEqual([expect.stringContaining('An officer has been assigned')]);
    });

    it('have ended it where it is put on again, or taken off again', async () => {
      const desk = await told();
      expect(await desk.passSending(10 * MINUTES)).toEqual([]);
      await desk.line('DISP', '25-1', { unit: '2A1' });
      expect(await desk.passSending(10 * MINUTES)).toEqual([expect.stringContaining('An officer has been assigned')]);
      await desk.line(event, '25-1', { unit: '2A1' });
      expect(await desk.passSending(60 * MINUTES)).toContainEqual(expect.stringContaining('still waiting'));
    });
  });

  it('do not put a unit on a call that it is known to have been taken off since', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 60_000);
    await desk.line('UNASG', '25-1', { unit: '2A1' }, 10_000);
    await desk.line('DISP', '25-1', { unit: '2A1' }, 30_000);
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
  });

  it('do not bring back a number that was corrected', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', priority: 'P3' }, 10_000);
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0122' }, 5_000);
    await desk.line('PRI', '25-1', { priority: 'P3', callerPhone: '941-555-0111' }, 8_000);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['dispatched +19415550122']);
  });

  it('leave it open which of two numbers counts where a clock may have been set back between them', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0122' }, 5_000);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('Two phone numbers were told, and which was the later one cannot be told');
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0122' });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['dispatched +19415550122']);
  });

  it('tell a text that waits for the number before that it must not go', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0122' }, 5_000);
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
  });

  it('change nothing where they say again what has been corrected since', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 30_000);
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0122' }, 5_000);
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0111' }, 10_000);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['dispatched +19415550122']);
  });

  it('do not put back an older report number', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 60_000);
    await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' }, 50_000);
    await desk.line('ARR', '25-1', { unit: '2A1' }, 40_000);
    await desk.line('RPT', '25-1', { reportNumber: 'NEW-1' }, 10_000);
    await desk.line('RPT', '25-1', { reportNumber: 'OLD-1' }, 20_000);
    await desk.line('CLOSE', '25-1');
    expect(await desk.passSending(5 * MINUTES)).toEqual([expect.stringContaining('Report NEW-1')]);
  });

  it('do not close what was reopened after them', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 60_000);
    await desk.line('REOPEN', '25-1', {}, 10_000);
    await desk.line('CLOSE', '25-1', {}, 20_000);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });
});

describe('two feeds', () => {
  const call = (more: object = {}) => ({
    callId: '9001',
    callNumber: '77',
    created: '2025-06-03T16:00:00',
    contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: 'P3' }],
    callerPhone: '9415550111',
    ...more,
  });

  it('that begin with different numbers for one call become one incident when it shows, and nobody is texted twice', async () => {
    const desk = await desks.open();
    await desk.receive('cad', newWorldXml(call()));
    await desk.line('NEW', '25-60', BURGLARY);
    await desk.line('DISP', '25-60', { unit: 'MM1' });
    expect(await desk.passSending(5 * MINUTES)).toHaveLength(1);
    const units = [{ unit: 'MM1', dispatched: '2025-06-03T16:00:00' }];
    await desk.receive('cad', newWorldXml(call({ incidents: [{ agency: 'Police', number: '25-60' }], units })));
    expect(await desk.passSending(30 * MINUTES)).toEqual([]);
    const incident = await desk.incident('25-60');
    expect((await desk.incident('77')).id).toBe(incident.id);
    expect(incident.feeds).toEqual(['cad', 'units']);
    expect((await desk.queries.incidents({ limit: 10, open: false })).items).toHaveLength(1);
  });

  const numbered = (more: object = {}) => newWorldXml(call({ incidents: [{ agency: 'Police', number: '25-60' }], ...more }));

  it('of which one withdraws a number that the other still has: it is not texted', async () => {
    const desk = await desks.open();
    await desk.receive('cad', numbered());
    await desk.line('PRI', '25-60', BURGLARY);
    desk.clock.advance(1_000);
    await desk.receive('cad', numbered({ callerPhone: undefined }));
    await desk.line('DISP', '25-60', { unit: 'MM1' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    desk.clock.advance(1_000);
    await desk.receive('cad', numbered());
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });

  it('of which one corrects a number, and the other names the old one only then: the new one is texted', async () => {
    const desk = await desks.open();
    await desk.receive('cad', numbered());
    desk.clock.advance(1_000);
    await desk.receive('cad', numbered({ callerPhone: '9415550122' }));
    desk.clock.advance(1_000);
    await desk.line('DISP', '25-60', { unit: 'MM1', callerPhone: '941-555-0111' });
    await desk.passSending(5 * MINUTES);
    expect(to(await desk.messages('25-60'))).toEqual(['dispatched +19415550122']);
  });
});

describe('numbers that are used again', () => {
  it('do not bring yesterday’s case to today’s caller', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '17', BURGLARY);
    await desk.line('RPT', '17', { reportNumber: 'R-OLD' });
    await desk.line('CLOSE', '17');
    await desk.pass(24 * 60 * MINUTES);
    await desk.line('NEW', '17', { ...BURGLARY, callerPhone: '941-555-0122' });
    await desk.rms('ASSIGNED', '17', { reportNumber: 'R-OLD', officerId: 'D417' });
    await desk.passSending(5 * MINUTES);
    const sent = (await desk.queries.outbox({ limit: 10 })).items.filter(({ stage }) => stage === 'caseAssigned');
    expect(sent.map(({ phone }) => phone)).toEqual(['+19415550111']);
  });
});

describe('what is true only as long as it is', () => {
  it('lets a call be texted whose type was unknown for a moment', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.line('TYPE', '25-1', { callType: 'XXUNK' });
    await desk.pass(1_000);
    await desk.line('TYPE', '25-1', { callType: 'BURG-RES' });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });

  it('lets a caller be texted whose number was corrected and corrected back', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    for (const callerPhone of ['941-555-0122', '941-555-0111']) {
      desk.clock.advance(1_000);
      await desk.line('CALLER', '25-1', { callerPhone });
    }
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['dispatched +19415550111']);
  });

  it('does not undo what a person cancelled', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    const [message] = await desk.messages('25-1');
    await desk.commands.cancelMessage({ identity: 'host', reason: 'no', id: message?.id ?? '' });
    await desk.line('UNASG', '25-1', { unit: '2A1' });
    await desk.line('DISP', '25-1', { unit: '2A2' });
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
  });
});

describe('a shared call on a feed with an agency column', () => {
  it('is not closed, cancelled, or given its caller by another agency’s lines', async () => {
    const profile = testProfile((p) => {
      p.layouts.events.columns.push('agency');
    });
    const desk = await desks.open({ profile });
    await desk.line('NEW', '25-1', { ...BURGLARY, agency: 'Police' });
    await desk.line('DISP', '25-1', { unit: '2A1', agency: 'Police' });
    await desk.line('NEW', '25-1', { callType: 'FIRE', callerPhone: '941-555-0199', agency: 'Fire' });
    await desk.line('CANCEL', '25-1', { agency: 'Fire' });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['dispatched +19415550111']);
    await desk.line('ARR', '25-1', { unit: '2A1', agency: 'Police' });
    await desk.line('RPT', '25-1', { reportNumber: 'R1', agency: 'Police' });
    await desk.line('CLOSE', '25-1', { agency: 'Fire' });
    expect(await desk.passSending(10 * MINUTES)).toEqual([]);
  });
});

describe('stop and resume', () => {
  it('keep a stage’s own hold', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.commands.stopAll({ identity: 'host', reason: 'x' });
    await desk.commands.resume({ identity: 'host', reason: 'x' });
    expect(await desk.passSending(14_000)).toEqual([]);
    expect(await desk.passSending(2_000)).toHaveLength(1);
  });
});
