import type { Socket } from 'node:net';
import { startFeed, stopFeeds } from './support/openedFeeds';
import { connectTo } from './support/peer';
import { SocatPair } from './support/socatPair';
import { until } from './support/until';

afterEach(stopFeeds);

const ACK = 0x06;
const NAK = 0x15;
const checked = (record: string) => {
  const bcc = [...`${record}\x03`].reduce((sum, letter) => sum ^ letter.charCodeAt(0), 0);
  return Buffer.from(`\x02${record}\x03${String.fromCharCode(bcc)}`, 'latin1');
};
const hearing = (socket: Socket): number[] => {
  const heard: number[] = [];
  socket.on('data', (bytes) => heard.push(...bytes));
  return heard;
};

it('answers a record only once it is durable, and asks again for one with a wrong checksum', async () => {
  const { sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=ali&bcc=xor&ack=on');
  const waiting: (() => void)[] = [];
  sink.answer = () => new Promise((resolve) => waiting.push(resolve));
  const { socket } = await connectTo(port);
  const heard = hearing(socket);
  socket.write(checked('one'));
  await until('it is handed over', () => waiting.length === 1);
  socket.write('\x02two\x03!');
  await until('it is answered', () => heard.length === 1);
  // The wrong one is refused at once, the right one not yet accepted.
  expect(heard).toEqual([NAK]);
  waiting[0]?.();
  await until('it is answered', () => heard.length === 2);
  expect(heard).toEqual([NAK, ACK]);
});

it('answers heartbeats as well, framed where that is wanted', async () => {
  const { port } = await startFeed('tcp-listen://127.0.0.1:0?format=ali&ack=framed');
  const { socket } = await connectTo(port);
  const heard = hearing(socket);
  socket.write('\x02H\x03');
  await until('it is answered', () => heard.length === 3);
  expect(heard).toEqual([0x02, ACK, 0x03]);
});

it('says nothing where it was not told to, right or wrong', async () => {
  const { sink, port } = await startFeed('tcp-listen://127.0.0.1:0?format=ali&bcc=xor');
  const { socket, heard } = await connectTo(port);
  socket.write(Buffer.concat([checked('one'), Buffer.from('\x02two\x03!'), checked('three')]));
  await until('both have come', () => sink.frames.length === 2);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.end();
  await ended;
  expect(heard()).toBe(0);
});

it('answers over a serial line', async () => {
  const pair = new SocatPair();
  try {
    await pair.plugIn();
    const { feed, sink } = await startFeed(`serial:${pair.ours}?format=ali&bcc=xor&ack=on`);
    await until('it is open', () => feed.linkStatus().state === 'open');
    const heard = pair.read(2);
    await pair.write(checked('one'));
    await until('it has come', () => sink.frames.length === 1);
    await pair.write(Buffer.from('\x02two\x03!'));
    expect([...(await heard)]).toEqual([ACK, NAK]);
  } finally {
    await stopFeeds();
    await pair.remove();
  }
});
