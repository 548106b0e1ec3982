import { once } from 'node:events';
import { createServer } from 'node:net';
import { isHeraldError } from '../../../src/heraldError';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { connectTo } from '../support/peer';
import { until } from '../support/until';

afterEach(stopFeeds);

it('says the port it was given, and reads records that come glued and split', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=newworld-xml');
  expect(feed.linkStatus()).toMatchObject({ state: 'listening', connections: 0, lastFrameAt: undefined });
  expect(feed.linkStatus().address).toMatch(/^127\.0\.0\.1:[1-9]\d*$/);
  const cad = await connectTo(port);
  cad.socket.setNoDelay(true);
  const records = Array.from({ length: 20 }, (_, n) => `<Call n="${n}"><Unit/></Call>`);
  const stream = records.join('\n');
  for (let at = 0; at < stream.length; at += 37) {
    await new Promise((resolve) => cad.socket.write(stream.slice(at, at + 37), resolve));
  }
  await until('all have come', () => sink.frames.length === records.length);
  expect(sink.texts).toEqual(records);
  expect(sink.frames.every((frame) => frame.feedId === 'cad')).toBe(true);
  expect(feed.linkStatus()).toMatchObject({ connections: 1, lastFrameAt: sink.frames.at(-1)?.receivedAt });
  expect(cad.heard()).toBe(0);
});

it('keeps the records of simultaneous senders apart', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited');
  const senders = await Promise.all(Array.from({ length: 10 }, () => connectTo(port)));
  await until('all are connected', () => feed.linkStatus().connections === 10);
  for (const part of ['begin', ' and', ' end\n']) {
    for (const [n, { socket }] of senders.entries()) {
      await new Promise((resolve) => socket.write(part === 'begin' ? `${n} begin` : part, resolve));
    }
  }
  await until('all have come', () => sink.frames.length === 10);
  expect(sink.texts.sort()).toEqual(senders.map((_, n) => `${n} begin and end`));
});

it('takes a record for complete when its sender closes', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited');
  const { socket, gone } = await connectTo(port);
  socket.end('one\ntwo');
  await gone;
  await until('both have come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['one', 'two']);
  expect(feed.linkStatus()).toMatchObject({ state: 'listening', connections: 0 });
});

it('does not take half a line for a record when its sender was cut off', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited');
  const { socket } = await connectTo(port);
  socket.write('one\ntwo');
  await until('one has come', () => sink.frames.length === 1);
  socket.resetAndDestroy();
  await until('it is gone', () => feed.linkStatus().connections === 0);
  expect(sink.texts).toEqual(['one']);
  expect(sink.discards).toMatchObject([{ feedId: 'cad', reason: 'incompleteAtClose', byteCount: 3 }]);
});

it('closes connections beyond its limit without a word, says so, and takes others again when there is room', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&connections=2');
  const [first] = [await connectTo(port), await connectTo(port)];
  await until('both are connected', () => feed.linkStatus().connections === 2);
  const refused = await connectTo(port);
  await refused.gone;
  expect(refused.heard()).toBe(0);
  expect(feed.linkStatus()).toMatchObject({ state: 'listening', connections: 2 });
  expect(feed.linkStatus().reason).toMatch(/refused a connection: 2 are open/);
  first?.socket.end();
  await until('there is room', () => feed.linkStatus().connections === 1 && feed.linkStatus().reason === undefined);
  const welcome = await connectTo(port);
  welcome.socket.write('one\n');
  await until('it has come', () => sink.frames.length === 1);
});

it('discards a record that is too long and holds only its own sender’s', async () => {
  const { feed, sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited&maxFrame=100');
  const [long, other] = [await connectTo(port), await connectTo(port)];
  long.socket.write('x'.repeat(200_000));
  await until('it is counted', () => feed.linkStatus().discardedBytes === 200_000);
  other.socket.write('one\n');
  await until('the other has come', () => sink.frames.length === 1);
  long.socket.write('\ntwo\n');
  await until('the next has come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['one', 'two']);
});

it('refuses to start where it cannot listen, naming the feed and the address', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const error = await startFeed(`tcp-listen://127.0.0.1:${port}?format=delimited`).catch((e: unknown) => e);
  other.close();
  if (!isHeraldError(error, 'feed.cannotListen')) throw error;
  expect(error.message).toBe(`Feed cad cannot listen on 127.0.0.1:${port}: the address is in use`);
  expect(error.context).toMatchObject({ feedId: 'cad', address: `127.0.0.1:${port}` });
});

it('refuses to start on an address that is not this computer’s', async () => {
  await expect(startFeed('tcp-listen://192.0.2.1:0?format=delimited')).rejects.toMatchObject({ code: 'feed.cannotListen' });
});

it('starts and stops once, however often it is told to', async () => {
  const { feed, port } = await startFeed('tcp-listen://127.0.0.1:0?format=delimited');
  expect(feed.start()).toBe(feed.start());
  const { gone } = await connectTo(port);
  await Promise.all([feed.stop(), feed.stop()]);
  await gone;
  expect(feed.linkStatus()).toMatchObject({ state: 'closed', connections: 0 });
  await expect(connectTo(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
