import { copyFileSync } from 'node:fs';
import { describeWhere, onPath } from '../../support/whereAvailable';
import { Certificates } from '../support/certificates';
import { EidoServer } from '../support/eidoServer';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporaryDirectory';
import { until } from '../support/until';

describeWhere('openssl', onPath('openssl'), 'an EIDO server over TLS that asks for a certificate', (openssl) => {
  let certificates: Certificates;
  let server: EidoServer;

  beforeAll(() => {
    certificates = new Certificates(openssl, temporaryDirectory());
    certificates.authority('county');
    certificates.authority('stranger');
    certificates.signed('server', 'county', 'IP:127.0.0.1,DNS:localhost');
    certificates.signed('elsewhere', 'county', 'DNS:eido.example.org');
    certificates.signed('herald', 'county', 'DNS:herald.example.org');
    certificates.signed('impostor', 'stranger', 'DNS:herald.example.org');
  });
  afterAll(removeTemporaryDirectories);

  afterEach(async () => {
    await stopFeeds();
    await server.close();
  });

  async function serve(name = 'server'): Promise<void> {
    server = new EidoServer({
      cert: certificates.read(`${name}.pem`),
      key: certificates.read(`${name}.key`),
      ca: certificates.read('county.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    });
    await server.open();
  }

  function url(files: Readonly<Record<string, string>>, host = '127.0.0.1'): string {
    const query = Object.entries(files).map(([name, file]) => `&${name}=${encodeURIComponent(certificates.file(file))}`);
    return `wss://${host}:${server.port}/IncidentData/ent?format=eido-json&subprotocol=none${query.join('')}`;
  }

  const ours = { cert: 'herald.pem', key: 'herald.key', ca: 'county.pem' };

  async function reasonFor(feedUrl: string): Promise<string | undefined> {
    const { feed } = await startFeed(feedUrl);
    await until('it says why', () => feed.linkStatus().reason !== undefined);
    expect(feed.linkStatus().state).toBe('connecting');
    expect(server.told('subscribe')).toEqual([]);
    return feed.linkStatus().reason;
  }

  it.each(['127.0.0.1', 'localhost'])('is subscribed to as %s, and events come and are answered', async (host) => {
    await serve();
    const { feed, sink } = await startFeed(url(ours, host));
    await until('it is open', () => feed.linkStatus().state === 'open');
    const transactionId = server.tell('i1', { $id: 'i1' });
    await until('it is answered', () => server.told('eventResponse').length === 1);
    expect(server.told('eventResponse')).toMatchObject([{ transactionId, statusCode: 200 }]);
    expect(sink.frames).toHaveLength(1);
  });

  it('is not talked to when its certificate is for another name', async () => {
    await serve('elsewhere');
    expect(await reasonFor(url(ours))).toBe('the certificate of the other side is for another name');
  });

  it('is not talked to when nobody we trust has signed its certificate', async () => {
    await serve();
    expect(await reasonFor(url({ ...ours, ca: 'stranger.pem' }))).toMatch(/^the certificate of the other side is signed by nobody/);
    expect(await reasonFor(url({ cert: ours.cert, key: ours.key }))).toMatch(/is signed by nobody/);
  });

  it('does not talk to us without a certificate, or with one of a stranger', async () => {
    await serve();
    expect(await reasonFor(url({ ca: 'county.pem' }))).toBeTruthy();
    expect(await reasonFor(url({ cert: 'impostor.pem', key: 'impostor.key', ca: 'county.pem' }))).toBeTruthy();
  });

  it('is waited for while a file of ours cannot be read, and connected to once it can', async () => {
    await serve();
    const { feed } = await startFeed(url({ ...ours, cert: 'later.pem' }));
    await until('it says why', () => feed.linkStatus().reason !== undefined);
    expect(feed.linkStatus().reason).toMatch(/^our certificate cannot be read from .*: not found$/);
    copyFileSync(certificates.file('herald.pem'), certificates.file('later.pem'));
    await until('it is open', () => feed.linkStatus().state === 'open');
  });
});
