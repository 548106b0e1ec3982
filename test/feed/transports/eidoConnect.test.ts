import { FakeClock } from '../../support/fakeClock';
import { EidoServer } from '../support/eidoServer';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { until } from '../support/until';

let server: EidoServer;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  server = new EidoServer();
  await server.open();
});

afterEach(async () => {
  await stopFeeds();
  await server.close();
});

const url = (more = '') => `ws://127.0.0.1:${server.port}/IncidentData/ent?format=eido-json${more}`;
const eido = (id: string, more: object = {}) => ({ $id: id, incidentComponent: { $id: id }, ...more });

async function subscribed(more = '', parts: Parameters<typeof startFeed>[1] = {}) {
  const opened = await startFeed(url(more), { clock, ...parts });
  await until('it is subscribed', () => opened.feed.linkStatus().state === 'open');
  return opened;
}

it('subscribes to all incidents, and is open only then', async () => {
  server.mute = 'subscribeResponse';
  const { feed } = await startFeed(url(), { clock });
  await until('it has asked', () => server.told('subscribe').length === 1);
  expect(feed.linkStatus()).toMatchObject({ state: 'connecting', connections: 0, address: `127.0.0.1:${server.port}` });
  const [asked] = server.told('subscribe');
  expect(asked).toMatchObject({ requestType: 'EIDO', requestSubType: 'new', expires: 3_600 });
  expect(server.subprotocols).toEqual(['emergency-ent1.0']);
  server.say({ subscribeResponse: { requestId: asked?.requestId, subscriptionId: 's', expires: 3_600, statusCode: 200 } });
  await until('it is open', () => feed.linkStatus().state === 'open');
  expect(feed.linkStatus()).toMatchObject({ connections: 1, reason: undefined });
});

it('answers an event when it is durable, and not before', async () => {
  let becomeDurable = () => {};
  const { feed, sink } = await subscribed();
  sink.answer = () =>
    new Promise((resolve) => {
      becomeDurable = resolve;
    });
  const first = server.tell('i1', eido('i1'));
  await until('it was handed over', () => sink.offered === 1);
  // An empty event is answered at once, which shows that the first one could have been.
  server.say({ event: { subscriptionId: 's', transactionId: 'empty' } });
  await until('the empty one is answered', () => server.told('eventResponse').length === 1);
  becomeDurable();
  await until('both are answered', () => server.told('eventResponse').length === 2);
  expect(server.told('eventResponse')).toEqual([
    { transactionId: 'empty', statusCode: 200, statusText: 'OK' },
    { transactionId: first, statusCode: 200, statusText: 'OK' },
  ]);
  expect(JSON.parse(sink.texts[0] ?? '')).toMatchObject({ event: { transactionId: first, notification: [{ $id: 'i1' }] } });
  expect(feed.linkStatus().lastFrameAt).toBe(clock.now());
});

it('keeps what it does not understand, for the format to reject', async () => {
  const { sink } = await subscribed();
  server.say('no JSON at all');
  server.say(eido('bare'));
  await until('both have come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['no JSON at all', JSON.stringify(eido('bare'))]);
});

it('renews the subscription before it expires, under its id', async () => {
  server.expires = 100;
  await subscribed();
  for (let renewals = 1; renewals <= 2; renewals++) {
    await pass(79_999);
    expect(server.told('subscribe')).toHaveLength(renewals);
    await pass(1);
    expect(server.told('subscribe')).toHaveLength(renewals + 1);
    expect(server.told('subscribe').at(-1)).toMatchObject({ subscriptionId: 'subscription-1' });
  }
  expect(server.accepted).toBe(1);
});

it('connects and subscribes anew when a renewal is not answered', async () => {
  const { feed } = await subscribed();
  server.mute = 'subscribeResponse';
  await pass(0.8 * 3_600_000);
  expect(server.told('subscribe')).toHaveLength(2);
  clock.advance(10_000);
  await until('it is lost', () => feed.linkStatus().state === 'lost');
  expect(feed.linkStatus().reason).toBe('the subscription was not renewed in time');
  server.mute = 'nothing';
  clock.advance(1_000);
  await until('it is open again', () => feed.linkStatus().state === 'open');
  expect(feed.linkStatus().gapSuspectedAt).toBe(clock.now());
  expect(server.told('subscribe').at(-1)).not.toHaveProperty('subscriptionId');
});

/** Lets time pass in steps, in which the pings and whatever else is said are answered. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 20_000) {
    clock.advance(Math.min(left, 20_000));
    const answered = server.told('eventResponse').length;
    server.say({ event: { transactionId: `probe-${answered}` } });
    await until('a probe is answered', () => server.told('eventResponse').length > answered);
  }
}

it('tries again with growing delay when the subscription is refused, and says why', async () => {
  server.statusCode = 403;
  const { feed } = await startFeed(url(), { clock });
  for (let attempt = 1; attempt <= 4; attempt++) {
    await until(`attempt ${attempt} was refused`, () => server.accepted === attempt && server.clients.length === 0);
    await until('it waits', () => clock.pending === 1 && feed.linkStatus().reason !== undefined);
    expect(feed.linkStatus()).toMatchObject({ state: 'connecting', reason: 'the other side refused the subscription (403)' });
    const longestMs = 500 * 2 ** (attempt - 1);
    clock.advance(Math.max(500, longestMs / 2) - 1);
    expect(clock.pending).toBe(1);
    clock.advance(longestMs);
  }
});

it('gives up waiting for an answer after ten seconds', async () => {
  server.mute = 'subscribeResponse';
  const { feed } = await startFeed(url(), { clock });
  await until('it has asked', () => server.told('subscribe').length === 1);
  clock.advance(10_000);
  await until('it says so', () => feed.linkStatus().reason === 'no answer within 10 s');
});

it('waits longer after each subscription that did not last', async () => {
  const { feed } = await subscribed();
  server.clients.at(-1)?.terminate();
  await until('it is lost', () => feed.linkStatus().state === 'lost' && clock.pending === 1);
  clock.advance(500);
  await until('it is open', () => feed.linkStatus().state === 'open');
  server.clients.at(-1)?.terminate();
  await until('it is lost again', () => feed.linkStatus().state === 'lost' && clock.pending === 1);
  clock.advance(499);
  expect(clock.pending).toBe(1);
});

it('answers the end of a subscription, and subscribes anew', async () => {
  const { feed } = await subscribed();
  server.say({ terminate: { requestId: 'r9', subscriptionId: 'subscription-1' } });
  await until('it is lost', () => feed.linkStatus().state === 'lost' && clock.pending === 1);
  expect(feed.linkStatus().reason).toBe('the other side ended the subscription');
  expect(server.told('terminateResponse')).toEqual([
    { requestId: 'r9', subscriptionId: 'subscription-1', statusCode: 200, statusText: 'OK' },
  ]);
  clock.advance(500);
  await until('it is open again', () => feed.linkStatus().state === 'open');
});

it('unsubscribes when the feed stops', async () => {
  const { feed } = await subscribed();
  await feed.stop();
  expect(server.told('unsubscribe')).toMatchObject([{ subscriptionId: 'subscription-1' }]);
  await until('nobody is connected', () => server.clients.length === 0);
  expect(clock.pending).toBe(0);
});

it('refuses a record that is too long, counts it, and goes on', async () => {
  const { feed, sink } = await subscribed('&maxFrame=1000');
  const long = server.tell('i1', eido('i1', { padding: 'x'.repeat(2_000) }));
  const short = server.tell('i2', eido('i2'));
  await until('both are answered', () => server.told('eventResponse').length === 2);
  expect(server.told('eventResponse')).toMatchObject([
    { transactionId: long, statusCode: 413 },
    { transactionId: short, statusCode: 200 },
  ]);
  expect(sink.frames).toHaveLength(1);
  expect(feed.linkStatus().discardedBytes).toBeGreaterThan(2_000);
});

it('ends a connection that sends more than anybody would', async () => {
  const { feed } = await subscribed('&maxFrame=1000');
  server.say('x'.repeat(5_000));
  await until('it is lost', () => feed.linkStatus().state === 'lost');
  expect(feed.linkStatus().reason).toMatch(/Max payload size exceeded/);
});

it('stops reading while too many records are not durable', async () => {
  let letGo: (() => void)[] = [];
  const { sink } = await subscribed('', { limits: { frames: 5, bytes: 1_000_000 } });
  sink.answer = () => new Promise((resolve) => letGo.push(resolve));
  const events = 2_000;
  for (let n = 0; n < events; n++) server.tell(`i${n}`, eido(`i${n}`, { padding: 'x'.repeat(10_000) }));
  await until('it reads no more', () => sink.offered >= 5);
  const client = server.clients.at(-1);
  await until('the sender notices', () => (client?.bufferedAmount ?? 0) > 1_000_000);
  // What one chunk holds beyond the limit.
  expect(sink.offered).toBeLessThan(5 + 66);
  // Nothing is heard of the other side meanwhile, which is no reason to call it dead.
  clock.advance(30_000);
  clock.advance(30_000);
  sink.answer = async () => {};
  for (const resolve of letGo.splice(0)) resolve();
  letGo = [];
  await until('all have come and are answered', () => server.told('eventResponse').length === events);
  expect(server.accepted).toBe(1);
});

it('notices a dead peer', async () => {
  const { feed } = await subscribed();
  server.mute = 'pong';
  clock.advance(30_000);
  expect(feed.linkStatus().state).toBe('open');
  clock.advance(30_000);
  await until('it is lost', () => feed.linkStatus().state === 'lost');
  expect(feed.linkStatus().reason).toBe('the other side does not answer any more');
});

it('says that a server knows no subprotocol, and can do without', async () => {
  server.speaksSubprotocol = false;
  const { feed } = await startFeed(url(), { clock });
  await until('it says so', () => feed.linkStatus().reason === 'Server sent no subprotocol');
  await subscribed('&subprotocol=none');
});
