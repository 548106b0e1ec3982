import { FakeClock } from '../../support/fakeClock';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { ListeningCad } from '../support/peer';
import { until } from '../support/until';

let cad: ListeningCad;

beforeEach(async () => {
  cad = new ListeningCad();
  await cad.open();
});

afterEach(async () => {
  await stopFeeds();
  await cad.close();
});

const url = () => `tcp://127.0.0.1:${cad.port}?format=delimited`;

it('reads what the other side sends, and never writes', async () => {
  const { feed, sink } = await startFeed(url());
  await until('it is open', () => feed.linkStatus().state === 'open');
  cad.sockets[0]?.write('one\ntw');
  cad.sockets[0]?.write('o\n');
  await until('both have come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['one', 'two']);
  await feed.stop();
  expect(cad.heardBytes).toBe(0);
});

it('connects again after the other side went away, and suspects a gap', async () => {
  const clock = new FakeClock();
  const { feed, sink } = await startFeed(url(), { clock });
  await until('it is open', () => feed.linkStatus().state === 'open');
  cad.sockets[0]?.write('one\n');
  await until('one has come', () => sink.frames.length === 1);
  await cad.close();
  await until('it is lost', () => feed.linkStatus().state === 'lost');
  clock.advance(500);
  await until('it says that nobody is there', () => feed.linkStatus().reason === 'connection refused');
  expect(feed.linkStatus()).toMatchObject({ state: 'lost', connections: 0, gapSuspectedAt: undefined });
  await cad.open();
  clock.advance(1_000);
  await until('it is open again', () => feed.linkStatus().state === 'open');
  expect(feed.linkStatus()).toMatchObject({ reason: undefined, gapSuspectedAt: clock.now() });
  await until('it is connected', () => cad.sockets.length === 1);
  cad.sockets[0]?.write('two\n');
  await until('two has come', () => sink.frames.length === 2);
});

it('counts as started while nobody is there', async () => {
  await cad.close();
  const { feed } = await startFeed(url(), { clock: new FakeClock() });
  await until('it says why', () => feed.linkStatus().reason === 'connection refused');
  expect(feed.linkStatus()).toMatchObject({ state: 'connecting', connections: 0 });
});

it('waits longer after each connection that did not last', async () => {
  const clock = new FakeClock();
  const { feed } = await startFeed(url(), { clock });
  for (let attempt = 1; attempt <= 5; attempt++) {
    await until(`attempt ${attempt} was accepted`, () => cad.accepted === attempt && feed.linkStatus().state === 'open');
    cad.sockets.pop()?.destroy();
    await until('it is lost', () => feed.linkStatus().state === 'lost' && clock.pending === 1);
    const longestMs = 500 * 2 ** (attempt - 1);
    // At least half of the longest delay, and never less than the shortest.
    clock.advance(Math.max(500, longestMs / 2) - 1);
    expect(clock.pending).toBe(1);
    clock.advance(longestMs);
  }
});

it('waits only the shortest time after a connection that brought something', async () => {
  const clock = new FakeClock();
  const { feed, sink } = await startFeed(url(), { clock });
  for (let attempt = 1; attempt <= 4; attempt++) {
    await until(`attempt ${attempt} was accepted`, () => cad.accepted === attempt);
    cad.sockets.pop()?.end(`record ${attempt}`);
    await until('it is lost', () => feed.linkStatus().state === 'lost' && clock.pending === 1);
    clock.advance(500);
  }
  expect(sink.texts).toEqual(['record 1', 'record 2', 'record 3', 'record 4']);
});

it('stops while it waits to connect again', async () => {
  await cad.close();
  const clock = new FakeClock();
  const { feed } = await startFeed(url(), { clock });
  await until('it waits', () => clock.pending === 1 && feed.linkStatus().reason !== undefined);
  await feed.stop();
  expect(clock.pending).toBe(0);
});
