import type { FeedLinkStatus } from '../../src/feed/frame';
import { FakeClock } from '../support/fakeClock';
import { startFeed, stopFeeds } from './support/openedFeeds';
import { connectTo } from './support/peer';
import { until } from './support/until';

afterEach(stopFeeds);

it('tells of each change of the link, with since when', async () => {
  const clock = new FakeClock();
  const told: FeedLinkStatus[] = [];
  const { feed } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited', {
    clock,
    linkChanged: (status) => told.push(status),
  });
  const listeningSince = clock.now();
  clock.advance(5_000);
  await feed.stop();
  expect(told.map(({ state, stateSince }) => [state, stateSince])).toEqual([
    ['listening', listeningSince],
    ['closed', listeningSince + 5_000],
  ]);
});

it('counts what is discarded at once, and reports it to the sink once a second', async () => {
  const clock = new FakeClock();
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=newworld-xml', { clock });
  const { socket } = await connectTo(port);
  for (const total of [3, 6, 9]) {
    socket.write('\x02\x03\x00');
    await until('it is counted', () => feed.linkStatus().discardedBytes === total);
  }
  expect(sink.discards).toEqual([]);
  clock.advance(1_000);
  const report = { feedId: 'cad', at: clock.now(), reason: 'garbageBetweenFrames' };
  expect(sink.discards).toEqual([{ ...report, byteCount: 9 }]);
  socket.end('junk');
  await until('the rest is reported, since the sender is gone', () => sink.discards.length === 2);
  expect(sink.discards[1]).toEqual({ ...report, byteCount: 4 });
});
