import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { startAppliance } from '../../src/appliance';
import { readCommandLine } from '../../src/commandLine';
import { startHttpServer } from '../../src/console/httpServer';
import { parseFeedUrl } from '../../src/feed/feedUrl';
import { isOpenToAll } from '../../src/feed/feedUrlAllow';
import { setUpFeeds } from '../../src/feedSetup';
import { Certificates } from '../feed/support/certificates';
import { removeTemporaryDirectories, temporaryDirectory } from '../feed/support/temporaryDirectory';
import { ask, startTestConsole, type TestConsole, TOKEN } from '../support/consoleServer';
import { FakeClock } from '../support/fakeClock';
import { testProfile } from '../support/testProfile';
import { describeWhere, onPath } from '../support/whereAvailable';

let server: TestConsole | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(removeTemporaryDirectories);

describe('where the console is served', () => {
  it.each([
    ['--listen 192.0.2.7 would serve the console to others without TLS', ['--listen', '192.0.2.7']],
    ['--listen 0.0.0.0 would serve the console to others without TLS', ['--listen', '0.0.0.0']],
    ['--listen :: would serve', ['--listen', '::']],
    ['--listen must be an address of this machine', ['--listen', 'desk.example']],
    ['TLS needs both --tls-cert and --tls-key', ['--listen', '192.0.2.7', '--tls-cert', '/c.pem']],
    ['--tls-cert: the file cannot be read: ENOENT', ['--tls-cert', '/none/c.pem', '--tls-key', '/none/k.pem']],
    ['--host-name "desk example" is no host name', ['--host-name', 'desk example']],
  ])('%s', (message, flags) => {
    expect(() => readCommandLine(flags, {})).toThrow(
      expect.objectContaining({ code: 'usage.bad', message: expect.stringContaining(message) }),
    );
  });

  it('loopback needs no TLS, and is where it is served when nothing is said', () => {
    expect(readCommandLine([], {}).door).toMatchObject({ host: undefined, tls: undefined });
    for (const host of ['127.0.0.1', '::1', 'localhost']) expect(readCommandLine(['--listen', host], {}).door.host).toBe(host);
  });

  it('the server itself refuses other interfaces without TLS, whoever asks', async () => {
    const { router } = { router: {} as never };
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    await expect(startHttpServer({ host: '0.0.0.0', port: 0, token: TOKEN, router, logger })).rejects.toMatchObject({
      code: 'console.needsTls',
    });
  });

  it('--host-name is one more name it answers to, and the only one', async () => {
    server = await startTestConsole({ names: ['desk.example'] });
    const statusFor = async (host: string) => (await ask(server?.port ?? 0, '/api/status', { headers: { host } })).status;
    expect(await statusFor(`desk.example:${server.port}`)).toBe(200);
    expect(await statusFor(`DESK.example:${server.port}`)).toBe(200);
    expect(await statusFor(`127.0.0.1:${server.port}`)).toBe(200);
    expect(await statusFor(`other.example:${server.port}`)).toBe(403);
    expect(await statusFor(`desk.example.evil.example:${server.port}`)).toBe(403);
  });
});

describeWhere('openssl', onPath('openssl'), 'TLS', (openssl) => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = new Certificates(openssl, temporaryDirectory());
    certificates.authority('agency');
    certificates.signed('console', 'agency', 'IP:127.0.0.1,DNS:desk.example');
  });

  /** The status of one request whose server must show a certificate of the agency's. */
  const get = (port: number, options: { readonly maxVersion?: 'TLSv1.1'; readonly origin?: string }) =>
    new Promise<number | string>((resolve) => {
      const { origin, ...tls } = options;
      const headers = { authorization: `Bearer ${TOKEN}`, ...(origin === undefined ? {} : { origin }) };
      const outgoing = httpsRequest(
        { host: '127.0.0.1', port, path: '/api/status', agent: false, ca: certificates.read('agency.pem'), headers, ...tls },
        (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name)).end();
    });

  it('serves by the certificate of the flags, to pages of its own only, and by no old version', async () => {
    const { door } = readCommandLine(
      ['--tls-cert', certificates.file('console.pem'), '--tls-key', certificates.file('console.key')],
      {},
    );
    expect(door.tls?.cert).toEqual(readFileSync(certificates.file('console.pem')));
    server = await startTestConsole({ tls: door.tls });
    const { port, url } = server;
    expect(url).toBe(`https://127.0.0.1:${port}/`);
    expect(await get(port, {})).toBe(200);
    expect(await get(port, { origin: `https://127.0.0.1:${port}` })).toBe(200);
    expect(await get(port, { origin: `http://127.0.0.1:${port}` })).toBe(403);
    expect(await get(port, { maxVersion: 'TLSv1.1' })).toMatch(/PROTOCOL|ALERT|UNSUPPORTED/);
    await expect(ask(port, '/api/status')).rejects.toThrow();
  });
});

it('who has neither token nor session is answered 300 times, then slowly; the token’s holder always', async () => {
  const clock = new FakeClock();
  server = await startTestConsole({ clock });
  const { port } = server;
  const guess = () => ask(port, '/api/status', { token: 'guess' });
  for (let n = 0; n < 300; n++) expect((await guess()).status).toBe(401);
  const refused = await guess();
  expect([refused.status, refused.json.code, refused.headers['retry-after']]).toEqual([429, 'TOO_MANY_REQUESTS', '1']);
  expect((await ask(port, '/api/status')).status).toBe(200);
  clock.advance(100);
  expect((await guess()).status).toBe(401);
  expect((await guess()).status).toBe(429);
});

it('256 connections at once are served, the next is closed, and has its turn when one is gone', async () => {
  server = await startTestConsole();
  const { port } = server;
  const sockets: Socket[] = [];
  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
      socket.on('error', reject);
      sockets.push(socket);
    });
  try {
    for (let n = 0; n < 256; n++) await open();
    const late = await open().then((socket) => new Promise((resolve) => socket.resume().once('close', () => resolve('closed'))));
    expect(late).toBe('closed');
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve));
    sockets[0]?.destroy();
    await gone;
    // The server hears of it a moment later.
    let status = 0;
    while (status !== 200)
      status = await ask(port, '/api/status').then(
        (answer) => answer.status,
        () => 0,
      );
    expect(status).toBe(200);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

describe('feeds that listen', () => {
  it.each([
    ['tcp-listen://0.0.0.0:9101?format=newworld-xml', true],
    ['tcp-listen://[::]:9101?format=newworld-xml', true],
    ['tcp-listen://0.0.0.0:9101?format=newworld-xml&allow=10.1.2.3', false],
    ['tcp-listen://127.0.0.1:9101?format=newworld-xml', false],
    ['tcp-listen://10.1.2.3:9101?format=newworld-xml', false],
    ['tcp://10.1.2.3:9101?format=newworld-xml', false],
  ])('%s: open to all is %s', (url, open) => expect(isOpenToAll(parseFeedUrl(url))).toBe(open));

  it('one that takes whoever comes, from anywhere, works, and is told in the log and by an alarm', async () => {
    const warned: string[] = [];
    const logger = {
      debug() {},
      info() {},
      error() {},
      warn: (event: string, fields?: object) => void warned.push(JSON.stringify({ event, ...fields })),
    };
    const profile = testProfile((json) => {
      json.feeds = [
        { id: 'open', url: 'tcp-listen://0.0.0.0:0?format=newworld-xml' },
        { id: 'known', url: 'tcp-listen://0.0.0.0:0?format=newworld-xml&allow=127.0.0.1' },
      ];
    });
    const appliance = await startAppliance({
      ...{ profile, feeds: setUpFeeds(profile, new Map()), configured: true, mode: 'live' as const, carrier: undefined },
      ...{ dataDirectory: temporaryDirectory(), http: undefined, clock: new FakeClock(), logger, version: '0' },
    });
    try {
      const { feeds, alarms } = await appliance.backend.status();
      expect(feeds.map(({ state }) => state)).toEqual(['listening', 'listening']);
      expect(alarms.filter(({ code }) => code === 'feedOpenToAll')).toEqual([
        expect.objectContaining({ id: 'feedOpenToAll open', priority: 2, action: expect.stringContaining('allow=') }),
      ]);
      expect(warned.filter((line) => line.includes('feed.openToAll'))).toEqual([expect.stringContaining('"feedId":"open"')]);
    } finally {
      await appliance.stop();
    }
  });
});
