import { deskPerTest } from '../support/desk';

const desks = deskPerTest();
const CALLER = { callerPhone: '941-555-0111' };
const MINUTES = 60_000;

describe('calls that get no text, and say why', () => {
  it.each([
    ['an excluded type', { callType: 'DV-ASSAULT', ...CALLER }, 'Excluded: sensitive call type'],
    ['a top priority', { callType: 'BURG-RES', priority: 'P1', ...CALLER }, 'Excluded: in progress or top priority'],
    [
      'a priority in words',
      { callType: 'BURG-RES', priority: '1 - Police High', ...CALLER },
      'Excluded: in progress or top priority',
    ],
    ['a flag', { callType: 'BURG-RES', flags: 'hazard', ...CALLER }, 'Excluded: premise or caller flagged'],
    [
      'a narrative',
      { callType: 'BURG-RES', narrative: 'her EX-boyfriend did it', ...CALLER },
      'Excluded: narrative suggests danger at home',
    ],
    [
      'a Spanish narrative',
      { callType: 'BURG-RES', narrative: 'dice que su Espóso entró', ...CALLER },
      'Excluded: narrative suggests danger at home',
    ],
    ['an unknown type', { callType: 'NEWCODE', ...CALLER }, 'The call type is not on the list of those that may be texted'],
    ['a blank type', { ...CALLER }, 'The call type is blank'],
    ['no phone', { callType: 'BURG-RES' }, 'No phone number is known'],
    ['a 911 number', { callType: 'BURG-RES', callerPhone: '911' }, 'The number is an emergency or service number'],
    [
      'a handset without service',
      { callType: 'BURG-RES', callerPhone: '911-555-0142' },
      'The number is an emergency or service number',
    ],
    ['a number without area code', { callType: 'BURG-RES', callerPhone: '555-0142' }, 'The phone number has no area code'],
    ['a type without live texts', { callType: 'HOLD-SUBJ', ...CALLER }, 'This call type does not get this text'],
  ])('%s', async (_what, values, reason) => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', values);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain(reason);
    expect(await desk.messages('25-1')).toEqual([]);
  });

  it('says so before anything is due', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'DV1', ...CALLER });
    expect(await desk.decisions('25-1')).toEqual(['dispatched skip excluded']);
  });

  it('does not match in the middle of a word, and needs every key of one rule', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', {
      callType: 'BURG-RES',
      narrative: 'shotguns? no: index of begun text, brother saw it',
      ...CALLER,
    });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });
});

describe('an excluded moment', () => {
  it('is sticky: a type that was excluded for a moment excludes for good', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'DV1', ...CALLER });
    await desk.line('TYPE', '25-1', { callType: 'BURG-RES' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('Excluded: sensitive call type');
  });

  it('counts although its line came late, and was corrected before it came', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', ...CALLER }, 60_000);
    await desk.line('TYPE', '25-1', { callType: 'BURG-RES' }, 10_000);
    await desk.line('TYPE', '25-1', { callType: 'SEX1' }, 30_000);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect((await desk.incident('25-1')).contexts[0]?.callType).toBe('BURG-RES');
  });

  it('cancels a text that waits', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', ...CALLER });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.pass(5_000);
    await desk.line('NOTE', '25-1', { narrative: 'caller says he has a gun' });
    const [message] = await desk.messages('25-1');
    expect(message).toMatchObject({ status: 'cancelled', code: 'excluded', detail: 'narrative suggests danger at home' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
  });

  it('stays over a restart', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', narrative: 'gun', ...CALLER });
    await desk.restart();
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
  });

  it('is lifted by a person, on record, until something new excludes', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', narrative: 'husband reports', ...CALLER });
    const { id } = await desk.incident('25-1');
    expect(await desk.commands.liftExclusion({ identity: 'host', reason: 'misread', id })).toBe('done');
    await desk.line('NOTE', '25-1', { narrative: 'husband reports again' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
    expect((await desk.queries.audit({ limit: 1 })).items[0]).toMatchObject({
      action: 'liftExclusion',
      identity: 'host',
      detail: { reason: 'misread' },
    });
    await desk.line('NOTE', '25-1', { narrative: 'now a gun' });
    expect(await desk.reasons('25-1')).toContain('Excluded: narrative suggests danger at home');
  });

  it('keeps the narrative nowhere but in the frame', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', narrative: 'zebra husband zebra', ...CALLER });
    for (const table of ['incident', 'event', 'snapshot', 'decision', 'message'] as const) {
      const rows = await desk.store.db.selectFrom(table).selectAll().execute();
      const text = rows
        .map((row) =>
          Object.values(row).map((value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value))),
        )
        .join();
      expect(text).not.toContain('zebra');
    }
  });

  it('does not apply to what is true only as long as it is: a phone that turns up makes the caller textable', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', {});
    await desk.line('TYPE', '25-1', { callType: 'BURG-RES' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.line('CALLER', '25-1', CALLER);
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });
});

describe('a suppressed number or incident', () => {
  it('is never texted, queued texts included', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', ...CALLER });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    await desk.commands.suppressNumber({ identity: 'host', number: '(941) 555-0111', reason: 'asked by phone' });
    expect((await desk.messages('25-1'))[0]).toMatchObject({ status: 'cancelled', code: 'suppressedNumber' });
    await desk.line('NEW', '25-2', { callType: 'BURG-RES', ...CALLER });
    await desk.line('DISP', '25-2', { unit: '2A2' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-2')).toContain('This number must not be texted: asked by phone');
  });

  it('suppresses an incident until lifted', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', { callType: 'BURG-RES', ...CALLER });
    const { id } = await desk.incident('25-1');
    await desk.commands.suppressIncident({ identity: 'host', id, reason: 'abuser may read' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('A person suppressed this incident: abuser may read');
  });
});
