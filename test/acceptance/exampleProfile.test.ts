import { existsSync } from 'node:fs';
import { caseLine, EXAMPLE_PROFILE, exampleProfile, pipeLine } from '../support/exampleProfile';
import { RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
const there = existsSync(EXAMPLE_PROFILE) ? describe : describe.skip;
jest.setTimeout(90_000);

const FAST = { BANDWIDTH_SEGMENTS_PER_SECOND: '100' };

there('the example profile (../shared/profile-example.json) over TCP', () => {
  it('gives a residential burglary its four texts, once each, when every frame is sent three times', async () => {
    const carrier = rig.carrier();
    const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', rig.profile(exampleProfile())], {
      ...carrier.environment,
      ...FAST,
    });
    const texts = () => carrier.textsTo('+18135550111').map((message) => message.text);
    const sent: [string, string][] = [];
    const say = async (feed: string, line: string, expected: number) => {
      sent.push([feed, line]);
      for (let times = 0; times < 3; times += 1) await appliance.feed(feed, line);
      await until(texts, (now) => now.length >= expected);
    };
    await say('units', pipeLine('NEW', '26-000417', { callType: 'BURG-RES', priority: 'P3', callerPhone: '813-555-0111' }), 0);
    await say('units', pipeLine('DISP', '26-000417', { unit: '2A14', officerId: '3266' }), 1);
    await say('units', pipeLine('ARR', '26-000417', { unit: '2A14' }), 1);
    await say('units', pipeLine('RPT', '26-000417', { reportNumber: '26-000099', officerId: '3266' }), 1);
    await say('units', pipeLine('CLOSE', '26-000417', { disposition: 'REPORT' }), 2);
    await say('rms', caseLine('ASSIGNED', '26-000417', { reportNumber: '26-000099', officerId: 'D417' }), 3);
    await say('rms', caseLine('STATUS', '26-000417', { reportNumber: '26-000099', caseStatus: 'Suspended' }), 4);
    for (const [feed, line] of sent) await appliance.feed(feed, line);
    const frames = sent.length * 4;
    await until(
      () => appliance.status(),
      ({ feeds }) => feeds.reduce((sum, feed) => sum + feed.frames, 0) === frames,
    );
    expect(texts()).toEqual([
      'Tampa PD: An officer has been assigned to your call 26-000417. Replies are not read; in an emergency call 911. Reply STOP to end texts.',
      'Tampa PD: Report 26-000099. Officer J. Ramirez, 813-555-0142. Save this number for insurance. Emergency? Call 911. Reply STOP to end texts.',
      'Tampa PD: Case 26-000099 is assigned to Det. L. Okafor, 813-555-0177. Call if you have new information. Reply STOP to end texts.',
      'Tampa PD: Case 26-000099: suspended until new information comes in. Questions: 813-555-0100. Reply STOP to end texts.',
    ]);
    expect(carrier.messages).toHaveLength(4);
    for (const message of carrier.messages) expect(message.expiresAt).toBeGreaterThan(message.receivedAt);
    const detail = await appliance.incident('26-000099');
    expect(detail?.incident.number).toBe('26-000417');
    expect(detail?.messages.map(({ stage, state }) => [stage, ['accepted', 'delivered'].includes(state)])).toEqual([
      ['dispatched', true],
      ['completed', true],
      ['caseAssigned', true],
      ['caseUpdated', true],
    ]);
    expect(await appliance.stop()).toBe(0);
  });

  it('tells a late call and a diverted one so, and neither what nor where', async () => {
    const carrier = rig.carrier();
    const profile = exampleProfile((p) => {
      p.ruleset.delays[0].after = '2s';
    });
    const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', rig.profile(profile)], {
      ...carrier.environment,
      ...FAST,
    });
    const burglary = (phone: string) => ({ callType: 'BURG-AUTO', priority: 'P3', callerPhone: phone });
    await appliance.feed('units', pipeLine('NEW', '26-1', burglary('813-555-0121')));
    await appliance.feed('units', pipeLine('NEW', '26-2', burglary('813-555-0122')), pipeLine('DISP', '26-2', { unit: '3B2' }));
    await until(
      () => carrier.textsTo('+18135550122').length,
      (count) => count === 1,
    );
    await appliance.feed(
      'units',
      pipeLine('NEW', '26-3', { callType: 'CRASH', priority: 'P1' }),
      pipeLine('DISP', '26-3', { unit: '3B2' }),
    );
    const [, diverted] = await until(
      () => carrier.textsTo('+18135550122'),
      (texts) => texts.length === 2,
    );
    expect(diverted?.text).toBe(
      'Tampa PD: The officer for your call 26-2 was needed on a higher-priority call. Your call is still open. Emergency? Call 911. Reply STOP to end texts.',
    );
    const [late] = await until(
      () => carrier.textsTo('+18135550121'),
      (texts) => texts.length === 1,
    );
    expect(late?.text).toContain('is still open and waiting for an officer');
    const events = (await appliance.incident('26-2'))?.events ?? [];
    expect(events.find((event) => event.inferred)).toMatchObject({ type: 'unitAssignmentCancelled' });
    await appliance.stop();
  });

  it('texts nobody about excluded, unknown, blank, phoneless, 911-numbered and top-priority calls, and says why', async () => {
    const carrier = rig.carrier();
    const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', rig.profile(exampleProfile())], {
      ...carrier.environment,
      ...FAST,
    });
    const phone = { callerPhone: '813-555-0131' };
    const calls: [string, Record<string, string>, RegExp][] = [
      ['26-11', { callType: 'DV-BATTERY', priority: 'P2', ...phone }, /sensitive call type/],
      ['26-12', { callType: 'ZZZ', priority: 'P3', ...phone }, /not on the list/],
      ['26-13', { priority: 'P3', ...phone }, /blank/],
      ['26-14', { callType: 'BURG-RES', priority: 'P3' }, /No phone number/],
      ['26-15', { callType: 'BURG-RES', priority: 'P3', callerPhone: '911' }, /emergency or service number/],
      ['26-16', { callType: 'BURG-RES', priority: 'P1', ...phone }, /in progress or top priority/],
    ];
    for (const [number, values] of calls) {
      await appliance.feed('units', pipeLine('NEW', number, values), pipeLine('DISP', number, { unit: `U${number}` }));
    }
    // One that is texted, last: when it has been, the others have been decided.
    await appliance.feed('units', pipeLine('TYPE', '26-11', { callType: 'BURG-RES' }));
    await appliance.feed('units', pipeLine('NEW', '26-19', { callType: 'BURG-RES', priority: 'P3', callerPhone: '813-555-0139' }));
    await appliance.feed('units', pipeLine('DISP', '26-19', { unit: 'U9' }));
    await until(
      () => carrier.messages.length,
      (count) => count > 0,
    );
    for (const [number, , why] of calls) {
      const detail = await appliance.incident(number);
      expect(detail?.messages).toEqual([]);
      expect(detail?.decisions.map(({ outcome, reason }) => `${outcome}: ${reason}`).join('\n')).toMatch(why);
      expect(detail?.incident.sentence).toMatch(why);
    }
    expect(carrier.messages.map(({ to }) => to)).toEqual(['+18135550139']);
    await appliance.stop();
  });

  it('is accepted as it stands, feeds’ ports and the serial device aside', async () => {
    const feeds = [
      'cad=tcp-listen://127.0.0.1:0?format=newworld-xml',
      'rms=tcp-listen://127.0.0.1:0?format=delimited&layout=rms-cases',
    ];
    const appliance = await RealAppliance.ready([
      ...['--data', rig.directory(), '--profile', EXAMPLE_PROFILE, '--port', '0'],
      ...feeds.flatMap((feed) => ['--feed', feed]),
    ]);
    const status = await appliance.status();
    expect(status.feeds.map(({ id }) => id)).toEqual(['cad', 'units', 'rms']);
    // By whether this machine has such a device.
    expect(['connecting', 'open']).toContain(status.feeds[1]?.state);
    expect(status.feeds.map(({ carriesNarrative }) => carriesNarrative)).toEqual([true, false, false]);
    expect(status.carrier).toMatchObject({ state: 'waiting', reason: expect.stringMatching(/credentials|account/i) });
    await appliance.stop();
  });
});
