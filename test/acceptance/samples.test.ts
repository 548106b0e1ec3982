import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleProfile } from '../support/exampleProfile';
import { PROJECT, RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
jest.setTimeout(90_000);
const SAMPLES = join(PROJECT, '..', 'shared', 'samples');
const newWorld = join(SAMPLES, 'newworld-xml');
const eido = join(SAMPLES, 'eido');

(existsSync(newWorld) ? describe : describe.skip)('the New World recording (../shared/samples/newworld-xml)', () => {
  it('replayed in export order through TCP in odd chunks: nothing rejected, nobody texted, and incidents as in the files', async () => {
    const carrier = rig.carrier();
    const profile = exampleProfile((p) => {
      p.agency.timeZone = 'America/Indiana/Indianapolis';
      p.ruleset.exclusions = [];
      p.ruleset.callTypes.push({
        code: '*',
        label: 'Anything',
        stages: ['dispatched', 'delayed', 'completed'],
        callerIsVictim: true,
      });
    });
    const appliance = await RealAppliance.ready(
      ['--data', rig.directory(), '--profile', rig.profile(profile)],
      carrier.environment,
    );
    const exportTime = (name: string) => name.split('_')[1] ?? '';
    const files = readdirSync(newWorld)
      .filter((name) => name.endsWith('.xml'))
      .sort((a, b) => exportTime(a).localeCompare(exportTime(b)));
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(newWorld, name))));
    const pieces: Buffer[] = [];
    for (let at = 0, odd = 1; at < bytes.length; at += odd, odd = (odd * 7 + 3) % 4093) pieces.push(bytes.subarray(at, at + odd));
    await appliance.feed('cad', ...pieces);
    const status = await until(
      () => appliance.status(),
      ({ feeds }) => (feeds[0]?.frames ?? 0) >= files.length,
    );
    expect(status.feeds[0]).toMatchObject({ frames: files.length, rejected: 0, discardedBytes: 0 });

    // Read by hand from the files, local times in Indianapolis (UTC-5 in January).
    const at = (time: string) => Date.parse(`2026-01-26T${time}-05:00`);
    const call231 = await appliance.incident('231');
    expect(call231?.incident).toMatchObject({ callId: '2364254', callNumber: '231', createdAt: at('09:33:11'), status: 'open' });
    expect(call231?.incident.contacts).toMatchObject([{ role: 'caller', phone: '+13175550140' }]);
    expect(call231?.incident.unitList).toMatchObject([
      { unit: 'E8', dispatchedAt: at('09:33:47'), enRouteAt: at('09:35:24'), arrivedAt: at('09:40:32'), clearedAt: at('09:49:44') },
      { unit: 'M2', dispatchedAt: at('09:33:47'), enRouteAt: at('09:33:55'), arrivedAt: at('09:38:54'), clearedAt: null },
    ]);
    const selfInitiated = (time: string) => ({ dispatchedAt: at(time), arrivedAt: at(time), clearedAt: null });
    const call234 = await appliance.incident('234');
    expect(call234?.incident).toMatchObject({
      callType: 'Assist Motorist',
      priority: '2 - Police Medium',
      createdAt: at('09:38:30'),
    });
    expect(call234?.incident.unitList).toMatchObject([{ unit: 'PE6', ...selfInitiated('09:38:30'), leftAt: null }]);
    // LA5 was on 237 and appeared on 241 without having cleared: nobody announced it.
    const call237 = await appliance.incident('237');
    expect(call237?.incident.unitList).toMatchObject([{ unit: 'LA5', ...selfInitiated('09:43:42'), leftAt: at('09:49:46') }]);
    expect(call237?.events.filter(({ inferred }) => inferred)).toMatchObject([
      { occurredAt: at('09:49:46'), text: expect.stringContaining('LA5') },
    ]);
    const call241 = await appliance.incident('241');
    expect(call241?.incident.unitList).toMatchObject([{ unit: 'LA5', ...selfInitiated('09:49:46'), leftAt: null }]);
    expect(call241?.events.filter(({ inferred }) => inferred)).toEqual([]);
    expect(carrier.messages).toEqual([]);
    const outbox = await appliance.outbox();
    expect(outbox.filter(({ state }) => state !== 'held' && state !== 'expired' && state !== 'cancelled')).toEqual([]);
    await appliance.stop();
  });
});

(existsSync(eido) ? describe : describe.skip)('the EIDO samples (../shared/samples/eido)', () => {
  it('become incidents with their phone', async () => {
    const args = [
      '--data',
      rig.directory(),
      '--profile',
      rig.profile(exampleProfile()),
      '--feed',
      'eido=tcp-listen://127.0.0.1:0?format=eido-json',
    ];
    const appliance = await RealAppliance.ready(args);
    await appliance.feed('eido', readFileSync(join(eido, 'sample_call_transfer_eido.json')));
    await appliance.feed('eido', readFileSync(join(eido, 'ws_NotifyWithEido.json')));
    const status = await until(
      () => appliance.status(),
      ({ feeds }) => feeds.some(({ id, frames }) => id === 'eido' && frames === 2),
    );
    expect(status.feeds.find(({ id }) => id === 'eido')).toMatchObject({ rejected: 0 });
    const detail = await appliance.incident('urn:emergency:uid:callid:a56e556d871:bcf.state.pa.us');
    expect(detail?.incident.contacts).toMatchObject([{ role: 'caller', phone: '+18195551212' }]);
    expect(detail?.incident.createdAt).toBe(Date.parse('2021-04-30T14:40:00-04:00'));
    await appliance.stop();
  });
});
