import fc from 'fast-check';
import { type FramingOptions, framerFor } from '../../../src/feed/framers/framerFor';
import { accountedBytes, cutAt, frameAll } from '../support/framing';

const MAX_FRAME_BYTES = 40;
const lines = ['RPT ', 'RP', 'T ', 'END', 'EN', 'D', '\r\n', '\n', '\r', ' ', '\0', 'a: b', 'x'.repeat(MAX_FRAME_BYTES)];
const controls = ['\x02', '\x03', '\r', '\0', 'H', '\x02H\x03', '\x02H\x03K', '\x02H\x03I', '2133', 'y'.repeat(MAX_FRAME_BYTES)];
const telnet = ['\xff', '\xff\xff', '\xff\xfb\x2c', '\xff\xfd\x00', '\xff\xfe\x01', '\xff\xfa', '\x2c\x01\xff\xf0', '\xff\xf1'];

const kinds: readonly ['sentinel' | 'stxetx' | 'line', FramingOptions, readonly string[]][] = [
  ['sentinel', { begins: 'RPT ' }, lines],
  ['sentinel', { ends: 'END' }, lines],
  ['stxetx', { bcc: 'xor' }, controls],
  ['stxetx', { bcc: 'none' }, controls],
  ['stxetx', { bcc: 'auto', telnet: 'on' }, [...controls, ...telnet]],
  ['line', { telnet: 'auto' }, [...lines, ...telnet]],
  ['line', { telnet: 'on' }, [...lines, ...telnet, '\r\0', 's'.repeat(520)]],
];

describe.each(kinds)('%s framer with %j', (framing, options, pieces) => {
  const framer = () => framerFor(framing, MAX_FRAME_BYTES, options);
  const streams = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((all) => all.join(''));
  const places = fc.array(fc.nat(2_000), { maxLength: 20 });
  const ending = fc.constantFrom(undefined, 'cut' as const);

  it('makes the same of the same bytes, however they are cut into chunks, and accounts for every byte', () => {
    fc.assert(
      fc.property(streams, places, ending, (stream, cuts, how) => {
        const whole = frameAll(framer(), [stream], how);
        expect(frameAll(framer(), cutAt(stream, cuts), how)).toEqual(whole);
        expect(frameAll(framer(), [...stream], how)).toEqual(whole);
        expect(accountedBytes(whole)).toBe(stream.length);
        for (const frame of whole.frames) expect(frame.length).toBeLessThanOrEqual(MAX_FRAME_BYTES);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no more than one record', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const reading = framer();
        for (const letter of stream) {
          reading.push(Buffer.from(letter, 'latin1'));
          expect(reading.pendingBytes).toBeLessThanOrEqual(MAX_FRAME_BYTES);
        }
      }),
    );
  });
});
