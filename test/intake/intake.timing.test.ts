import { whyBackend } from '../../src/console/whyBackend';
import { AFTERNOON, deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const CALLER = { callerPhone: '941-555-0111' };
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', ...CALLER };
const MINUTES = 60_000;
const HOURS = 60 * MINUTES;

describe('the moment of a text', () => {
  it('waits out its hold, in which CAD may take it back', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.pass(14_000);
    expect(await desk.send()).toEqual([]);
    await desk.line('UNASG', '25-1', { unit: '2A1' });
    expect(await desk.passSending(60_000)).toEqual([]);
    await desk.line('DISP', '25-1', { unit: '2A2' });
    expect(await desk.passSending(60_000)).toHaveLength(1);
  });

  it('is overtaken by the arrival', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.pass(10_000);
    await desk.line('ARR', '25-1', { unit: '2A1' });
    expect(await desk.passSending(60_000)).toEqual([]);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'cancelled', code: 'overtakenByArrival' });
  });

  it('is skipped where the event is too old to be of use, and says so', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY, 8 * MINUTES);
    await desk.line('DISP', '25-1', { unit: '2A1' }, 6 * MINUTES);
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('It came too late to be of use');
  });

  it('holds an old event that has not expired for a person', async () => {
    const desk = await desks.open();
    for (const [event, values, ago] of [
      ['NEW', BURGLARY, 5 * HOURS],
      ['DISP', { unit: '2A1', officerId: '3266' }, 4 * HOURS],
      ['ARR', { unit: '2A1' }, 3 * HOURS],
      ['RPT', { reportNumber: 'R1' }, 2 * HOURS],
      ['CLOSE', {}, HOURS],
    ] as const) {
      await desk.line(event, '25-1', values, ago);
    }
    expect(await desk.passSending(10 * MINUTES)).toEqual([]);
    const [message] = await desk.messages('25-1');
    expect(message).toMatchObject({ status: 'held', code: 'oldEvent', stage: 'completed' });
    expect(await desk.commands.release({ identity: 'host', reason: 'still useful', id: message?.id ?? '' })).toBe('done');
    expect(await desk.passSending(1000)).toHaveLength(1);
  });

  it('expires while the carrier is away, and what is still true goes out afterwards', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
    await desk.pass(4 * MINUTES);
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.line('RPT', '25-1', { reportNumber: 'R1' });
    await desk.line('CLOSE', '25-1');
    await desk.line('NEW', '25-2', { ...BURGLARY, callerPhone: '941-555-0112' });
    await desk.line('DISP', '25-2', { unit: '2A2' });
    await desk.pass(2 * HOURS);
    expect(await desk.send()).toEqual([expect.stringContaining('Report R1')]);
    expect((await desk.messages('25-2'))[0]).toMatchObject({ status: 'expired', code: 'expired' });
    expect(await desk.decisions('25-2')).toContain('dispatched skip expired');
  });

  it('keeps quiet hours in the agency’s zone, and lets go in the morning what is still true', async () => {
    const desk = await desks.open({ startAt: AFTERNOON + 4 * HOURS + 50 * MINUTES });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1', officerId: '3266' });
    expect(await desk.passSending(5 * MINUTES)).toHaveLength(1);
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.line('RPT', '25-1', { reportNumber: 'R1' });
    await desk.pass(20 * MINUTES);
    await desk.line('CLOSE', '25-1');
    expect(await desk.passSending(10 * HOURS)).toEqual([]);
    expect((await desk.messages('25-1')).at(-1)).toMatchObject({
      status: 'held',
      code: 'quietHours',
      notBefore: AFTERNOON + 16 * HOURS,
    });
    expect(await desk.passSending(HOURS)).toEqual([expect.stringContaining('Report R1')]);
  });

  it('does not keep for the morning what could have left the day before, and is of no use by then', async () => {
    const desk = await desks.open({ startAt: AFTERNOON });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('ARR', '25-1', { unit: '2A1', officerId: '3266' });
    await desk.line('RPT', '25-1', { reportNumber: 'R1' });
    await desk.line('CLOSE', '25-1');
    // No connection until late in the evening.
    await desk.pass(6 * HOURS);
    expect(await desk.passSending(18 * HOURS)).toEqual([]);
    expect((await desk.messages('25-1')).map(({ stage, status }) => [stage, status])).toEqual([['completed', 'expired']]);
  });

  it('sends live texts in quiet hours: somebody is waiting', async () => {
    const desk = await desks.open({ startAt: AFTERNOON + 10 * HOURS });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });

  it('keeps the gap between two texts to one number, over incidents', async () => {
    const profile = testProfile((p) => {
      p.ruleset.stages.dispatched.hold = '0s';
    });
    const desk = await desks.open({ profile });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.send()).toHaveLength(1);
    await desk.line('NEW', '25-2', BURGLARY);
    await desk.line('DISP', '25-2', { unit: '2A2' });
    expect(await desk.passSending(119_000)).toEqual([]);
    expect(await desk.passSending(2000)).toHaveLength(1);
  });

  it('keeps the caps per incident and per number and day', async () => {
    const profile = testProfile((p) => {
      p.ruleset.caps = { perIncident: 2, minGap: '0s', perNumberPerDay: 3 };
      p.ruleset.delays[0] = { ...p.ruleset.delays[0], after: '1m', repeatEvery: '1m', max: 5 };
    });
    const desk = await desks.open({ profile });
    await desk.line('NEW', '25-1', BURGLARY);
    expect(await desk.passSending(10 * MINUTES)).toHaveLength(2);
    expect(await desk.decisions('25-1')).toContain('delayed skip cappedPerIncident');
    await desk.line('NEW', '25-2', BURGLARY);
    expect(await desk.passSending(10 * MINUTES)).toHaveLength(1);
    expect(await desk.decisions('25-2')).toContain('delayed skip cappedPerDay');
  });

  it('holds everything when too many texts come due at once, until a person resumes', async () => {
    const profile = testProfile((p) => {
      p.ruleset.breaker.maxTextsPerMinute = 3;
    });
    const desk = await desks.open({ profile });
    for (let n = 1; n <= 5; n += 1) {
      await desk.line('NEW', `25-${n}`, { ...BURGLARY, callerPhone: `941-555-012${n}` });
      await desk.line('DISP', `25-${n}`, { unit: `2A${n}` });
    }
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'held', code: 'breakerRate' });
    expect((await desk.messages('25-5'))[0]).toMatchObject({ status: 'held', code: 'breakerRate' });
    const [one] = await desk.messages('25-2');
    expect(await desk.commands.release({ identity: 'host', id: one?.id ?? '', reason: 'this one' })).toBe('done');
    expect(await desk.send()).toHaveLength(1);
    await desk.commands.resume({ identity: 'host', reason: 'it was a storm' });
    expect(await desk.passSending(1000)).toHaveLength(4);
  });

  it('stops everything at a word, also over a restart, and resumes what is still true', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.commands.stopAll({ identity: 'host', reason: 'wrong template' });
    await desk.line('NEW', '25-2', { ...BURGLARY, callerPhone: '941-555-0112' });
    await desk.line('DISP', '25-2', { unit: '2A2' });
    await desk.restart();
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect((await desk.messages('25-2'))[0]).toMatchObject({ status: 'held', code: 'stopped' });
    await desk.line('ARR', '25-1', { unit: '2A1' });
    await desk.commands.resume({ identity: 'host', reason: 'corrected' });
    expect(await desk.passSending(MINUTES)).toEqual([expect.stringContaining('25-2')]);
  });

  it('decides everything and sends nothing in watch-only mode', async () => {
    const desk = await desks.open({ mode: 'watch' });
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    const { store, queries, mode, clock } = desk;
    const { why } = whyBackend({ store, queries, mode, policy: () => desk.profile, now: () => clock.now() });
    // The list of conditions never says that sending goes on; a text that waits for something else might still be sent.
    const live = async () => {
      const { texts = [] } = (await why((await desk.incident('25-1')).id)) ?? {};
      const { conditions = [] } = texts.find(({ stage }) => stage === 'dispatched') ?? {};
      expect(conditions.map(({ name }) => name)).not.toContain('Sending goes on');
      return conditions.find(({ name }) => name === 'Herald is live');
    };
    expect(await live()).toMatchObject({ state: 'waits', seen: expect.stringContaining('watch-only') });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'cancelled', code: 'watchOnly' });
    expect(await live()).toMatchObject({ state: 'not' });
    expect(await desk.decisions('25-1')).toEqual(['dispatched hold hold', 'dispatched send due']);
  });
});
