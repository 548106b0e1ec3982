import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, startTestConsole, type TestConsole } from '../support/consoleServer';

const SECRET = 'not for everybody';
let server: TestConsole;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'herald-files-'));
  const root = path.join(directory, 'console');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await mkdir(path.join(directory, 'console-other'));
  await writeFile(path.join(directory, 'secret.txt'), SECRET);
  await writeFile(path.join(directory, 'console-other', 'secret.txt'), SECRET);
  await writeFile(path.join(root, '.env'), SECRET);
  await writeFile(path.join(root, 'index.html'), '<!doctype html><title>Herald</title>');
  await writeFile(path.join(root, 'assets', 'index-B7x_4kQa.js'), 'export {};');
  await writeFile(path.join(root, 'assets', 'a b.svg'), '<svg/>');
  await writeFile(path.join(root, 'robots.txt'), 'none');
  await symlink(path.join(directory, 'secret.txt'), path.join(root, 'leads-out.txt'));
  await symlink(path.join(directory, 'console-other'), path.join(root, 'other'));
  await symlink(path.join(root, 'robots.txt'), path.join(root, 'stays-in.txt'));
  server = await startTestConsole({ filesDirectory: root });
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

it.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/%2E%2E%2Fsecret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/assets\\..\\..\\secret.txt',
  '/%252e%252e/secret.txt',
  '/..%00/secret.txt',
  '/index.html%00.txt',
  '/robots.txt%00',
  '/../console-other/secret.txt',
  '/.env',
  '/./.env',
  '/%2eenv',
  '/leads-out.txt',
  '/other/secret.txt',
  '//etc/passwd',
  '/etc/passwd',
  '/C:/Windows/win.ini',
  '/robots.txt::$DATA',
  '/assets',
  '/assets/',
  '/%',
  '/%ff',
  '/api%2fstatus',
  '/none',
])('404: %s', async (path) => {
  const { status, text } = await ask(server.port, path, { token: null });
  expect([status, text]).toEqual([404, 'There is no such file.\n']);
});

it('a target that is a whole URL is no file either', async () => {
  const { status, text } = await ask(server.port, `http://127.0.0.1:${server.port}/robots.txt`);
  expect([status, text]).toEqual([404, 'There is no such file.\n']);
});

it('what is inside is served without a token, with its type and how long it may be kept', async () => {
  const served = async (path: string) => {
    const { status, headers } = await ask(server.port, path, { token: null });
    return [status, headers['content-type'], headers['cache-control']];
  };
  expect(await served('/')).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  expect(await served('/?first=1')).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  expect(await served('/index.html')).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  expect(await served('/assets/index-B7x_4kQa.js')).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ]);
  expect(await served('/assets/a%20b.svg')).toEqual([200, 'image/svg+xml', 'no-cache']);
  expect(await served('/stays-in.txt')).toEqual([200, 'text/plain; charset=utf-8', 'no-cache']);
});

it('HEAD has the length and no body; other methods are refused', async () => {
  const head = await ask(server.port, '/robots.txt', { method: 'HEAD', token: null });
  expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '4', '']);
  const put = await ask(server.port, '/robots.txt', { method: 'PUT', token: null });
  expect([put.status, put.headers.allow]).toEqual([405, 'GET, HEAD']);
});
