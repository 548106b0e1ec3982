import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreStatusView } from '../../src/contract/store';
import { PROJECT, RealAppliance, rigPerTest, until } from '../support/realAppliance';
import { run } from '../support/runningProcess';

const rig = rigPerTest();
jest.setTimeout(180_000);
const CALLS = 40;

// A disk of eight megabytes takes a user namespace of our own, which not every machine allows.
const mountable = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

(mountable ? it : it.skip)(
  'a full disk: an alarm, nothing sent that is not on disk, and all goes on when there is room',
  async () => {
    const profile = rig.fixture((p) => {
      p.feeds = [{ id: 'units', url: 'tcp-listen://127.0.0.1:0?format=delimited&layout=events' }];
      p.ruleset.breaker.maxTextsPerMinute = 1_000;
      p.ruleset.stages.dispatched.expires = '1h';
      p.ruleset.stages.dispatched.hold = '0s';
    });
    const disk = join(rig.directory(), 'disk');
    mkdirSync(disk);
    const script = 'mount -t tmpfs -o size=8m none "$1" && shift && exec "$@"';
    const appliance = await RealAppliance.readyOf(
      run(
        'unshare',
        [
          ...['-rm', 'sh', '-c', script, 'sh', disk, process.execPath, join(PROJECT, '.scripts', 'appliance.mjs')],
          ...['--data', join(disk, 'data'), '--profile', profile],
        ],
        { cwd: PROJECT, env: { ...process.env, ...rig.carrier().environment, BANDWIDTH_SEGMENTS_PER_SECOND: '100' } },
      ),
    );
    const filler = join('/proc', String(appliance.process.child.pid), 'root', disk, 'filler');
    const call = (n: number) => {
      const at = new Date().toISOString();
      const phone = `81355501${String(n).padStart(2, '0')}`;
      return [`${at}|26-${n}|NEW|BURG-RES|P3||${phone}|||||||\n`, `${at}|26-${n}|DISP|||2A${n}||||||||\n`];
    };
    await appliance.feed('units', ...call(0));
    await until(
      () => rig.carrier().messages.length,
      (count) => count === 1,
      60_000,
    );

    fill(filler);
    for (let n = 1; n < CALLS; n++) await appliance.feed('units', ...call(n));
    const full = await until(
      () => appliance.status(),
      ({ alarms }) => alarms.some(({ code }) => code === 'storeFull'),
      60_000,
    );
    expect(full.alarms.find(({ code }) => code === 'storeFull')).toMatchObject({
      priority: 1,
      action: expect.stringMatching(/Make room/),
    });
    expect((await appliance.get<StoreStatusView>('/store/status')).body).toMatchObject({ state: 'full' });
    const { frames } = full.feeds[0] ?? { frames: -1 };
    expect(frames).toBeLessThan(CALLS * 2);
    // Each that left is on disk as sending or further.
    const left = rig.carrier().messages.length;
    const { outbox } = await appliance.status();
    expect(outbox.sending + outbox.unconfirmed + outbox.accepted + outbox.delivered).toBeGreaterThanOrEqual(left);

    rmSync(filler);
    await until(
      () => appliance.status(),
      ({ feeds }) => feeds[0]?.frames === CALLS * 2,
      90_000,
    );
    await until(
      () => appliance.status(),
      ({ alarms }) => !alarms.some(({ code }) => code === 'storeFull'),
      60_000,
    );
    await until(
      () => rig.carrier().messages.length,
      (count) => count >= CALLS,
      60_000,
    );
    const texted = rig.carrier().messages.map(({ to }) => to);
    expect(texted).toHaveLength(CALLS);
    expect(new Set(texted).size).toBe(CALLS);
    expect(await appliance.stop()).toBe(0);
  },
);

/** To the last byte. */
function fill(file: string): void {
  for (const size of [262_144, 4_096, 256]) {
    for (;;) {
      try {
        appendFileSync(file, Buffer.alloc(size, 1));
      } catch {
        break;
      }
    }
  }
}
