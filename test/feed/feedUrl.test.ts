import { parseFeedUrl, placeOf } from '../../src/feed/feedUrl';
import { isHeraldError } from '../../src/heraldError';

function messageOf(url: string): string {
  try {
    parseFeedUrl(url);
  } catch (error) {
    if (isHeraldError(error, 'feed.badUrl')) return error.message;
    throw error;
  }
  throw new Error(`${url} was accepted`);
}

const common = {
  layout: undefined,
  framing: 'line',
  maxFrameBytes: 1024 * 1024,
  encoding: undefined,
  silentAfterMs: undefined,
};
const reconnect = { delayMinMs: 500, delayMaxMs: 30_000 };

it.each([
  [
    'tcp-listen://127.0.0.1:0?format=newworld-xml&silentAfter=10m',
    {
      ...{ transport: 'tcp-listen', host: '127.0.0.1', port: 0, maxConnections: 64 },
      ...{ ...common, format: 'newworld-xml', framing: 'xml', maxFrameBytes: 4 * 1024 * 1024, silentAfterMs: 600_000 },
    },
  ],
  [
    'tcp://[::1]:4001/?format=eido-json&delayMin=1s&delayMax=1m',
    {
      ...{ transport: 'tcp', host: '::1', port: 4001, delayMinMs: 1_000, delayMaxMs: 60_000 },
      ...{ ...common, format: 'eido-json', framing: 'json', maxFrameBytes: 4 * 1024 * 1024 },
    },
  ],
  [
    'serial:/dev/ttyS0?format=delimited&layout=pipe-events&baud=1200&bits=7&parity=even&stop=2&rtscts=true&xon=true',
    {
      ...{ transport: 'serial', device: '/dev/ttyS0', baud: 1_200, dataBits: 7, parity: 'even', stopBits: 2 },
      ...{ rtscts: true, xon: true, ...reconnect, ...common, format: 'delimited', layout: 'pipe-events' },
    },
  ],
  [
    'serial:COM3?format=delimited',
    {
      ...{ transport: 'serial', device: 'COM3', baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
      ...{ rtscts: false, xon: false, ...reconnect, ...common, format: 'delimited' },
    },
  ],
  [
    'watch:C:\\CAD Export\\100%25?format=newworld-xml&framing=line&maxFrame=64&encoding=latin1&settle=2s&maxFile=1000',
    {
      ...{ transport: 'watch', directory: 'C:\\CAD Export\\100%', maxFileBytes: 1_000, settleMs: 2_000 },
      ...{ ...common, format: 'newworld-xml', maxFrameBytes: 64, encoding: 'windows-1252' },
    },
  ],
  [
    'REPLAY:evening%3F.jsonl?format=delimited&speed=2.5',
    { transport: 'replay', file: 'evening?.jsonl', speed: 2.5, ...common, format: 'delimited' },
  ],
])('reads %s', (url, address) => {
  expect(parseFeedUrl(url)).toEqual(address);
});

it.each([
  ['nonsense', 'the beginning'],
  ['http://127.0.0.1:80?format=delimited', '"http:"'],
  ['tcp://?format=delimited', 'host'],
  ['tcp://:9101?format=delimited', 'host'],
  ['tcp://user@host:9101?format=delimited', 'host'],
  ['tcp://::1:9101?format=delimited', 'host'],
  ['tcp://host/path:9101?format=delimited', 'host'],
  ['tcp://host?format=delimited', 'port'],
  ['tcp://host:0?format=delimited', 'port'],
  ['tcp-listen://host:65536?format=delimited', 'port'],
  ['tcp-listen://host:91x?format=delimited', 'port'],
  ['tcp-listen://127.0.0.1:9101', 'format'],
  ['tcp-listen://127.0.0.1:9101?format=', 'format'],
  ['tcp-listen://127.0.0.1:9101?format=a&format=b', 'format'],
  ['tcp-listen://127.0.0.1:9101?format=a&formt=b', 'formt'],
  ['tcp-listen://127.0.0.1:9101?format=a&baud=9600', 'baud'],
  ['tcp-listen://127.0.0.1:9101?format=a&framing=xlm', 'framing'],
  ['tcp-listen://127.0.0.1:9101?format=a&maxFrame=1M', 'maxFrame'],
  ['tcp-listen://127.0.0.1:9101?format=a&maxFrame=0', 'maxFrame'],
  ['tcp-listen://127.0.0.1:9101?format=a&silentAfter=10', 'silentAfter'],
  ['tcp-listen://127.0.0.1:9101?format=a&encoding=utf8ish', 'encoding'],
  ['tcp://127.0.0.1:9101?format=a&delayMin=2s&delayMax=1s', 'delayMax'],
  ['serial:?format=a', 'the device'],
  ['serial:/dev/ttyS0?format=a&baud=fast', 'baud'],
  ['serial:/dev/ttyS0?format=a&parity=some', 'parity'],
  ['serial:/dev/ttyS0?format=a&rtscts=1', 'rtscts'],
  ['watch:?format=a', 'the directory'],
  ['watch:/exports/100%?format=a', 'the directory'],
  ['replay:?format=a', 'the file'],
  ['replay:evening.jsonl?format=a&speed=-1', 'speed'],
])('refuses %s, naming %s', (url, part) => {
  expect(messageOf(url)).toMatch(`": ${part} `);
});

it.each([
  ['tcp-listen://[::1]:9101?format=a', '[::1]:9101'],
  ['tcp://cad.example:9101?format=a', 'cad.example:9101'],
  ['serial:/dev/ttyS0?format=a', '/dev/ttyS0'],
  ['watch:/exports?format=a', '/exports'],
  ['replay:evening.jsonl?format=a', 'evening.jsonl'],
])('says where %s is', (url, place) => {
  expect(placeOf(parseFeedUrl(url))).toBe(place);
});
