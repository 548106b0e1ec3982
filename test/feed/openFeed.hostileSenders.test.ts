import { FakeClock } from '../support/fakeClock';
import { startFeed, stopFeeds } from './support/openedFeeds';
import { connectTo } from './support/peer';
import { until } from './support/until';

afterEach(stopFeeds);

it('closes senders that are not on its list without a word, before they can send, and says so', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&connections=2&allow=10.1.2.0/24');
  const strangers = await Promise.all(Array.from({ length: 20 }, () => connectTo(port)));
  for (const { socket } of strangers) socket.write('one\n');
  await Promise.all(strangers.map(({ gone }) => gone));
  expect(strangers.map(({ heard }) => heard())).toEqual(strangers.map(() => 0));
  expect(feed.linkStatus()).toMatchObject({ state: 'listening', connections: 0 });
  expect(feed.linkStatus().reason).toBe('refused a connection from an address that is not on the list of those allowed');
  expect(sink.frames).toEqual([]);
});

it('takes those on its list', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&allow=10.1.2.0/24,127.0.0.1');
  const { socket } = await connectTo(port);
  socket.write('one\n');
  await until('it has come', () => sink.frames.length === 1);
  expect(feed.linkStatus().reason).toBeUndefined();
});

it('outlives two thousand connections at its limit, and goes on reading those that are open', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&connections=50');
  const cad = await connectTo(port);
  await until('CAD is connected', () => feed.linkStatus().connections === 1);
  for (let wave = 0; wave < 20; wave++) {
    const crowd = await Promise.all(Array.from({ length: 100 }, () => connectTo(port).catch(() => undefined)));
    expect(feed.linkStatus().connections).toBeLessThanOrEqual(50);
    for (const one of crowd) one?.socket.destroy();
  }
  cad.socket.write('one\n');
  await until('it has come', () => sink.frames.length === 1);
  await until('the crowd is gone', () => feed.linkStatus().connections === 1);
  expect(feed.linkStatus()).toMatchObject({ state: 'listening', reason: undefined });
});

it('gives the place of a sender that has brought nothing to one that comes again', async () => {
  const clock = new FakeClock();
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&connections=2', { clock });
  const proven = await connectTo(port);
  proven.socket.write('one\n');
  const silent = await connectTo(port);
  await until('both are there', () => sink.frames.length === 1 && feed.linkStatus().connections === 2);
  const early = await connectTo(port);
  await early.gone;
  expect(feed.linkStatus().connections).toBe(2);
  clock.advance(11_000);
  const late = await connectTo(port);
  await Promise.all([late.gone, silent.gone]);
  await until('there is a place', () => feed.linkStatus().connections === 1);
  const again = await connectTo(port);
  again.socket.write('two\n');
  await until('it has come', () => sink.frames.length === 2);
  proven.socket.write('three\n');
  await until('the first is still heard', () => sink.frames.length === 3);
});

it('cuts off the sender with the most unfinished bytes when all together keep too much', async () => {
  const limits = { frames: 100, bytes: 1_000_000, unfinishedBytes: 100_000 };
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&maxFrame=60000', { limits });
  const slow = await Promise.all(Array.from({ length: 4 }, () => connectTo(port)));
  const cad = await connectTo(port);
  await until('all are connected', () => feed.linkStatus().connections === 5);
  const gone = slow.map(({ gone }, n) => gone.then(() => n));
  for (const [n, { socket }] of slow.entries()) socket.write('x'.repeat(45_000 + n));
  // 160,000 is the limit: of 180,006 bytes, those of one sender are too many.
  await Promise.race(gone);
  await until('one is gone', () => feed.linkStatus().connections === 4);
  expect(feed.linkStatus().discardedBytes).toBeGreaterThanOrEqual(40_000);
  cad.socket.write('one\n');
  await until('it has come', () => sink.frames.length === 1);
  expect(feed.linkStatus().connections).toBe(4);
});
