import { run } from '../support/runningProcess';
import { type StubProject, stubProject } from '../support/stubProject';

const HEADLESS = { ...process.env, HERALD_HEADLESS: '1' };
const CLI = `
process.on('SIGTERM', () => {
  process.stdout.write('stopping\\n');
  setTimeout(() => process.exit(0), 300);
});
process.stdout.write(JSON.stringify({ event: 'ready', console: 'http://127.0.0.1:1/', token: 'secret', pid: process.pid, args: process.argv.slice(2) }) + '\\n');
setInterval(() => undefined, 1_000);
`;

let project: StubProject;
beforeEach(() => {
  project = stubProject();
  project.write('src/cli.ts', CLI);
});
afterEach(() => project.remove());

it('builds first, with nothing on stdout before the ready line, and hands the flags on', async () => {
  const appliance = run('node', ['.scripts/appliance.mjs', '--port', '0', '--feed', 'cad=a b'], { cwd: project.root });
  const ready = JSON.parse(await appliance.line(/ready/));
  expect(ready).toMatchObject({ pid: appliance.child.pid, args: ['--port', '0', '--feed', 'cad=a b'] });
  expect(appliance.stdout().split('\n')[0]).toContain('"event":"ready"');
  expect(appliance.stderr()).toMatch(/^Built appliance in/);
  appliance.child.kill('SIGTERM');
  expect(await appliance.ended).toBe(0);
});

it.each([
  ['appliance', process.env],
  ['start', HEADLESS],
])(
  'npm run %s: SIGTERM to npm ends all of it cleanly, and a second one changes nothing',
  async (script, env) => {
    const npm = run('npm', ['run', script, '--', '--port', '0'], { cwd: project.root, env });
    const { pid, args } = JSON.parse(await npm.line(/"event":"ready"/));
    expect(args).toEqual(['--port', '0']);
    npm.child.kill('SIGTERM');
    await npm.line(/^stopping$/);
    npm.child.kill('SIGTERM');
    expect(await npm.ended).toBe(0);
    // Its process is gone, not left behind.
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  },
  20_000,
);

it('hands the exit code on', async () => {
  project.write('src/cli.ts', `process.stderr.write('--feed: no such format\\n'); process.exitCode = 2;`);
  const npm = run('npm', ['run', '--silent', 'appliance'], { cwd: project.root });
  expect(await npm.ended).toBe(2);
  expect(npm.stdout()).toBe('');
}, 20_000);

it('says in one line that it runs headless', async () => {
  const start = run('node', ['.scripts/start.mjs', '--training'], { cwd: project.root, env: HEADLESS });
  await start.line(/"event":"ready"/);
  start.child.kill('SIGTERM');
  await start.ended;
  const told = start
    .stderr()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Built '));
  expect(told).toEqual(['No desktop window, since HERALD_HEADLESS is set: running headless, with the same console in a browser']);
}, 20_000);

it('ends at once when told to while it builds', async () => {
  project.write(
    '.scripts/bundles.mjs',
    `process.stderr.write('building'); setInterval(() => {}, 1_000); await new Promise(() => {});`,
  );
  const appliance = run('node', ['.scripts/appliance.mjs'], { cwd: project.root });
  await new Promise<void>((resolve) => appliance.child.stderr?.once('data', () => resolve()));
  appliance.child.kill('SIGTERM');
  expect(await appliance.ended).toBe(0);
});
