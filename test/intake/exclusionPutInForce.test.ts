import { deskPerTest } from '../support/desk';
import { testProfile } from '../support/testProfile';

const desks = deskPerTest();
const MINUTES = 60_000;
const BURGLARY = { callType: 'BURG-RES', priority: 'P3', callerPhone: '941-555-0111' };
const withExclusion = (when: object) =>
  testProfile((profile) => profile.ruleset.exclusions.push({ id: 'since', reason: 'since today', when }));

describe('an exclusion that is put in force while nothing new is told of the call', () => {
  it('takes back the text that waits, and says why', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    await desk.line('DISP', '25-1', { unit: '2A1' });
    desk.profile = withExclusion({ callType: ['BURG-RES'] });
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
    expect((await desk.messages('25-1')).map(({ status, code }) => [status, code])).toEqual([['cancelled', 'excluded']]);
    expect((await desk.incident('25-1')).exclusions).toMatchObject([{ rule: 'since', matched: 'callType:BURG-RES' }]);
  });

  it('keeps a delay from being told that comes due by time alone', async () => {
    const desk = await desks.open();
    await desk.line('NEW', '25-1', BURGLARY);
    desk.profile = withExclusion({ priority: ['P3'] });
    expect(await desk.passSending(90 * MINUTES)).toEqual([]);
  });

  it('leaves alone what a supervisor has lifted', async () => {
    const desk = await desks.open({ profile: withExclusion({ callType: ['BURG-*'] }) });
    await desk.line('NEW', '25-1', { ...BURGLARY, callType: 'BURG-VEH' });
    await desk.line('TYPE', '25-1', { callType: 'BURG-RES' });
    await desk.line('DISP', '25-1', { unit: '2A1' });
    const { id } = await desk.incident('25-1');
    await desk.commands.liftExclusion({ identity: 'supervisor', reason: 'looked at', id });
    expect(await desk.passSending(MINUTES)).toHaveLength(1);
  });
});
