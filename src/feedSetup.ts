import { type FeedAddress, parseFeedUrl } from './feed/feedUrl';
import type { FrameFormat } from './feed/formats/format';
import { formatByName } from './feed/formats/formatByName';
import type { Layout } from './feed/formats/layout';
import { HeraldError } from './heraldError';
import type { Profile } from './profile';

/** One feed, ready to be opened. */
export interface FeedSetup {
  readonly id: string;
  readonly address: FeedAddress;
  readonly format: FrameFormat;
  readonly silentAfterMs: number | undefined;
}

/** The profile's feeds, with those of the command line in place of or beside them. Throws HeraldErrors that name the feed. */
export function setUpFeeds(
  profile: Pick<Profile, 'feeds' | 'layouts'>,
  commandLine: ReadonlyMap<string, string>,
): readonly FeedSetup[] {
  const urls = new Map<string, { url: string; silentAfterMs: number | undefined }>();
  for (const { id, url, silentAfter } of profile.feeds) urls.set(id, { url, silentAfterMs: silentAfter });
  for (const [id, url] of commandLine) urls.set(id, { url, silentAfterMs: urls.get(id)?.silentAfterMs });
  return [...urls].map(([id, { url, silentAfterMs }]) => {
    try {
      const address = parseFeedUrl(url);
      const layout = address.layout === undefined ? undefined : profile.layouts[address.layout];
      if (address.layout !== undefined && layout === undefined) {
        throw new HeraldError('feed.layoutMissing', `there is no layout "${address.layout}" in the profile`);
      }
      const format = formatByName(address.format, layout);
      return {
        id,
        address: { ...address, encoding: address.encoding ?? wideEncoding(layout) },
        format,
        silentAfterMs: address.silentAfterMs ?? silentAfterMs,
      };
    } catch (error) {
      if (error instanceof HeraldError)
        throw new HeraldError(error.code, `Feed "${id}": ${error.message}`, { ...error.context, feed: id });
      throw error;
    }
  });
}

/** An encoding of the layout that has to be known before records can be told apart, not only when they are read. */
function wideEncoding(layout: Layout | undefined): string | undefined {
  const encoding = layout !== undefined && 'encoding' in layout ? layout.encoding : undefined;
  return encoding?.startsWith('utf-16') ? encoding : undefined;
}
