import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../src/clock';
import { parseFeedUrl } from '../../src/feed/feedUrl';
import type { Feed } from '../../src/feed/frame';
import { openFeed } from '../../src/feed/openFeed';
import { silentLogger } from '../../src/logger';
import { clearPersonal } from '../../src/store/personal';
import { type StoredSeenFiles, storedSeenFiles } from '../../src/store/seenFiles';
import { openStore, type Store } from '../../src/store/store';
import { RecordingSink } from '../feed/support/recordingSink';
import { until } from '../feed/support/until';
import { FakeClock } from '../support/fakeClock';
import { temporaryDirectory } from './support/temporaryDirectory';

let data: string;
let store: Store;
let clock: FakeClock;

beforeEach(async () => {
  data = temporaryDirectory();
  clock = new FakeClock();
  store = await open();
});

afterEach(() => store.close());

const open = () => openStore(data, clearPersonal(new Uint8Array(32)));
const seenBy = (feedId: string): Promise<StoredSeenFiles> => storedSeenFiles(store, feedId, { clock, logger: silentLogger });

async function restart(): Promise<void> {
  await store.close();
  store = await open();
}

it('is known after a restart, of the feed that read it and in that version', async () => {
  const seen = await seenBy('cad');
  seen.add('CFS_1.xml', '10|5');
  seen.add('CFS_2.xml', '10|5');
  seen.add('CFS_1.xml', '12|6');
  expect(seen.has('CFS_1.xml', '12|6')).toBe(true);
  await seen.idle();
  await restart();
  const again = await seenBy('cad');
  expect([again.has('CFS_1.xml', '12|6'), again.has('CFS_1.xml', '10|5'), again.has('CFS_2.xml', '10|5')]).toEqual([
    true,
    false,
    true,
  ]);
  expect((await seenBy('rms')).has('CFS_2.xml', '10|5')).toBe(false);
});

it('keeps no names', async () => {
  const seen = await seenBy('cad');
  seen.add('Vance_Robin_813-555-0142.xml', '10|5');
  await seen.idle();
  const rows = await store.db.selectFrom('seenFile').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/Vance|0142/);
});

it('forgets what is gone for a month, and not what is missing for a while', async () => {
  const seen = await seenBy('cad');
  seen.add('old.xml', '10|5');
  clock.advance(20 * durations.DAY);
  seen.add('new.xml', '10|5');
  await seen.idle();
  clock.advance(11 * durations.DAY);
  seen.present([]);
  await until('one is forgotten', () => !seen.has('old.xml', '10|5'));
  expect(seen.has('new.xml', '10|5')).toBe(true);
  await store.transaction(async () => {});
  await restart();
  const again = await seenBy('cad');
  expect([again.has('old.xml', '10|5'), again.has('new.xml', '10|5')]).toEqual([false, true]);
});

it('keeps what is there, however old', async () => {
  const seen = await seenBy('cad');
  seen.add('old.xml', '10|5');
  clock.advance(400 * durations.DAY);
  seen.present(['old.xml']);
  expect(seen.has('old.xml', '10|5')).toBe(true);
});

describe('a watched directory', () => {
  let directory: string;
  let feeds: Feed[] = [];

  beforeEach(() => {
    directory = path.join(data, 'exports');
    mkdirSync(directory);
  });
  afterEach(async () => {
    for (const feed of feeds) await feed.stop();
    feeds = [];
  });

  function put(name: string, text: string): void {
    writeFileSync(path.join(directory, name), text);
    utimesSync(path.join(directory, name), 1_700_000_000, 1_700_000_000 + text.length);
  }

  async function watch(): Promise<{ feed: Feed; sink: RecordingSink; seen: StoredSeenFiles }> {
    const sink = new RecordingSink();
    const seen = await seenBy('cad');
    const address = parseFeedUrl(`watch:${directory}?format=delimited`);
    const feed = openFeed({ id: 'cad', address, sink, seenFiles: seen, clock, logger: silentLogger });
    feeds.push(feed);
    await feed.start();
    return { feed, sink, seen };
  }

  /** Time for files to settle, until a condition holds. */
  async function settle(what: string, holds: () => boolean): Promise<void> {
    await until(what, () => {
      clock.advance(500);
      return holds();
    });
  }

  it('is not read again after a restart, but for what came or changed meanwhile', async () => {
    put('a_1.txt', 'one\n');
    put('b_2.txt', 'two\n');
    const before = await watch();
    await settle('both are read', () => before.sink.frames.length === 2);
    await until('both are seen', () => before.seen.has('b_2.txt', versionOf('two\n')));
    await before.feed.stop();
    await before.seen.idle();
    await restart();
    put('b_2.txt', 'two, longer\n');
    put('c_3.txt', 'three\n');
    const after = await watch();
    await settle('what is new is read', () => after.sink.frames.length >= 2);
    expect(after.sink.texts).toEqual(['two, longer', 'three']);
  });

  const versionOf = (text: string) => `${text.length}|${(1_700_000_000 + text.length) * 1_000}`;
});
