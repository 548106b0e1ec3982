import { deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const CALLER = { callerPhone: '941-555-0111' };
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', ...CALLER };
const MINUTES = 60_000;
const WAITING = /still waiting/;
const DIVERTED = /higher-priority call/;

describe('a call that waits', () => {
  it('is told after 20 minutes and again after 60, and not more', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    expect(await desk.passSending(20 * MINUTES - 1000)).toEqual([]);
    expect(await desk.passSending(2000)).toEqual([expect.stringMatching(WAITING)]);
    expect(await desk.passSending(40 * MINUTES - 2000)).toEqual([]);
    expect(await desk.passSending(2000)).toEqual([expect.stringMatching(WAITING)]);
    expect(await desk.passSending(300 * MINUTES)).toEqual([]);
  });

  it('is not told once a unit is assigned, and not after an arrival', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.pass(19 * MINUTES);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.line('CLR', '25-1', { unit: '2A1' });
    expect(await desk.passSending(100 * MINUTES)).toEqual([]);
  });

  it('starts a new clock when its last unit leaves before arriving, and when it is reopened', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.pass(10 * MINUTES);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.line('UNASG', '25-1', { unit: '2A1' });
    expect(await desk.passSending(19 * MINUTES)).toEqual([]);
    expect(await desk.passSending(2 * MINUTES)).toEqual([expect.stringMatching(WAITING)]);
    await desk.line('CLOSE', '25-1');
    expect(await desk.passSending(60 * MINUTES)).toEqual([]);
    await desk.line('REOPEN', '25-1');
    expect(await desk.passSending(19 * MINUTES)).toEqual([]);
    expect(await desk.passSending(2 * MINUTES)).toEqual([expect.stringMatching(WAITING)]);
  });

  it('is not told a delay that cleared before its text left', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.pass(20 * MINUTES);
    expect((await desk.messages('25-1'))[0]?.status).toBe('ready');
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.send()).toEqual([]);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'cancelled', code: 'noLongerTrue' });
  });

  it('keeps its clock over a restart, and says nothing stale', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.pass(5 * MINUTES);
    await desk.restart();
    expect(await desk.passSending(16 * MINUTES)).toEqual([expect.stringMatching(WAITING)]);
    await desk.line('CLOSE', '25-1');
    await desk.line('NEW', '25-2', { ...BURGLARY, callerPhone: '941-555-0112' });
    await desk.store.close();
    desk.clock.advance(40 * MINUTES);
    await desk.start();
    expect(await desk.passSending(1000)).toEqual([]);
    expect(await desk.decisions('25-2')).toEqual(['delayed skip expired']);
  });

  it('takes the first rule of a cause that fits', async () => {
    const profile = testProfile((p) => {
      p.ruleset.delays = [
        { id: 'quick', cause: 'waiting', callTypes: ['BURG*'], priorities: ['P3'], after: '2m' },
        { id: 'any', cause: 'waiting', after: '1m' },
      ];
    });
    const desk = await desks.open({ profile });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('NEW', '25-2', { callType: 'PARKING', callerPhone: '941-555-0112' });
    await desk.passSending(70_000);
    expect(await desk.decisions('25-1')).toEqual([]);
    expect(await desk.decisions('25-2')).toEqual(['delayed send due']);
  });
});

describe('a unit that is taken for another incident', () => {
  it('before arriving, for a higher priority: the caller is told so, and neither what nor where', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.line('NEW', '25-2', { callType: 'CRASH-INJ', priority: 'P1' });
    await desk.line('DISP', '25-2', { unit: '2A1' });
    const texts = await desk.passSending(MINUTES);
    expect(texts).toEqual([
      'Palm Key PD: The officer for your call 25-1 was needed on a higher-priority call. Reply STOP to end texts.',
    ]);
    const events = await desk.queries.eventsOf((await desk.incident('25-1')).id);
    expect(events.map(({ event }) => event).filter((event) => event.inferred)).toEqual([
      expect.objectContaining({ type: 'unitAssignmentCancelled', reason: 'diverted', higherPriority: true }),
    ]);
    // And then it waits anew.
    expect(await desk.passSending(20 * MINUTES)).toEqual([expect.stringMatching(WAITING)]);
  });

  it.each([
    ['a lower priority', 'P4'],
    ['the same priority', 'P3'],
    ['an unknown priority', 'ZZ'],
  ])('for %s: nothing is told but that it waits', async (_what, priority) => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.line('NEW', '25-2', { callType: 'CRASH', priority });
    await desk.line('DISP', '25-2', { unit: '2A1' });
    expect(await desk.passSending(19 * MINUTES)).toEqual([]);
    expect(await desk.passSending(2 * MINUTES)).toEqual([expect.stringMatching(WAITING)]);
  });

  it('while another unit is still on it: nothing', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.line('DISP', '25-1', { unit: '2A2' });
    await desk.passSending(5 * MINUTES);
    await desk.line('NEW', '25-2', { priority: 'P1' });
    await desk.line('DISP', '25-2', { unit: '2A1' });
    expect(await desk.passSending(60 * MINUTES)).toEqual([]);
  });

  it('after arriving: nothing', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.line('NEW', '25-2', { priority: 'P1' });
    await desk.line('DISP', '25-2', { unit: '2A1' });
    expect(await desk.passSending(60 * MINUTES)).toEqual([]);
  });

  it('taken off first and seen on the other a moment later is a diversion too', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.passSending(5 * MINUTES);
    await desk.line('NEW', '25-2', { priority: 'P1' });
    await desk.line('UNASG', '25-1', { unit: '2A1' });
    await desk.pass(10_000);
    await desk.line('DISP', '25-2', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toEqual([expect.stringMatching(DIVERTED)]);
  });

  it('is told once, though it happens twice', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    const texts: string[] = [];
    for (const [other, unit] of [
      ['25-2', '2A1'],
      ['25-3', '2A2'],
    ] as const) {
      await desk.line('DISP', '25-1', { unit });
      texts.push(...(await desk.passSending(4 * MINUTES)));
      await desk.line('NEW', other, { priority: 'P1' });
      await desk.line('DISP', other, { unit });
      texts.push(...(await desk.passSending(4 * MINUTES)));
    }
    expect(texts.filter((text) => DIVERTED.test(text))).toHaveLength(1);
  });

  it('is recognized although the lines come in the wrong order', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 60_000);
    await desk.line('NEW', '25-2', { priority: 'P1' }, 20_000);
    await desk.line('DISP', '25-2', { unit: '2A1' }, 10_000);
    await desk.line('DISP', '25-1', { unit: '2A1' }, 50_000);
    expect(await desk.passSending(MINUTES)).toEqual([expect.stringMatching(DIVERTED)]);
  });
});
