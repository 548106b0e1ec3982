import { SerialPort } from 'serialport';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { SocatPair } from '../support/socatPair';
import { until } from '../support/until';

const quick = 'delayMin=10ms&delayMax=20ms';
let pair: SocatPair;

beforeEach(() => {
  pair = new SocatPair();
});

afterEach(async () => {
  await stopFeeds();
  await pair.remove();
});

it('reads lines that come glued together and split apart', async () => {
  await pair.plugIn();
  const { feed, sink } = await startFeed(`serial:${pair.ours}?baud=9600&format=delimited`);
  await until('it is open', () => feed.linkStatus().state === 'open');
  const lines = Array.from({ length: 200 }, (_, number) => `2026-06-03 20:00:00|26-${number}|DISP|BURG|2|3A${number}`);
  const stream = lines.join('\r\n');
  for (let at = 0; at < stream.length; at += 333) await pair.write(stream.slice(at, at + 333));
  await pair.write('\r');
  await pair.write('\n');
  await until('all have come', () => sink.frames.length >= lines.length);
  expect(sink.texts).toEqual(lines);
  expect(feed.linkStatus()).toMatchObject({ address: pair.ours, discardedBytes: 0, connections: 1, gapSuspectedAt: undefined });
});

it('reads through noise, and counts it', async () => {
  await pair.plugIn();
  const { feed, sink } = await startFeed(`serial:${pair.ours}?format=newworld-xml`);
  await until('it is open', () => feed.linkStatus().state === 'open');
  await pair.write(Uint8Array.of(0, 255, 2, 3));
  await pair.write('<Call><Unit/></Call>\x03\x00<Call/>');
  await until('both have come', () => sink.frames.length >= 2);
  expect(sink.texts).toEqual(['<Call><Unit/></Call>', '<Call/>']);
  expect(feed.linkStatus().discardedBytes).toBe(6);
});

it('waits for a device that is not there yet, and opens it with the settings asked for', async () => {
  const { feed, sink } = await startFeed(`serial:${pair.ours}?format=delimited&bits=7&parity=even&stop=2&xon=true&${quick}`);
  await until('it says why', () => feed.linkStatus().reason !== undefined);
  expect(feed.linkStatus()).toMatchObject({ state: 'connecting', connections: 0 });
  await pair.plugIn();
  await until('it is open', () => feed.linkStatus().state === 'open');
  await pair.write('one\n');
  await until('it has come', () => sink.frames.length > 0);
  expect(sink.texts).toEqual(['one']);
});

it('comes back after its device vanished, and suspects a gap', async () => {
  await pair.plugIn();
  const { feed, sink } = await startFeed(`serial:${pair.ours}?format=delimited&${quick}`);
  await until('it is open', () => feed.linkStatus().state === 'open');
  await pair.write('one\nhalf a li');
  await until('one has come', () => sink.frames.length === 1);
  await pair.pullOut();
  await until('it is lost', () => feed.linkStatus().state === 'lost');
  expect(feed.linkStatus()).toMatchObject({ connections: 0, gapSuspectedAt: undefined });
  await pair.plugIn();
  await until('it is open again', () => feed.linkStatus().state === 'open');
  expect(feed.linkStatus().gapSuspectedAt).toBeDefined();
  await pair.write('two\n');
  await until('two has come', () => sink.frames.length === 2);
  expect(sink.texts).toEqual(['one', 'two']);
  expect(sink.discardedBytes('incompleteAtClose')).toBe(9);
});

it('lets go of its device when it is stopped', async () => {
  await pair.plugIn();
  const { feed } = await startFeed(`serial:${pair.ours}?format=delimited`);
  await until('it is open', () => feed.linkStatus().state === 'open');
  await feed.stop();
  expect(feed.linkStatus()).toMatchObject({ state: 'closed', connections: 0 });
  const other = new SerialPort({ path: pair.ours, baudRate: 9_600, autoOpen: false });
  await new Promise<void>((resolve, reject) => other.open((error) => (error ? reject(error) : resolve())));
  await new Promise<void>((resolve) => other.close(() => resolve()));
});
