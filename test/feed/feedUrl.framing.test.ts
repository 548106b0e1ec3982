import { parseFeedUrl } from '../../src/feed/feedUrl';
import { peerCheck } from '../../src/feed/feedUrlAllow';

const framing = (query: string, place = 'tcp://h:1') => parseFeedUrl(`${place}?${query}`);

it.each([
  ['format=ali&layout=l', { framing: 'stxetx', bcc: 'auto', ack: undefined }],
  ['format=ali&bcc=xor&ack=on', { framing: 'stxetx', bcc: 'xor', ack: 'on' }],
  ['format=labelled&framing=formfeed', { framing: 'formfeed', idleMs: undefined }],
  ['format=labelled&framing=formfeed&idle=3s', { framing: 'formfeed', idleMs: 3_000 }],
  ['format=labelled&framing=idle', { framing: 'idle', idleMs: 2_000 }],
  ['format=labelled&framing=sentinel&begins=EVENT%3A', { framing: 'sentinel', begins: 'EVENT:', idleMs: 5_000 }],
  ['format=labelled&framing=sentinel&ends=***+END', { framing: 'sentinel', ends: '*** END', idleMs: undefined }],
  ['format=labelled&framing=close&telnet=auto', { framing: 'close', telnet: 'auto' }],
])('reads %s', (query, expected) => {
  expect(framing(query)).toMatchObject(expected);
});

it.each([
  ['tcp://h:1?format=labelled&framing=sentinel', /begins or ends is needed/],
  ['tcp://h:1?format=labelled&framing=sentinel&begins=+', /begins is blank/],
  ['tcp://h:1?format=labelled&bcc=xor', /bcc is not an option/],
  ['tcp://h:1?format=labelled&ack=on', /ack is not an option/],
  ['tcp://h:1?format=ali&bcc=crc', /bcc must be one of/],
  ['replay:file?format=ali&ack=on', /ack needs a line/],
  ['serial:/dev/ttyS0?format=labelled&framing=close', /a serial line does not end/],
  ['tcp-listen://h:1?format=labelled&allow=10.1.2.0/33', /allow has "10.1.2.0\/33"/],
  ['tcp-listen://h:1?format=labelled&allow=cad.local', /allow has "cad.local"/],
  ['tcp://h:1?format=labelled&allow=10.1.2.3', /allow is not an option/],
])('refuses %s', (url, message) => {
  expect(() => parseFeedUrl(url)).toThrow(message);
});

it('knows whom a list allows, whether they come over IPv4, IPv6 or one inside the other', () => {
  const address = parseFeedUrl('tcp-listen://[::]:1?format=labelled&allow=10.1.2.0/24,127.0.0.1,fd00::/8');
  const isAllowed = peerCheck(address.transport === 'tcp-listen' ? address.allow : undefined);
  const peers = [
    '10.1.2.77',
    '::ffff:10.1.2.77',
    '127.0.0.1',
    'fd12::1',
    '10.1.3.1',
    '::ffff:10.1.3.1',
    '127.0.0.2',
    'fe80::1%eth0',
    '::1',
  ];
  expect(peers.filter(isAllowed)).toEqual(['10.1.2.77', '::ffff:10.1.2.77', '127.0.0.1', 'fd12::1']);
  expect(isAllowed(undefined)).toBe(false);
  expect(peerCheck(undefined)('192.0.2.1')).toBe(true);
});
