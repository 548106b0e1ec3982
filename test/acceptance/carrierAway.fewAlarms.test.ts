import { existsSync } from 'node:fs';
import { EXAMPLE_PROFILE, exampleProfile, pipeLine } from '../support/exampleProfile';
import { RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
const there = existsSync(EXAMPLE_PROFILE) ? describe : describe.skip;
jest.setTimeout(120_000);
const CALLS = 200;

there('a carrier that is away while 200 texts come due', () => {
  it('is at most three alarms, not one for each text', async () => {
    const carrier = rig.carrier();
    const profile = exampleProfile((p) => {
      p.ruleset.breaker = { ...p.ruleset.breaker, maxTextsPerMinute: 100_000 };
    });
    const appliance = await RealAppliance.ready(
      ['--data', rig.directory(), '--profile', rig.profile(profile)],
      carrier.environment,
    );
    await carrier.goDown();
    const lines = Array.from({ length: CALLS }, (_, n) => {
      const number = `26-${1_000 + n}`;
      const callerPhone = `813-555-${String(1_000 + n)}`;
      return (
        pipeLine('NEW', number, { callType: 'BURG-RES', priority: 'P3', callerPhone }) + pipeLine('DISP', number, { unit: `A${n}` })
      );
    });
    await appliance.feed('units', lines.join(''));
    const status = await until(
      () => appliance.status(),
      ({ outbox, carrier: { state } }) => outbox.ready === CALLS && state === 'offline',
      60_000,
    );
    // The test's own store key lies beside its data, which is a note of its own.
    const raised = status.alarms.filter(({ priority }) => priority < 3);
    expect(raised.map(({ code }) => code)).toEqual(['carrierOffline']);
    expect(status.alarms.length).toBeLessThanOrEqual(3);
    await appliance.stop();
  });
});
