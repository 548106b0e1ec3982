import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RealAppliance, rigPerTest } from '../support/realAppliance';
import { testProfile } from '../support/testProfile';

const rig = rigPerTest();
jest.setTimeout(60_000);
const FIXTURE = join(__dirname, '..', 'fixtures', 'profile.json');
// biome-ignore lint/suspicious/noExplicitAny: a profile as JSON, wrong on purpose
type Wrong = any;
const wrong = (change: (profile: Wrong) => void) => {
  const profile = JSON.parse(readFileSync(FIXTURE, 'utf8'));
  change(profile);
  return rig.profile(profile);
};

describe('a start that cannot be', () => {
  it.each([
    ['a wrong duration', (p) => (p.ruleset.stages.dispatched.hold = '15 parsecs'), /ruleset\.stages\.dispatched\.hold/],
    ['an unknown key', (p) => (p.ruleset.exclusion = []), /ruleset\.exclusion/],
    ['an unknown field in a template', (p) => (p.templates[0].text = 'Unit {{unit}}'), /templates\[0\]\.text.*\{\{unit\}\}/],
    ['a feed without its layout', (p) => (p.feeds[1].url = 'tcp-listen://127.0.0.1:0?format=delimited&layout=none'), /units.*none/],
    ['a bad feed URL', (p) => (p.feeds[0].url = 'ftp://x'), /cad.*ftp/],
  ] as [string, (profile: Wrong) => void, RegExp][])('%s: exit 2 and one message that names it', async (_what, change, names) => {
    const process = RealAppliance.start(['--data', rig.directory(), '--profile', wrong(change)]);
    expect(await process.ended).toBe(2);
    const lines = process
      .stderr()
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('herald: '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(names);
    expect(process.stdout()).toBe('');
  });

  it.each([
    ['an unknown flag', ['--dta', 'x'], /--dta/],
    ['a bad port', ['--port', 'http'], /--port/],
    ['a feed without URL', ['--feed', 'cad'], /--feed/],
    ['a profile that is not there', ['--profile', 'nowhere.json'], /nowhere\.json/],
  ])('%s: exit 2', async (_what, args, names) => {
    const process = RealAppliance.start(['--data', rig.directory(), ...args]);
    expect(await process.ended).toBe(2);
    expect(process.stderr()).toMatch(names);
  });

  it.each([
    ['a file', (directory: string) => join(directory, 'profile.json')],
    ['below a file', (directory: string) => join(directory, 'profile.json', 'data')],
    ['where no directory can be made', () => '/proc/herald/data'],
  ])('--data that is %s: exit 2, naming it, at once', async (_what, data) => {
    wrong(() => {});
    const process = RealAppliance.start(['--data', data(rig.directory())]);
    expect(await process.ended).toBe(2);
    expect(process.stderr()).toMatch(/^herald: .*--data/m);
    expect(process.stderr()).not.toMatch(/carrier\.notConfigured/);
  });

  it.each([
    ['a directory that is not there', (directory: string) => join(directory, 'nowhere', 'token')],
    ['a directory', (directory: string) => directory],
  ])('--token-file in or as %s: exit 2 before anything is opened', async (_what, file) => {
    const data = join(rig.directory(), 'data');
    const process = RealAppliance.start(['--data', data, '--token-file', file(rig.directory())]);
    expect(await process.ended).toBe(2);
    expect(process.stderr()).toMatch(/^herald: .*--token-file/m);
    expect(process.stdout()).toBe('');
    expect(existsSync(data)).toBe(false);
  });

  it('half a pair of credentials: exit 2, and never the secret', async () => {
    const process = RealAppliance.start(['--data', rig.directory()], { BANDWIDTH_PASSWORD: 'hunter2hunter2' });
    expect(await process.ended).toBe(2);
    expect(process.stderr()).toMatch(/BANDWIDTH_USERNAME/);
    expect(process.stderr()).not.toMatch(/hunter2/);
  });

  it('a data directory in use: exit 3; after a kill it starts again', async () => {
    const first = await RealAppliance.ready(['--data', rig.directory()]);
    const second = RealAppliance.start(['--data', rig.directory()]);
    expect(await second.ended).toBe(3);
    await first.kill();
    const third = await RealAppliance.ready(['--data', rig.directory()]);
    expect(await third.stop()).toBe(0);
  });

  it('writes the token to a file of its own where asked to', async () => {
    const file = join(rig.directory(), 'token');
    writeFileSync(file, 'old', { mode: 0o644 });
    const appliance = await RealAppliance.ready(['--data', rig.directory(), '--token-file', file]);
    expect(appliance.ready).not.toHaveProperty('token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = readFileSync(file, 'utf8').trim();
    const response = await fetch(new URL('api/status', appliance.ready.console), { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    expect(await appliance.stop()).toBe(0);
  });
});

it('a token file in a data directory that is not there yet', async () => {
  const data = join(rig.directory(), 'data');
  const appliance = await RealAppliance.ready(['--data', data, '--token-file', join(data, 'token')]);
  expect(readFileSync(join(data, 'token'), 'utf8').trim()).toMatch(/^[\w-]{32}$/);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  expect(await appliance.stop()).toBe(0);
});

it('without credentials it starts, and says which are missing and what may stand for them', async () => {
  const appliance = await RealAppliance.ready(['--data', rig.directory(), '--json-logs']);
  expect(await appliance.stop()).toBe(0);
  expect(logged(appliance, 'carrier.notConfigured')).toMatchObject({
    missing: expect.arrayContaining(['BANDWIDTH_USERNAME', 'BANDWIDTH_PASSWORD']),
    insteadOfUsername: ['BANDWIDTH_CLIENT_ID', 'BANDWIDTH_CLIENT_SECRET'],
  });
});

it('training says which flags it leaves alone', async () => {
  const appliance = await RealAppliance.ready([
    ...['--data', rig.directory(), '--training', '--json-logs', '--profile', 'nowhere.json'],
    ...['--feed', 'cad=tcp-listen://127.0.0.1:0?format=newworld-xml'],
  ]);
  expect(await appliance.stop()).toBe(0);
  expect(logged(appliance, 'training.ignores')).toMatchObject({ flags: ['--profile', '--feed'] });
});

function logged(appliance: RealAppliance, event: string): unknown {
  const line = appliance.process
    .stderr()
    .split('\n')
    .find((each) => each.includes(`"event":"${event}"`));
  return JSON.parse(line ?? 'null');
}

it('the fixture the wrong ones are made from is right', () => {
  expect(testProfile().agency.name).toBe('Palm Key PD');
});
