import { existsSync } from 'node:fs';
import { EXAMPLE_PROFILE, exampleProfile, pipeLine } from '../support/exampleProfile';
import { RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
const there = existsSync(EXAMPLE_PROFILE) ? describe : describe.skip;
jest.setTimeout(120_000);
const FAST = { BANDWIDTH_SEGMENTS_PER_SECOND: '100' };

there('a carrier that is down for a while', () => {
  it('gets afterwards what is still true; what went stale is not sent, and says so', async () => {
    const carrier = rig.carrier();
    const profile = exampleProfile((p) => {
      p.ruleset.stages.dispatched.expires = '4s';
    });
    const appliance = await RealAppliance.ready(['--data', rig.directory(), '--profile', rig.profile(profile)], {
      ...carrier.environment,
      ...FAST,
    });
    await carrier.goDown();
    const call = (phone: string) => ({ callType: 'BURG-RES', priority: 'P3', callerPhone: phone });
    await appliance.feed('units', pipeLine('NEW', '26-1', call('813-555-0111')), pipeLine('DISP', '26-1', { unit: 'A1' }));
    await until(
      () => appliance.status(),
      ({ carrier: { state } }) => state === 'offline',
    );
    await appliance.feed(
      'units',
      pipeLine('NEW', '26-2', call('813-555-0112')),
      pipeLine('DISP', '26-2', { unit: 'A2', officerId: '3266' }),
      pipeLine('ARR', '26-2', { unit: 'A2' }),
      pipeLine('RPT', '26-2', { reportNumber: '26-77' }),
      pipeLine('CLOSE', '26-2'),
    );
    await until(
      () => appliance.status(),
      ({ outbox }) => outbox.expired === 1 && outbox.ready === 1,
      20_000,
    );
    await carrier.comeBack();
    await until(
      () => carrier.messages.length,
      (count) => count === 1,
      40_000,
    );
    expect(carrier.messages[0]?.text).toContain('Report 26-77');
    const stale = await appliance.incident('26-1');
    expect(stale?.messages).toMatchObject([{ stage: 'dispatched', state: 'expired' }]);
    expect(stale?.decisions.at(-1)).toMatchObject({
      stage: 'dispatched',
      outcome: 'skip',
      reason: expect.stringContaining('too late'),
    });
    await until(
      () => appliance.status(),
      ({ carrier: { state } }) => state === 'ready',
    );
    await appliance.stop();
  });
});

there('an appliance that is killed in the middle of sending', () => {
  it('has no number with two texts afterwards, and none silently missing', async () => {
    const carrier = rig.carrier();
    const count = 60;
    const profile = rig.profile(
      exampleProfile((p) => {
        p.ruleset.breaker.maxTextsPerMinute = 10_000;
        p.feeds = [p.feeds[1]];
      }),
    );
    const phone = (n: number) => `813555${String(100 + n).padStart(4, '0')}`;
    const args = ['--data', rig.directory(), '--profile', profile];
    // Slow enough that every kill finds some still to send.
    const env = { ...carrier.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '15' };
    let appliance = await RealAppliance.ready(args, env);
    const lines = Array.from({ length: count }, (_, n) =>
      [
        pipeLine('NEW', `26-${n}`, { callType: 'BURG-RES', priority: 'P3', callerPhone: phone(n) }),
        pipeLine('DISP', `26-${n}`, { unit: `U${n}` }),
      ].join(''),
    );
    await appliance.feed('units', ...lines);
    await until(
      () => appliance.status(),
      ({ feeds }) => feeds[0]?.frames === 2 * count,
    );
    let kills = 0;
    while (carrier.messages.length < count - 15 && kills < 6) {
      const before = carrier.messages.length;
      await until(
        () => carrier.messages.length,
        (now) => now >= Math.min(before + 8, count),
      );
      await appliance.kill();
      kills += 1;
      appliance = await RealAppliance.ready(args, env);
    }
    expect(kills).toBeGreaterThan(2);
    const open = (outbox: Record<string, number>) =>
      (outbox.ready ?? 0) + (outbox.held ?? 0) + (outbox.sending ?? 0) + (outbox.unconfirmed ?? 0);
    await until(
      () => appliance.status(),
      ({ outbox }) => open(outbox) === 0 || (outbox.unconfirmed ?? 0) === open(outbox),
      60_000,
    );
    const perNumber = new Map<string, number>();
    for (const { to } of carrier.messages) perNumber.set(to, (perNumber.get(to) ?? 0) + 1);
    expect([...perNumber.values()].filter((texts) => texts > 1)).toEqual([]);
    // Each has its text, or is known not to be known: the carrier lists what it took.
    const outbox = await until(
      () => appliance.outbox(),
      (messages) => messages.filter((m) => m.state === 'unconfirmed' && perNumber.has(m.to)).length === 0,
      60_000,
    );
    expect(outbox).toHaveLength(count);
    for (const message of outbox) {
      const taken = perNumber.has(message.to);
      expect([message.to, taken, message.state]).toEqual([
        message.to,
        taken,
        taken ? expect.stringMatching(/^(accepted|delivered)$/) : 'unconfirmed',
      ]);
    }
    await appliance.stop();
  });
});
