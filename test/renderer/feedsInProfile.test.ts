import { feedEntryOf } from '../../renderer/screens/feeds/feedEntryOf';
import { feedsPart, withFeed, withoutFeed } from '../../renderer/screens/feeds/feedsInProfile';
import { FIRST_FEED, feedUrl } from '../../renderer/screens/setup/feedAddress';

const LAYOUT = { kind: 'delimited', delimiter: '|' };
const profile = (feeds: readonly { id: string; url: string }[], layouts = {}) =>
  JSON.stringify({ agency: { name: 'Palm Key PD', timeZone: 'America/New_York' }, feeds, layouts, ruleset: { kept: true } });

test.each([
  ['tcp-listen://0.0.0.0:9101?allow=10.1.2.0/24&format=newworld-xml', 'tcp-listen'],
  ['tcp-listen://[::]:9101?format=eido-json&framing=json', 'tcp-listen'],
  ['tcp://cad.local:4001?format=delimited&layout=events&framing=sentinel&begins=Incident%20of', 'tcp'],
  ['tcp://cad.local:4001?format=delimited&layout=events&telnet=auto&encoding=windows-1252', 'tcp'],
  ['serial:/dev/ttyUSB0?baud=9600&bits=7&parity=even&format=ali&layout=ali', 'serial'],
  ['watch:/var/spool/cad?format=newworld-xml', 'watch'],
  ['wss://eido.example:443/feed/1?format=eido-json', 'eido'],
])('%s comes back field by field, and the fields say the same address', (url, kind) => {
  const entry = feedEntryOf({ id: 'cad', url, silentAfter: '30m' }, { events: LAYOUT });
  expect(entry).toMatchObject({ id: 'cad', kind, silentAfter: '30m' });
  expect(feedUrl(entry)).toBe(url);
});

test.each(['replay:/recordings/evening.jsonl?format=newworld-xml&speed=1', 'tcp://cad:4001?maxFrame=1&format=newworld-xml'])(
  '%s, which fields cannot say so, is changed as the address it is',
  (url) => {
    const entry = feedEntryOf({ id: 'cad', url }, {});
    expect(entry.kind).toBe('other');
    expect(feedUrl(entry)).toBe(url);
  },
);

const CAD = { id: 'cad', url: 'tcp://cad:4001?format=delimited&layout=own' };
const further = { ...FIRST_FEED, id: 'units', kind: 'tcp', host: 'cad', port: '4002', format: 'delimited' } as const;

test('a further feed leaves all else as it is, and the layout of another feed to that one', () => {
  const text = withFeed(
    profile([CAD], { own: LAYOUT }),
    { ...further, layoutText: '{"kind":"delimited","delimiter":";"}' },
    undefined,
  );
  expect(JSON.parse(text).ruleset).toEqual({ kept: true });
  expect(feedsPart(text)).toMatchObject({
    feeds: [CAD, { id: 'units', url: 'tcp://cad:4002?format=delimited&layout=own-units', silentAfter: '30m' }],
    layouts: { own: LAYOUT, 'own-units': { kind: 'delimited', delimiter: ';' } },
  });
  // The same layout is shared.
  const shared = withFeed(profile([CAD], { own: LAYOUT }), { ...further, layoutText: JSON.stringify(LAYOUT) }, undefined);
  expect(feedsPart(shared)).toMatchObject({
    feeds: [CAD, { url: expect.stringMatching(/layout=own$/) }],
    layouts: { own: LAYOUT },
  });
});

test('a feed is changed where it stands, its own layout with it, and removed without its neighbours', () => {
  const entry = { ...feedEntryOf(CAD, { own: LAYOUT }), port: '4009', silentAfter: '', layoutText: '{"kind":"delimited"}' };
  const text = withFeed(profile([CAD, { id: 'rms', url: 'watch:/rms?format=newworld-xml' }], { own: LAYOUT }), entry, 'cad');
  expect(feedsPart(text)).toMatchObject({
    feeds: [{ id: 'cad', url: 'tcp://cad:4009?format=delimited&layout=own' }, { id: 'rms' }],
    layouts: { own: { kind: 'delimited' } },
  });
  expect(feedsPart(withoutFeed(text, 'cad')).feeds.map(({ id }) => id)).toEqual(['rms']);
});
