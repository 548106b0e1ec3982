import { type FeedEntry, FIRST_FEED, FORMATS, type FormatName, FRAMINGS, feedUrl } from '../setup/feedAddress';

/** A feed as a profile has it. */
export interface ProfileFeed {
  readonly id: string;
  readonly url: string;
  readonly silentAfter?: string;
}

const OWN_FIELDS = ['baud', 'bits', 'parity', 'stop', 'allow', 'format', 'layout', 'framing', 'begins'];

/**
 * A feed of a profile as it is entered, field by field; by its whole address where the fields cannot say all that the
 * address says. `layouts`: those of the profile.
 */
export function feedEntryOf({ id, url, silentAfter = '' }: ProfileFeed, layouts: Readonly<Record<string, unknown>>): FeedEntry {
  const name = layoutNameIn(url);
  const layout = name === undefined ? undefined : layouts[name];
  const shared = {
    ...FIRST_FEED,
    ...{ id, silentAfter, layoutName: name ?? '' },
    layoutText: layout === undefined ? '' : JSON.stringify(layout, undefined, 2),
  };
  const byFields = { ...shared, ...fieldsOf(url) };
  return feedUrl(byFields) === url ? byFields : { ...shared, kind: 'other', url };
}

/** The layout that an address names. */
export function layoutNameIn(url: string): string | undefined {
  const name = /[?&]layout=([^&]+)/.exec(url)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

function fieldsOf(url: string): Partial<FeedEntry> {
  const [place = '', query = ''] = url.split(/\?(.*)/s);
  const options = new Map(query.split('&').map((each) => [each.split('=')[0] ?? '', decoded(each.slice(each.indexOf('=') + 1))]));
  const option = (key: string) => options.get(key) ?? '';
  const format = FORMATS.find((each) => each.id === option('format'))?.id ?? 'newworld-xml';
  const framing = FRAMINGS.find((each) => each.id === option('framing'))?.id ?? '';
  const more = query
    .split('&')
    .filter((each) => each !== '' && !OWN_FIELDS.includes(each.split('=')[0] ?? ''))
    .join('&');
  return {
    ...placeOf(place, options),
    format: format as FormatName,
    framing,
    begins: option('begins'),
    allow: option('allow'),
    more,
  };
}

function placeOf(place: string, options: ReadonlyMap<string, string>): Partial<FeedEntry> {
  const network = /^(tcp-listen|tcp|wss):\/\/(\[[^\]]*\]|[^:/]*):(\d+)(?:\/(.*))?$/.exec(place);
  if (network !== null) {
    const [, scheme, host = '', port = '', path = ''] = network;
    return { kind: scheme === 'wss' ? 'eido' : (scheme as 'tcp' | 'tcp-listen'), host, port, path };
  }
  if (place.startsWith('watch:')) return { kind: 'watch', directory: decoded(place.slice('watch:'.length)) };
  if (!place.startsWith('serial:')) return { kind: 'other' };
  const parity = { none: 'N', even: 'E', odd: 'O' }[options.get('parity') ?? 'none'] ?? 'N';
  const line = `${options.get('bits') ?? '8'}${parity}${options.get('stop') ?? '1'}` as FeedEntry['line'];
  return { kind: 'serial', device: decoded(place.slice('serial:'.length)), baud: options.get('baud') ?? '', line };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
