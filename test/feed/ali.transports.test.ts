import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startFeed, stopFeeds } from './support/openedFeeds';
import { connectTo } from './support/peer';
import { SocatPair } from './support/socatPair';
import { until } from './support/until';

const sample = readFileSync(path.resolve(__dirname, '../../resources/layouts/samples/ali-callbk.bin'));
const starts = ['H', '2125', '1125', '200\r', '2133', '2209', 'E133'];

afterEach(stopFeeds);

it('reads the same records over TCP, glued and byte by byte, and over a serial line, and says nothing to either', async () => {
  const tcp = await startFeed('tcp-listen://127.0.0.1:0?format=ali&layout=ali-callbk&bcc=xor');
  const glued = await connectTo(tcp.port);
  glued.socket.write(sample);
  await until('all have come', () => tcp.sink.frames.length === starts.length);
  const slow = await connectTo(tcp.port);
  slow.socket.setNoDelay(true);
  for (const byte of sample) await new Promise((resolve) => slow.socket.write(Buffer.of(byte), resolve));
  await until('all have come again', () => tcp.sink.frames.length === 2 * starts.length);
  const texts = tcp.sink.texts.slice(0, starts.length);
  expect(tcp.sink.texts.slice(starts.length)).toEqual(texts);
  expect(texts.map((text) => text.slice(0, 4))).toEqual(starts);
  expect([glued.heard(), slow.heard()]).toEqual([0, 0]);
  expect(tcp.feed.linkStatus().discardedBytes).toBe(0);

  const pair = new SocatPair();
  try {
    await pair.plugIn();
    const serial = await startFeed(`serial:${pair.ours}?format=ali&layout=ali-callbk`);
    await until('it is open', () => serial.feed.linkStatus().state === 'open');
    await pair.write(sample);
    await until('all have come', () => serial.sink.frames.length === starts.length);
    expect(serial.sink.texts).toEqual(texts);
  } finally {
    await stopFeeds();
    await pair.remove();
  }
});
