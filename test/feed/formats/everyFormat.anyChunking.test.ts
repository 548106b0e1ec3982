import fc from 'fast-check';
import { delimitedFormat } from '../../../src/feed/formats/delimited';
import type { FrameFormat } from '../../../src/feed/formats/format';
import { formatByName } from '../../../src/feed/formats/formatByName';
import { type Framing, framerFor } from '../../../src/feed/framers/framerFor';
import { newWorldXml } from '../../support/newWorldCall';
import { shippedLayout, shippedSample } from '../../support/shippedLayout';
import { testProfile } from '../../support/testProfile';

const CONTEXT = { timeZone: 'America/New_York', receivedAt: Date.UTC(2025, 5, 3, 20) };
const MAX = 1024 * 1024;

/** What a stream amounts to when it comes in these pieces. */
function understood(format: FrameFormat, framing: Framing, pieces: readonly Uint8Array[]): string {
  const framer = framerFor(framing, MAX);
  const outputs = [...pieces.map((piece) => framer.push(piece)), framer.end()];
  const frames = outputs.flatMap((output) => output.frames);
  const discarded = outputs.flatMap((output) => output.discarded).reduce((sum, { byteCount }) => sum + byteCount, 0);
  return JSON.stringify([frames.map((frame) => format.parse(frame, CONTEXT)), discarded]);
}

const shipped = [
  'as400-rnr',
  'cad-incident-detail',
  'chester-adi-html',
  'chester-adi-text',
  'cis-status-log',
  'event-report',
  'event-times-log',
  'hexagon-dispatch-html',
  'newworld-rip-and-run',
  'orange-log',
  'valcour-html',
  'ali-callbk',
].map((name): [string, FrameFormat, Framing, Uint8Array] => {
  const layout = shippedLayout(name);
  return [name, formatByName(layout.kind, layout), layout.kind === 'ali' ? 'stxetx' : 'close', shippedSample(name)];
});

const lines = ['NEW|BURG-RES|P3||941-555-0111', 'DISP|||2A1', 'WHAT', 'CLOSE']
  .map((rest) => `2025-06-03T20:00:00Z|25-1|${rest}\r\n`)
  .join('');
const { layouts } = testProfile();
const eido = {
  $id: 'urn:x:1',
  callComponent: [{ $id: 'urn:call:1', callBackReference: { $ref: 'cb' } }],
  callbackComponent: [{ $id: 'cb', callBackInformationUri: ['tel:9415550111'] }],
};

const formats: readonly [string, FrameFormat, Framing, Uint8Array][] = [
  ['delimited', delimitedFormat(layouts.events as never), 'line', Buffer.from(lines)],
  [
    'newworld-xml',
    formatByName('newworld-xml'),
    'xml',
    Buffer.from(
      `garbage${newWorldXml({ callNumber: '1' })}\n${newWorldXml({ callNumber: '2', units: [{ unit: 'A1', dispatched: '2025-06-03T16:00:00' }] })}`,
    ),
  ],
  [
    'eido-json',
    formatByName('eido-json'),
    'json',
    Buffer.from(`${JSON.stringify(eido)} ${JSON.stringify([eido, { ...eido, $id: 'urn:x:2' }])}`),
  ],
  ...shipped,
];

describe('what is understood does not depend on how the bytes come', () => {
  it.each(formats)('%s: in one piece, byte by byte, and in any pieces', (_name, format, framing, bytes) => {
    const whole = understood(format, framing, [bytes]);
    expect(whole).toMatch(/"kind":"(snapshot|report|event|callerInfo)"/);
    expect(
      understood(
        format,
        framing,
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toBe(whole);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (places) => {
        const at = [0, ...places.sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(understood(format, framing, pieces)).toBe(whole);
      }),
      { numRuns: 20 },
    );
  });
});
