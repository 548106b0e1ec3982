import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeLine } from '../support/exampleProfile';
import { RealAppliance, rigPerTest, until } from '../support/realAppliance';
import { describeWhere, onPath } from '../support/whereAvailable';

const rig = rigPerTest();
jest.setTimeout(60_000);

describeWhere('socat', onPath('socat'), 'a serial feed over a pair of pseudo-terminals', (socat) => {
  it('reads records that come glued and split, and the text goes out', async () => {
    const ours = join(rig.directory(), 'cad-side');
    const theirs = join(rig.directory(), 'herald-side');
    const pair = spawn(socat, [`pty,raw,echo=0,link=${ours}`, `pty,raw,echo=0,link=${theirs}`]);
    try {
      await until(
        () => existsSync(ours) && existsSync(theirs),
        (there) => there,
      );
      const carrier = rig.carrier();
      const profile = rig.fixture((p) => {
        p.ruleset.stages.dispatched.hold = '0s';
        p.feeds = [];
        p.layouts.events.columns = ['occurredAt', 'incidentNumber', 'event', 'callType', 'priority', 'unit', 'callerPhone'];
        p.layouts.events.time = 'yyyy-MM-dd HH:mm:ss';
      });
      const appliance = await RealAppliance.ready(
        [
          '--data',
          rig.directory(),
          '--profile',
          profile,
          '--feed',
          `cad=serial:${theirs}?baud=9600&format=delimited&layout=events`,
        ],
        { ...carrier.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '100' },
      );
      await until(
        () => appliance.status(),
        ({ feeds }) => feeds[0]?.state === 'open',
      );
      const cad = createWriteStream(ours);
      const lines = [1, 2, 3].flatMap((n) => [
        pipeLine('NEW', `26-${n}`, { callType: 'BURG-RES', priority: 'P3', callerPhone: `941-555-011${n}` }),
        pipeLine('DISP', `26-${n}`, { unit: `A${n}` }),
      ]);
      const text = lines.join('').replaceAll('\n', '\r\n');
      // Two records and a half at once, the rest byte by byte.
      const glued = text.indexOf('DISP|', text.indexOf('26-2')) + 3;
      cad.write(text.slice(0, glued));
      for (const byte of text.slice(glued)) await new Promise((done) => cad.write(byte, done));
      await until(
        () => carrier.messages.length,
        (count) => count === 3,
      );
      expect(carrier.messages.map(({ to }) => to).sort()).toEqual(['+19415550111', '+19415550112', '+19415550113']);
      expect((await appliance.status()).feeds[0]).toMatchObject({ frames: 6, rejected: 0, discardedBytes: 0 });
      cad.destroy();
      expect(await appliance.stop()).toBe(0);
    } finally {
      pair.kill('SIGKILL');
    }
  });
});
