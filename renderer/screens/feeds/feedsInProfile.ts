import { type FeedEntry, feedUrl, layoutOf } from '../setup/feedAddress';
import { layoutNameIn, type ProfileFeed } from './feedEntryOf';

interface FeedsPart {
  readonly agency: { readonly timeZone: string };
  readonly feeds?: readonly ProfileFeed[];
  readonly layouts?: Readonly<Record<string, unknown>>;
}

export function feedsPart(text: string): Required<FeedsPart> {
  const { agency, feeds = [], layouts = {} } = JSON.parse(text) as FeedsPart;
  return { agency, feeds, layouts };
}

/** The profile with one feed more, or with another in place of `id`. A layout that other feeds read by is left to them. */
export function withFeed(text: string, entry: FeedEntry, id: string | undefined): string {
  const profile = JSON.parse(text) as FeedsPart;
  const { feeds, layouts } = feedsPart(text);
  const others = feeds.filter((feed) => feed.id !== id);
  const layout = layoutOf(entry);
  const value = layout === null ? undefined : parsedOr(layout.text);
  const name = layout === null ? undefined : freeName(layout.name, value, layouts, others, entry.id.trim());
  const url = name === undefined || name === layout?.name ? feedUrl(entry) : renamed(feedUrl(entry), name);
  const { silentAfter: _, ...before } = feeds.find((feed) => feed.id === id) ?? { id: '', url: '' };
  const after = entry.silentAfter.trim() === '' ? {} : { silentAfter: entry.silentAfter.trim() };
  const feed: ProfileFeed = { ...before, id: entry.id.trim(), url, ...after };
  const next = id === undefined ? [...feeds, feed] : feeds.map((each) => (each.id === id ? feed : each));
  return written({ ...profile, feeds: next, layouts: name === undefined ? layouts : { ...layouts, [name]: value } });
}

/** The profile without a feed; its layout stays, for whoever wants the feed back. */
export function withoutFeed(text: string, id: string): string {
  const profile = JSON.parse(text) as FeedsPart;
  return written({ ...profile, feeds: feedsPart(text).feeds.filter((feed) => feed.id !== id) });
}

function freeName(
  name: string,
  value: unknown,
  layouts: Readonly<Record<string, unknown>>,
  others: readonly ProfileFeed[],
  id: string,
): string {
  const isOthers = others.some(({ url }) => layoutNameIn(url) === name);
  const isSame = JSON.stringify(layouts[name]) === JSON.stringify(value);
  return isOthers && !isSame ? `${name}-${id}` : name;
}

function renamed(url: string, name: string): string {
  return url.replace(/([?&]layout=)[^&]+/, (_, key: string) => `${key}${encodeURIComponent(name)}`);
}

function written(profile: FeedsPart): string {
  return JSON.stringify(profile, undefined, 2);
}

/** A layout that is no JSON is handed over as it is: the appliance then says that it is wrong. */
function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
