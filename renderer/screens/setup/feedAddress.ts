export type FeedKind = 'tcp-listen' | 'tcp' | 'serial' | 'watch' | 'eido' | 'other';
export type FormatName = 'newworld-xml' | 'eido-json' | 'delimited' | 'labelled' | 'unit-log' | 'ali';

/** A feed as it is entered, field by field. Fields of other kinds keep what they had. */
export interface FeedEntry {
  readonly id: string;
  readonly kind: FeedKind;
  readonly host: string;
  readonly port: string;
  readonly allow: string;
  readonly device: string;
  readonly baud: string;
  readonly line: '8N1' | '7E1' | '7O1' | '8E1' | '8O1';
  readonly directory: string;
  readonly path: string;
  readonly format: FormatName;
  readonly framing: '' | 'line' | 'stxetx' | 'formfeed' | 'close' | 'idle' | 'sentinel' | 'xml' | 'json';
  readonly begins: string;
  readonly layoutName: string;
  readonly layoutText: string;
  /** Further options, as the address has them: `telnet=auto&encoding=windows-1252`. */
  readonly more: string;
  /** The whole address, where it is written by hand. */
  readonly url: string;
  readonly silentAfter: string;
}

export const FIRST_FEED: FeedEntry = {
  ...{ id: 'cad', kind: 'tcp-listen', host: '0.0.0.0', port: '9101', allow: '' },
  ...{ device: '', baud: '9600', line: '8N1', directory: '', path: '' },
  ...{ format: 'newworld-xml', framing: '', begins: '', layoutName: '', layoutText: '', more: '', url: '', silentAfter: '30m' },
};

export const KINDS: readonly { readonly id: FeedKind; readonly name: string }[] = [
  { id: 'tcp-listen', name: 'Network: CAD connects to this machine' },
  { id: 'tcp', name: 'Network: this machine connects to CAD' },
  { id: 'serial', name: 'Serial line' },
  { id: 'watch', name: 'Files that appear in a directory' },
  { id: 'eido', name: 'EIDO server (WebSocket)' },
  { id: 'other', name: 'Another: I write the address' },
];

export const FORMATS: readonly { readonly id: FormatName; readonly name: string }[] = [
  { id: 'newworld-xml', name: 'New World XML' },
  { id: 'eido-json', name: 'EIDO (JSON)' },
  { id: 'delimited', name: 'Lines with columns' },
  { id: 'labelled', name: 'Reports and prints, text or HTML' },
  { id: 'unit-log', name: 'Unit-status log' },
  { id: 'ali', name: 'ALI (who called)' },
];

export const FRAMINGS: readonly { readonly id: FeedEntry['framing']; readonly name: string }[] = [
  { id: '', name: 'As usual for the format' },
  { id: 'line', name: 'Each line' },
  { id: 'close', name: 'One connection or file' },
  { id: 'idle', name: 'A pause ends it' },
  { id: 'formfeed', name: 'A form feed ends it' },
  { id: 'sentinel', name: 'A line that begins so begins it' },
  { id: 'stxetx', name: 'Between STX and ETX' },
  { id: 'xml', name: 'An XML document' },
  { id: 'json', name: 'A JSON value' },
];

const PARITIES = { N: 'none', E: 'even', O: 'odd' } as const;

export function needsLayout(format: FormatName): boolean {
  return format === 'delimited' || format === 'labelled' || format === 'unit-log' || format === 'ali';
}

/** Whether the feed's own address says how it is read; by hand, nobody knows. */
export function isByHand(feed: FeedEntry): boolean {
  return feed.kind === 'other';
}

/** The layout to be tried and kept; null where the address names none. */
export function layoutOf(feed: FeedEntry): { readonly name: string; readonly text: string } | null {
  const byHand = isByHand(feed) ? /[?&]layout=([^&]+)/.exec(feed.url)?.[1] : undefined;
  if (isByHand(feed) ? byHand === undefined : !needsLayout(feed.format)) return null;
  if (feed.layoutText.trim() === '') return null;
  return { name: byHand ?? nameOf(feed), text: feed.layoutText };
}

function nameOf({ layoutName }: FeedEntry): string {
  return layoutName.trim() === '' ? 'own' : layoutName.trim();
}

/** The feed's address, as a profile has it. */
export function feedUrl(feed: FeedEntry): string {
  if (isByHand(feed)) return feed.url.trim();
  const options: [string, string][] = [];
  const add = (name: string, value: string) => {
    if (value.trim() !== '') options.push([name, value.trim()]);
  };
  if (feed.kind === 'serial') {
    const [bits = '8', parity = 'N', stop = '1'] = feed.line;
    add('baud', feed.baud);
    if (bits !== '8') add('bits', bits);
    if (parity !== 'N') add('parity', PARITIES[parity as keyof typeof PARITIES]);
    if (stop !== '1') add('stop', stop);
  }
  if (feed.kind === 'tcp-listen') add('allow', feed.allow);
  add('format', feed.kind === 'eido' ? 'eido-json' : feed.format);
  if (feed.kind !== 'eido' && needsLayout(feed.format)) add('layout', nameOf(feed));
  if (feed.kind !== 'eido') {
    add('framing', feed.framing);
    if (feed.framing === 'sentinel') add('begins', feed.begins);
  }
  const written = options.map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%2C', ',')}`,
  );
  const query = [...written, ...(feed.more.trim() === '' ? [] : [feed.more.trim().replace(/^[?&]/, '')])].join('&');
  return `${placeOf(feed)}?${query}`;
}

function placeOf({ kind, host, port, device, directory, path }: FeedEntry): string {
  const server = `${host.includes(':') && !host.startsWith('[') ? `[${host.trim()}]` : host.trim()}:${port.trim()}`;
  // A path ends at the first question mark.
  const file = (text: string) => text.trim().replaceAll('%', '%25').replaceAll('?', '%3F');
  switch (kind) {
    case 'tcp-listen':
    case 'tcp':
      return `${kind}://${server}`;
    case 'serial':
      return `serial:${file(device)}`;
    case 'watch':
      return `watch:${file(directory)}`;
    default:
      return `wss://${server}/${path.trim().replace(/^\//, '')}`;
  }
}
