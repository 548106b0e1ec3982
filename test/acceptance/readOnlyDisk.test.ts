import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreStatusView } from '../../src/contract/store';
import { PROJECT, RealAppliance, rigPerTest, until } from '../support/realAppliance';

const rig = rigPerTest();
jest.setTimeout(180_000);
const CALLS = 20;

const call = (n: number) => {
  const at = new Date().toISOString();
  const phone = `81355501${String(n).padStart(2, '0')}`;
  return [`${at}|26-${n}|NEW|BURG-RES|P3||${phone}|||||||\n`, `${at}|26-${n}|DISP|||2A${n}||||||||\n`];
};

it('a disk that becomes read-only: an alarm, nothing is sent, nothing accepted is lost, and all goes on when it can be written', async () => {
  const profile = rig.fixture((p) => {
    p.feeds = [{ id: 'units', url: 'tcp-listen://127.0.0.1:0?format=delimited&layout=events' }];
    p.ruleset.breaker.maxTextsPerMinute = 1_000;
    p.ruleset.stages.dispatched.expires = '1h';
    p.ruleset.stages.dispatched.hold = '0s';
  });
  const disk = join(rig.directory(), 'disk');
  const readOnly = join(rig.directory(), 'read-only');
  mkdirSync(disk);
  const appliance = await RealAppliance.ready(['--data', join(disk, 'data'), '--profile', profile], {
    ...rig.carrier().environment,
    BANDWIDTH_SEGMENTS_PER_SECOND: '100',
    NODE_OPTIONS: `--require ${join(PROJECT, 'test', 'support', 'readOnlyDisk.cjs')}`,
    HERALD_TEST_DISK: disk,
    HERALD_TEST_READ_ONLY: readOnly,
  });
  await appliance.feed('units', ...call(0));
  await until(
    () => rig.carrier().messages.length,
    (count) => count === 1,
    60_000,
  );
  // What became of it is on disk too: nothing is left to be written.
  await until(
    () => appliance.status(),
    ({ outbox }) => outbox.sending === 0,
    60_000,
  );

  writeFileSync(readOnly, '');
  for (let n = 1; n < CALLS; n++) await appliance.feed('units', ...call(n));
  const told = await until(
    () => appliance.status(),
    ({ alarms }) => alarms.some(({ code }) => code === 'storeReadOnly'),
    60_000,
  );
  expect(told.alarms.find(({ code }) => code === 'storeReadOnly')).toMatchObject({ priority: 1, action: expect.any(String) });
  expect((await appliance.get<StoreStatusView>('/store/status')).body).toMatchObject({ state: 'readOnly' });
  expect(told.feeds[0]?.frames).toBe(2);
  // A person hears that it could not be done; a stop holds all the same.
  expect((await appliance.command('stopAll', { reason: 'the disk' })).status).toBeGreaterThanOrEqual(500);
  expect((await appliance.status()).carrier.state).toBe('stopped');
  expect(rig.carrier().messages).toHaveLength(1);

  rmSync(readOnly);
  await until(
    () => appliance.status(),
    ({ alarms, feeds }) => feeds[0]?.frames === CALLS * 2 && !alarms.some(({ code }) => code === 'storeReadOnly'),
    90_000,
  );
  expect(rig.carrier().messages).toHaveLength(1);
  expect((await appliance.command('resume', { reason: 'the disk is well' })).status).toBe(200);
  await until(
    () => rig.carrier().messages.length,
    (count) => count >= CALLS,
    60_000,
  );
  const texted = rig.carrier().messages.map(({ to }) => to);
  expect([texted.length, new Set(texted).size]).toEqual([CALLS, CALLS]);
  expect(await appliance.stop()).toBe(0);
});
