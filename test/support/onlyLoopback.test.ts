import { execFileSync, execSync, spawn, spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';

const carrier = 'messaging.bandwidth.com';
/** TEST-NET-1 of RFC 5737: nobody's address, yet not this machine's. */
const elsewhere = '192.0.2.1';
const refused = /A test tried to reach/;

/** The first error that this emitter ends with; an answer instead is a failure of the guard. */
const errorOf = async (emitter: NodeJS.EventEmitter, answer: string): Promise<Error> =>
  new Promise((resolve, reject) => {
    emitter.once('error', resolve);
    emitter.once(answer, () => reject(new Error('It was reached')));
  });

/** What a child says of the carrier, by whichever way it was started. */
const attempt = `fetch('https://${carrier}/').then(() => 'reached', (e) => String(e.cause?.message)).then((t) => console.log(t))`;

it('hazard 25: lets no name be resolved but localhost', async () => {
  await expect(dns.promises.lookup(carrier)).rejects.toThrow(refused);
  await expect(dns.promises.resolve4(carrier)).rejects.toThrow(refused);
  await expect(new dns.promises.Resolver().resolve(carrier)).rejects.toThrow(refused);
  await expect(new Promise((_, reject) => dns.lookup(carrier, reject))).rejects.toThrow(refused);
  await expect(new Promise((_, reject) => dns.resolve(carrier, reject))).rejects.toThrow(refused);
  await expect(new Promise((_, reject) => new dns.Resolver().resolve4(carrier, reject))).rejects.toThrow(refused);
  await expect(dns.promises.lookup('127.example.com')).rejects.toThrow(refused);
  expect((await dns.promises.lookup('localhost')).address).toMatch(/^(127\.|::1)/);
});

it.each([
  ['net, by name', () => errorOf(net.connect(443, carrier), 'connect')],
  ['net, by address', () => errorOf(net.connect({ port: 443, host: elsewhere }), 'connect')],
  ['tls', () => errorOf(tls.connect(443, carrier), 'secureConnect')],
  ['http, by address', () => errorOf(http.get(`http://${elsewhere}/api/v2`), 'response')],
  ['https, by name', () => errorOf(https.get(`https://${carrier}/api/v2`), 'response')],
  ['fetch', () => fetch(`https://${carrier}/`).then(Promise.reject, (error: Error) => error.cause as Error)],
])('refuses a connection made with %s', async (_, connect) => {
  expect((await connect()).message).toMatch(refused);
});

it('refuses datagrams to other machines', async () => {
  const socket = dgram.createSocket('udp4');
  await expect(
    new Promise<void>((resolve, reject) => socket.send('x', 53, elsewhere, (error) => (error ? reject(error) : resolve()))),
  ).rejects.toThrow(refused);
  const connecting = errorOf(socket, 'connect');
  socket.connect(53, elsewhere);
  expect((await connecting).message).toMatch(refused);
  socket.close();
});

it('leaves loopback and UNIX sockets working', async () => {
  for (const listenAt of [{ port: 0, host: '127.0.0.1' }, { path: path.join(mkdtempSync(path.join(tmpdir(), 'herald-')), 's') }]) {
    const server = net.createServer((socket) => socket.end('hello')).listen(listenAt);
    await once(server, 'listening');
    const address = server.address();
    const socket = typeof address === 'string' ? net.connect(address) : net.connect(address?.port ?? 0, '127.0.0.1');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    server.close();
  }
});

it.each([
  ['spawn', async () => text(spawn(process.execPath, ['-e', attempt]))],
  ['spawn with an environment of its own', async () => text(spawn(process.execPath, ['-e', attempt], { env: {} }))],
  ['spawnSync', async () => spawnSync(process.execPath, ['-e', attempt], { env: {}, encoding: 'utf8' }).stdout],
  ['execFileSync', async () => execFileSync(process.execPath, ['-e', attempt], { encoding: 'utf8' })],
  ['execSync', async () => execSync(`"${process.execPath}" -e "${attempt.replaceAll('"', '\\"')}"`, { env: {}, encoding: 'utf8' })],
  [
    'a grandchild',
    async () => {
      const grandchild = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(attempt)}], {stdio: 'inherit', env: {}})`;
      return text(spawn(process.execPath, ['-e', grandchild]));
    },
  ],
  [
    'an ES module',
    async () => {
      const code = `import { connect } from 'node:net'; connect(443, '${carrier}').on('error', (e) => console.log(e.message))`;
      return text(spawn(process.execPath, ['--input-type=module', '-e', code]));
    },
  ],
  [
    'a worker thread',
    async () => {
      const code = `require('node:net').connect(443, '${carrier}').on('error', (e) => require('node:worker_threads').parentPort.postMessage(e.message))`;
      return String((await once(new Worker(code, { eval: true }), 'message'))[0]);
    },
  ],
])('holds in %s', async (_, run) => {
  expect(await run()).toMatch(refused);
});

it('uses no proxy, which would carry a request out through loopback', async () => {
  const proxies = { HTTPS_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', ALL_PROXY: 'x', NODE_USE_ENV_PROXY: '1' };
  const left = `${JSON.stringify(Object.keys(proxies))}.filter((name) => name in process.env).length`;
  expect(await text(spawn(process.execPath, ['-p', left], { env: { ...process.env, ...proxies } }))).toBe('0\n');
});

async function text(child: ReturnType<typeof spawn>): Promise<string> {
  let all = '';
  child.stdout?.on('data', (bytes) => {
    all += String(bytes);
  });
  await once(child, 'close');
  return all;
}
