import type { Feed } from '../../src/feed/frame';
import { FakeClock } from '../support/fakeClock';
import { startFeed, stopFeeds } from './support/openedFeeds';
import { connectTo } from './support/peer';
import { until } from './support/until';

const url = 'tcp-listen://127.0.0.1:0?format=delimited';
let letGo: () => void = () => {};

/** Until `letGo`, nothing that is handed over becomes durable. */
const held = () =>
  new Promise<void>((resolve) => {
    const before = letGo;
    letGo = () => {
      before();
      resolve();
    };
  });

afterEach(async () => {
  letGo();
  letGo = () => {};
  await stopFeeds();
});

/** Time for a feed that did not stop reading to read on: it takes ten more connections meanwhile. */
async function meanwhile(feed: Feed, port: number): Promise<void> {
  for (let n = 1; n <= 10; n++) {
    const { socket } = await connectTo(port);
    await until('it is connected', () => feed.linkStatus().connections === 2);
    socket.end();
    await until('it is gone', () => feed.linkStatus().connections === 1);
  }
}

it('stops reading while too many frames are not durable, and goes on where it stopped', async () => {
  const { feed, sink, port } = await startFeed(url, { limits: { frames: 10, bytes: 1_000_000 } });
  sink.answer = held;
  const { socket } = await connectTo(port);
  // More than the system's own buffers hold, so that the sender notices.
  const lines = 12_000;
  for (let n = 0; n < lines; n++) socket.write(`${'x'.repeat(1_000)}\n`);
  const drained = new Promise((resolve) => socket.once('drain', resolve));
  await until('it reads no more', () => sink.offered >= 10);
  await meanwhile(feed, port);
  // One chunk at most beyond the limit, which is 64 KiB.
  expect(sink.offered).toBeLessThan(10 + 66);
  sink.answer = async () => {};
  letGo();
  await drained;
  await until('all have come', () => sink.frames.length === lines);
});

it('counts bytes as well as frames', async () => {
  const { feed, sink, port } = await startFeed(url, { limits: { frames: 1_000_000, bytes: 10_000 } });
  sink.answer = held;
  const { socket } = await connectTo(port);
  for (let n = 0; n < 3_000; n++) socket.write(`${'x'.repeat(1_000)}\n`);
  await until('it reads no more', () => sink.offered >= 10);
  await meanwhile(feed, port);
  expect(sink.offered).toBeLessThan(10 + 66);
  sink.answer = async () => {};
  letGo();
  await until('all have come', () => sink.frames.length === 3_000);
});

it('reads to the end what a sender sent before it closed, although reading had stopped', async () => {
  const { feed, sink, port } = await startFeed(url, { limits: { frames: 1, bytes: 1_000_000 } });
  sink.answer = held;
  const { socket } = await connectTo(port);
  socket.write('one\n');
  await until('reading has stopped', () => sink.offered === 1);
  await new Promise((resolve) => socket.write('two\nthree\n', resolve));
  socket.end();
  letGo();
  sink.answer = async () => {};
  await until('it is gone', () => feed.linkStatus().connections === 0);
  expect(sink.texts).toEqual(['one', 'two', 'three']);
});

describe('a sink that rejects', () => {
  const refusal = async () => {
    throw new Error('disk full');
  };

  it('gets the frame again, with growing delay, and those after it in their order', async () => {
    const clock = new FakeClock();
    const { feed, sink, port } = await startFeed(url, { clock });
    sink.answer = refusal;
    const { socket } = await connectTo(port);
    socket.write('one\ntwo\n');
    await until('it was refused', () => feed.linkStatus().reason !== undefined);
    expect(feed.linkStatus()).toMatchObject({ state: 'listening', reason: expect.stringMatching(/cannot be stored/) });
    socket.write('three\n');
    for (const delayMs of [250, 500, 1_000, 2_000]) {
      const offered = sink.offered;
      await until('it waits', () => clock.pending === 1);
      clock.advance(delayMs);
      expect(sink.offered).toBe(offered + 1);
      await until('it was refused again', () => clock.pending === 1);
    }
    sink.answer = async () => {};
    clock.advance(4_000);
    await until('all have come', () => sink.frames.length === 3);
    expect(sink.texts).toEqual(['one', 'two', 'three']);
    expect(feed.linkStatus().reason).toBeUndefined();
  });

  it('gets a burst in its order once it accepts again', async () => {
    const clock = new FakeClock();
    const { sink, port } = await startFeed(url, { clock, limits: { frames: 10, bytes: 1_000_000 } });
    sink.answer = refusal;
    const { socket } = await connectTo(port);
    const lines = Array.from({ length: 40_000 }, (_, n) => `line ${n}`);
    socket.write(`${lines.join('\n')}\n`);
    await until('it waits', () => clock.pending === 1);
    sink.answer = async () => {};
    clock.advance(250);
    await until('all have come', () => sink.frames.length === lines.length);
    expect(sink.texts).toEqual(lines);
  });

  it('is asked once more when the feed stops', async () => {
    const clock = new FakeClock();
    const { feed, sink, port } = await startFeed(url, { clock });
    sink.answer = refusal;
    const { socket } = await connectTo(port);
    socket.write('one\ntwo\n');
    await until('it was refused', () => feed.linkStatus().reason !== undefined);
    sink.answer = async () => {};
    await feed.stop();
    expect(sink.texts).toEqual(['one', 'two']);
  });
});

it('stops although its sink never answers', async () => {
  const clock = new FakeClock();
  const { feed, sink, port } = await startFeed(url, { clock });
  sink.answer = held;
  const { socket } = await connectTo(port);
  socket.write('one\n');
  await until('it was handed over', () => sink.offered === 1);
  const stopped = feed.stop();
  await until('it waits for the sink', () => clock.pending === 1);
  clock.advance(2_000);
  await stopped;
  expect(feed.linkStatus().state).toBe('closed');
});
