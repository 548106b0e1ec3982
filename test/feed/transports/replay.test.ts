import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FakeClock } from '../../support/fakeClock';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporaryDirectory';
import { until } from '../support/until';

let directory: string;

beforeEach(() => {
  directory = temporaryDirectory();
});

afterEach(async () => {
  await stopFeeds();
  removeTemporaryDirectories();
});

function write(name: string, text: string): string {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
}

const recording = (...lines: object[]) => lines.map((line) => JSON.stringify(line)).join('\n');

it('sends a file as it is, and has ended when all of it is durable', async () => {
  const file = write('evening.txt', 'one\r\ntwo\r\nthree');
  const { feed, sink } = await startFeed(`replay:${file}?format=delimited`);
  await until('it has ended', () => feed.linkStatus().state === 'ended');
  expect(sink.texts).toEqual(['one', 'two', 'three']);
  expect(feed.linkStatus()).toMatchObject({ address: file, connections: 0 });
});

it('sends the files of a directory in export order, each as a connection of its own', async () => {
  write('2_20260126093400.xml', '<Call n="2"/>');
  write('1_20260126093500.xml', '<Call n="3"/>');
  write('3_20260126093300.xml', '<Call n="1">');
  const { feed, sink } = await startFeed(`replay:${directory}?format=newworld-xml`);
  await until('it has ended', () => feed.linkStatus().state === 'ended');
  expect(sink.texts).toEqual(['<Call n="1">', '<Call n="2"/>', '<Call n="3"/>']);
});

it('sends a recording at so many times the speed it was recorded at', async () => {
  const chunks = [
    { at: 0, text: 'one\ntw' },
    { at: 1_000, text: 'o\n' },
    { at: 5_000, base64: Buffer.from('thr\xe9e\n', 'latin1').toString('base64') },
  ];
  const file = write('evening.jsonl', recording(...chunks));
  const clock = new FakeClock();
  const { feed, sink } = await startFeed(`replay:${file}?format=delimited&speed=2`, { clock });
  await until('one has come', () => sink.frames.length === 1 && clock.pending === 1);
  clock.advance(499);
  expect(clock.pending).toBe(1);
  clock.advance(1);
  await until('two has come', () => sink.frames.length === 2 && clock.pending === 1);
  clock.advance(1_999);
  expect(clock.pending).toBe(1);
  clock.advance(1);
  await until('it has ended', () => feed.linkStatus().state === 'ended');
  expect(sink.frames.map((frame) => Buffer.from(frame.bytes).toString('latin1'))).toEqual(['one', 'two', 'thr\xe9e']);
});

it('sends a recording as fast as it is taken where no speed is given', async () => {
  const file = write('evening.jsonl', `${recording({ at: 0, text: 'one\n' }, { at: 86_400_000, text: 'two\n' })}\n\n`);
  const { feed, sink } = await startFeed(`replay:${file}?format=delimited`, { clock: new FakeClock() });
  await until('it has ended', () => feed.linkStatus().state === 'ended');
  expect(sink.texts).toEqual(['one', 'two']);
});

it.each([
  '{"at":0,"text":"5550101"',
  '{"at":"0","text":"5550101"}',
  '{"at":0}',
  '{"at":0,"base64":"5550101!"}',
  '{"at":-1,"text":""}',
])('fails at a line that is no part of a recording, naming it without its content: %s', async (line) => {
  const file = write('evening.jsonl', `${recording({ at: 0, text: 'one\n' })}\n${line}\n`);
  const { feed, sink } = await startFeed(`replay:${file}?format=delimited`);
  await until('it has failed', () => feed.linkStatus().state === 'failed');
  expect(feed.linkStatus().reason).toMatch(/^Line 2 of the recording/);
  expect(feed.linkStatus().reason).not.toMatch(/555/);
  await until('one has come', () => sink.frames.length === 1);
});

it('refuses to start without its file', async () => {
  const file = path.join(directory, 'none.jsonl');
  await expect(startFeed(`replay:${file}?format=delimited`)).rejects.toMatchObject({
    code: 'feed.cannotRead',
    message: `Feed cad cannot read ${file}: not found`,
  });
});

it('stops in the middle of a recording', async () => {
  const file = write('evening.jsonl', recording({ at: 0, text: 'one\n' }, { at: 60_000, text: 'two\n' }));
  const clock = new FakeClock();
  const { feed, sink } = await startFeed(`replay:${file}?format=delimited&speed=1`, { clock });
  await until('it waits', () => sink.frames.length === 1 && clock.pending === 1);
  await feed.stop();
  expect(sink.texts).toEqual(['one']);
  expect(feed.linkStatus().state).toBe('closed');
});
