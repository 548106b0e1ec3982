import { appendFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seenFilesInMemory } from '../../../src/feed/transports/seenFiles';
import { FakeClock } from '../../support/fakeClock';
import { startFeed, stopFeeds } from '../support/openedFeeds';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporaryDirectory';
import { until } from '../support/until';

/** Tells what it was last asked to wait for. */
class ObservedClock extends FakeClock {
  latestDelayMs = 0;
  waits = 0;

  override after(delayMs: number, work: () => void): () => void {
    this.latestDelayMs = delayMs;
    this.waits++;
    return super.after(delayMs, work);
  }
}

let directory: string;
let clock: ObservedClock;

beforeEach(() => {
  directory = temporaryDirectory();
  clock = new ObservedClock();
});

afterEach(async () => {
  await stopFeeds();
  removeTemporaryDirectories();
});

const url = (options = '') => `watch:${directory}?format=newworld-xml${options}`;
const write = (name: string, text: string) => writeFileSync(path.join(directory, name), text);

/** Lets time pass in steps until something holds: each step gives the feed the chance to look at the files again. */
async function pass(what: string, holds: () => boolean): Promise<void> {
  await until(what, () => {
    if (holds()) return true;
    clock.advance(100);
    return false;
  });
}

/** Lets it look at the whole directory again, and at what it found for as long as it takes to settle. */
async function lookAgain(): Promise<void> {
  for (const ms of [6_000, 6_000, 6_000]) {
    const { waits } = clock;
    clock.advance(ms);
    await until('it has looked again', () => clock.waits > waits);
  }
}

it('reads what is there in export order, then what comes', async () => {
  write('9_2026012609335252.xml', '<Call n="2"/>');
  write('10_2026012609335755.xml', '<Call n="3"/><Call n="4"/>');
  write('11_2026012609335001.xml', '\ufeff<Call n="1"/>');
  const { feed, sink } = await startFeed(url(), { clock });
  expect(feed.linkStatus()).toMatchObject({ state: 'open', address: directory });
  await pass('all have come', () => sink.frames.length === 4);
  write('9_2026012609340000.xml', '<Call n="5"/>');
  await pass('the next has come', () => sink.frames.length === 5);
  expect(sink.texts).toEqual([1, 2, 3, 4, 5].map((n) => `<Call n="${n}"/>`));
  expect(readdirSync(directory)).toHaveLength(4);
});

it('hears of new files without waiting for the next look at the whole directory', async () => {
  const { sink } = await startFeed(url(), { clock });
  await until('it waits for files', () => clock.pending === 1);
  write('a.xml', '<Call/>');
  await until('it waits for the file to settle', () => clock.latestDelayMs === 500);
  clock.advance(500);
  await until('it has come', () => sink.frames.length === 1);
  expect(clock.monotonicMs()).toBe(500);
});

it('waits until a file that is written slowly stops growing', async () => {
  const { sink } = await startFeed(url(), { clock });
  await until('it waits for files', () => clock.pending === 1);
  appendFileSync(path.join(directory, 'slow.xml'), '<Call>');
  await until('it waits for the file to settle', () => clock.latestDelayMs === 500);
  for (const part of ['<Unit/>', '<Unit/>', '</Call>']) {
    appendFileSync(path.join(directory, 'slow.xml'), part);
    const { waits } = clock;
    clock.advance(500);
    await until('it has looked again', () => clock.waits > waits);
    expect(sink.offered).toBe(0);
  }
  await pass('it has come', () => sink.frames.length > 0);
  expect(sink.texts).toEqual(['<Call><Unit/><Unit/></Call>']);
});

it('reads each file once, also over a restart, and again when it changed', async () => {
  const seenFiles = seenFilesInMemory();
  write('a.xml', '<Call n="1"/>');
  const first = await startFeed(url(), { clock, seenFiles });
  await pass('it has come', () => first.sink.frames.length === 1);
  await first.feed.stop();
  write('b.xml', '<Call n="2"/>');
  const second = await startFeed(url(), { clock, seenFiles });
  await pass('the new one has come', () => second.sink.frames.length === 1);
  utimesSync(path.join(directory, 'a.xml'), new Date(), new Date(Date.now() + 10_000));
  await pass('the changed one has come', () => second.sink.frames.length === 2);
  expect(second.sink.texts).toEqual(['<Call n="2"/>', '<Call n="1"/>']);
});

it('does not count a file as seen before its frames are durable', async () => {
  const seenFiles = seenFilesInMemory();
  write('a.xml', '<Call/>');
  const first = await startFeed(url(), { clock, seenFiles });
  first.sink.answer = () => new Promise(() => {});
  await pass('it was handed over', () => first.sink.offered === 1);
  // Looking again meanwhile does not read it again.
  await lookAgain();
  const stopped = first.feed.stop();
  await pass('it has stopped', () => first.feed.linkStatus().state === 'closed');
  await stopped;
  expect(first.sink.offered).toBe(1);
  const second = await startFeed(url(), { clock, seenFiles });
  await pass('it has come', () => second.sink.frames.length === 1);
});

it('leaves alone directories, hidden and unfinished files, and files that are too large', async () => {
  mkdirSync(path.join(directory, 'folder'));
  write('.hidden.xml', '<Call/>');
  write('a.xml.tmp', '<Call/>');
  write('large.xml', `<Call>${'x'.repeat(1_000)}</Call>`);
  write('empty.xml', '');
  symlinkSync(path.join(directory, 'nowhere'), path.join(directory, 'dangling.xml'));
  write('z.xml', '<Call n="1"/>');
  const { feed, sink } = await startFeed(url('&maxFile=1000'), { clock });
  await pass('one has come', () => sink.frames.length === 1);
  await pass('the large one was counted', () => feed.linkStatus().discardedBytes > 0);
  await lookAgain();
  expect(sink.texts).toEqual(['<Call n="1"/>']);
  expect(feed.linkStatus().discardedBytes).toBe(1_013);
});

it('keeps a file that ends in the middle of a record, for the format to reject', async () => {
  write('a.xml', '<Call n="1"/><Call n="2">');
  write('b.xml', '<Call n="3"/>');
  const { sink } = await startFeed(url(), { clock });
  await pass('all have come', () => sink.frames.length === 3);
  expect(sink.texts).toEqual(['<Call n="1"/>', '<Call n="2">', '<Call n="3"/>']);
});

it('waits for a directory that is not there, and for one that went away', async () => {
  rmSync(directory, { recursive: true });
  const { feed, sink } = await startFeed(url(), { clock });
  expect(feed.linkStatus()).toMatchObject({ state: 'connecting', reason: 'not found' });
  mkdirSync(directory);
  write('a.xml', '<Call n="1"/>');
  await pass('it has come', () => sink.frames.length === 1);
  expect(feed.linkStatus()).toMatchObject({ state: 'open', reason: undefined });
  rmSync(directory, { recursive: true });
  await pass('it is lost', () => feed.linkStatus().state === 'lost');
  mkdirSync(directory);
  write('b.xml', '<Call n="2"/>');
  await pass('the next has come', () => sink.frames.length === 2);
  expect(feed.linkStatus().gapSuspectedAt).toBeUndefined();
});
