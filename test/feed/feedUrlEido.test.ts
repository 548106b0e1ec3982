import { parseFeedUrl, placeOf } from '../../src/feed/feedUrl';
import { isHeraldError } from '../../src/heraldError';

it('reads the address of an EIDO server', () => {
  const address = parseFeedUrl(
    'wss://eido.county.example:16000/IncidentData/ent?format=eido-json&cert=%2Fetc%2Fherald%2Fus.pem&key=us.key&ca=C:\\county.pem&expires=30m',
  );
  expect(address).toMatchObject({
    ...{ transport: 'eido', secure: true, host: 'eido.county.example', port: 16_000, path: '/IncidentData/ent' },
    ...{ certFile: '/etc/herald/us.pem', keyFile: 'us.key', caFile: 'C:\\county.pem' },
    ...{ subprotocol: 'emergency-ent1.0', expiresMs: 1_800_000, delayMinMs: 500, delayMaxMs: 30_000 },
  });
  expect(placeOf(address)).toBe('eido.county.example:16000');
});

it.each(['ws://127.0.0.1:1/?format=eido-json', 'ws://localhost:1?format=eido-json', 'ws://[::1]:1/a/b?format=eido-json'])(
  'goes without TLS to this computer: %s',
  (url) => {
    expect(parseFeedUrl(url)).toMatchObject({ secure: false, expiresMs: 3_600_000, certFile: undefined });
  },
);

it.each([
  ['ws://10.0.0.5:1/ent?format=eido-json', '"ws:"'],
  ['ws://127.example.com:1/ent?format=eido-json', '"ws:"'],
  ['wss://h:1/ent?format=newworld-xml', 'format'],
  ['wss://h:1/ent?format=eido-json&cert=a.pem', 'key'],
  ['wss://h:1/ent?format=eido-json&key=a.key', 'cert'],
  ['ws://localhost:1/ent?format=eido-json&ca=a.pem', 'cert, key or ca'],
  ['wss://h:1/ent?format=eido-json&expires=10s', 'expires'],
  ['wss://h:1/e nt?format=eido-json', 'the path'],
  ['wss://h:1/ent?format=eido-json&subprotocol=a,b', 'subprotocol'],
  ['wss://h/ent?format=eido-json', 'port'],
  ['wss:///ent?format=eido-json', 'host'],
  ['tcp://h:1?format=eido-json&cert=a', 'cert'],
])('refuses %s and names %s', (url, part) => {
  let thrown: unknown;
  try {
    parseFeedUrl(url);
  } catch (error) {
    thrown = error;
  }
  expect(isHeraldError(thrown, 'feed.badUrl') && thrown.context.part).toBe(part);
});
