import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Answer, ask, post, sendRaw, startTestConsole, type TestConsole } from '../support/consoleServer';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

let server: TestConsole;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'herald-console-'));
  await writeFile(path.join(directory, 'index.html'), '<!doctype html><title>Herald</title>');
  server = await startTestConsole({ filesDirectory: directory });
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

const asked: Record<string, (port: number) => Promise<Answer>> = {
  'the page': (port) => ask(port, '/', { token: null }),
  'the page, HEAD': (port) => ask(port, '/', { method: 'HEAD' }),
  'a file that is not there': (port) => ask(port, '/none.js'),
  'a method files do not have': (port) => ask(port, '/', { method: 'POST' }),
  'an answer': (port) => ask(port, '/api/status'),
  'the OpenAPI document': (port) => ask(port, '/api/openapi.json'),
  'a command': (port) => post(port, '/api/commands/stopAll', { reason: 'x' }),
  'bad input': (port) => ask(port, '/api/outbox?limit=0'),
  'a conflict': (port) => post(port, '/api/commands/startTraining', {}),
  'no such path': (port) => ask(port, '/api/none'),
  'a wrong method': (port) => ask(port, '/api/status', { method: 'PUT' }),
  'no token': (port) => ask(port, '/api/status', { token: null }),
  'a foreign Host': (port) => ask(port, '/api/status', { headers: { host: 'evil.example' } }),
  'a foreign Origin': (port) => ask(port, '/', { headers: { origin: 'null' } }),
  'the console’s protocol': (port) => post(port, '/rpc/status', {}),
  'a wrong body': (port) => post(port, '/api/commands/stopAll', {}, { headers: { 'content-type': 'text/plain' } }),
  'an expectation nobody knows': (port) => ask(port, '/api/status', { headers: { expect: 'a-pony' } }),
  'a failure of ours': (port) => {
    server.backend.failNext('status', new Error('x'));
    return ask(port, '/api/status');
  },
};

for (const [name, request] of Object.entries(asked)) {
  it(name, async () => {
    const { headers } = await request(server.port);
    expect(headers).toMatchObject({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });
}

it.each([
  ['what is not HTTP', 'hello\r\n\r\n', 400],
  ['a broken header', `GET / HTTP/1.1\r\nHo st: x\r\n\r\n`, 400],
  ['headers without end', `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
])('%s, refused before there is a request', async (_name, bytes, status) => {
  const answer = await sendRaw(server.port, bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toContain(`Content-Security-Policy: ${POLICY}\r\n`);
  expect(answer).toContain('X-Content-Type-Options: nosniff\r\n');
});
