import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../support/runningProcess';
import { type StubProject, stubProject } from '../support/stubProject';

let project: StubProject;
beforeEach(() => {
  project = stubProject();
  project.write('src/cli.ts', `process.stdout.write('one\\n')`);
});
afterEach(() => project.remove());

const build = (...options: string[]) => run('node', ['.scripts/build.mjs', ...options], { cwd: project.root });
const built = (file: string) => readFileSync(path.join(project.root, 'dist', file), 'utf8');

async function output(): Promise<string> {
  const appliance = run('node', ['.scripts/appliance.mjs'], { cwd: project.root });
  expect(await appliance.ended).toBe(0);
  return appliance.stdout();
}

it('builds once, and again when a source has changed or gone', async () => {
  expect(await output()).toBe('one\n');
  const first = built('.stamp');
  expect(await output()).toBe('one\n');
  expect(built('.stamp')).toBe(first);
  project.write('src/cli.ts', `import { word } from './word'; process.stdout.write(word)`);
  project.write('src/word.ts', `export const word = 'two\\n'`);
  expect(await output()).toBe('two\n');
  utimesSync(path.join(project.root, 'src/word.ts'), 1, 1);
  const fresh = build('--if-stale');
  await fresh.ended;
  expect(fresh.stderr()).toMatch(/^Built/);
});

it('leaves the last good build, and no remains, when the sources do not build', async () => {
  await build().ended;
  project.write('src/cli.ts', 'this is no program');
  expect(await build().ended).not.toBe(0);
  expect(built('appliance/cli.cjs')).toContain('one');
  expect(readdirSync(path.join(project.root, 'dist')).sort()).toEqual(['.stamp', 'appliance']);
});

it('builds once when several start at the same time', async () => {
  const starts = [1, 2, 3].map(() => run('node', ['.scripts/appliance.mjs'], { cwd: project.root }));
  expect(await Promise.all(starts.map(({ ended }) => ended))).toEqual([0, 0, 0]);
  expect(starts.map(({ stdout }) => stdout())).toEqual(['one\n', 'one\n', 'one\n']);
  expect(starts.filter(({ stderr }) => stderr().includes('Built'))).toHaveLength(1);
}, 20_000);

it('takes over from a build that was killed', async () => {
  const killed = run('node', ['-e', ''], {});
  await killed.ended;
  project.write('dist/.build.lock', String(killed.child.pid));
  utimesSync(path.join(project.root, 'dist/.build.lock'), new Date(Date.now() - 5_000), new Date(Date.now() - 5_000));
  expect(await build().ended).toBe(0);
  expect(existsSync(path.join(project.root, 'dist/.build.lock'))).toBe(false);
});

it('makes one CommonJS file of each entry, with Electron and native packages left outside', async () => {
  project.write(
    'src/cli.ts',
    `import { z } from 'zod'; import { SerialPort } from 'serialport'; process.stdout.write(typeof z + typeof SerialPort + __dirname)`,
  );
  project.write('main/preload.ts', `import { ipcRenderer } from 'electron'; ipcRenderer.send('x')`);
  await build().ended;
  expect(built('appliance/cli.cjs')).toMatch(/require\("serialport"\)/);
  expect(built('appliance/cli.cjs')).not.toMatch(/require\("zod"\)/);
  expect(built('main/preload.cjs')).toMatch(/require\("electron"\)/);
  expect(readdirSync(path.join(project.root, 'dist/main')).sort()).toEqual(['preload.cjs', 'preload.cjs.map']);
  expect(await output()).toBe(`objectfunction${path.join(project.root, 'dist/appliance')}`);
});

it('puts what asks the appliance before what draws its answers', async () => {
  project.write('renderer/early.ts', 'export const answer = fetch("/rpc/status")');
  project.write('renderer/main.tsx', `import { answer } from './early'; void answer.then(() => { document.title = 'x' })`);
  project.write('renderer/index.html', '<!doctype html><script type="module" src="./main.tsx"></script>');
  await build().ended;
  const scripts = [...built('console/index.html').matchAll(/<script[^>]* src="\.\/assets\/(\w+)-/g)].map(([, name]) => name);
  expect(scripts).toEqual(['early', 'index']);
});

it('makes a console without anything inline', async () => {
  project.write('renderer/main.tsx', `import './main.css'; document.title = (<p>x</p>).type`);
  project.write('renderer/main.css', 'p { color: red }');
  project.write('renderer/index.html', '<!doctype html><script type="module" src="./main.tsx"></script>');
  const good = build();
  expect([await good.ended, good.stderr()]).toEqual([0, expect.stringMatching(/^Built/)]);
  expect(built('console/index.html')).toMatch(/src="\.\/assets\/index-[\w-]+\.js"/);
  writeFileSync(
    path.join(project.root, 'renderer/index.html'),
    '<!doctype html><style>p{}</style><script type="module" src="./main.tsx"></script>',
  );
  const refused = build();
  expect(await refused.ended).not.toBe(0);
  expect(refused.stderr()).toContain('inline');
});
