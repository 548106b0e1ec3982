import { type Clock, systemClock } from '../../../src/clock';
import { parseFeedUrl } from '../../../src/feed/feedUrl';
import type { Feed } from '../../../src/feed/frame';
import { type FeedParts, openFeed } from '../../../src/feed/openFeed';
import { silentLogger } from '../../../src/logger';
import { RecordingSink } from './recordingSink';

export interface OpenedFeed {
  readonly feed: Feed;
  readonly sink: RecordingSink;
  /** The port it listens on. */
  readonly port: number;
}

const opened: Feed[] = [];

/** Starts a feed that is stopped after the test. */
export async function startFeed(url: string, parts: Partial<FeedParts> & { clock?: Clock } = {}): Promise<OpenedFeed> {
  const sink = new RecordingSink();
  const feed = openFeed({ id: 'cad', address: parseFeedUrl(url), sink, clock: systemClock, logger: silentLogger, ...parts });
  opened.push(feed);
  await feed.start();
  return {
    feed,
    sink: (parts.sink as RecordingSink | undefined) ?? sink,
    port: Number(feed.linkStatus().address.split(':').at(-1)),
  };
}

/** For `afterEach`. */
export async function stopFeeds(): Promise<void> {
  await Promise.all(opened.splice(0).map((feed) => feed.stop()));
}
