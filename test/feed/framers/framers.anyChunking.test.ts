import fc from 'fast-check';
import { type Framing, framerFor as framerOf, framings } from '../../../src/feed/framers/framerFor';
import type { CountedOutput } from '../../../src/feed/framers/frameTally';
import { accountedBytes, cutAt, frameAll } from '../support/framing';

const MAX_FRAME_BYTES = 40;
const framerFor = (framing: Framing, maxFrameBytes: number) => framerOf(framing, maxFrameBytes, { begins: 'RPT ', ends: 'END' });

const blocks = ['\x0c', 'a\r\nb', ' ', '\r\n', '\0', 'x'.repeat(MAX_FRAME_BYTES), '\x1bE'];

/** Pieces that a framer of each kind has an opinion on, whole and broken, as they might come over a bad line. */
const pieces: Record<Framing, readonly string[]> = {
  line: ['\r\n', '\n', '\r', ' ', '\t', '\xef\xbb\xbf', '\xef\xbb', 'a|b', 'x'.repeat(MAX_FRAME_BYTES), '\0', '\x0c'],
  xml: [
    '<?xml version="1.0"?>',
    '<?xml ',
    '<?xml',
    '<C>',
    '<C/>',
    '</C>',
    '<C a=">" b=\'"\'>',
    '<b>x</b>',
    '<!--',
    '-->',
    '<!-- <C> -->',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE c [<!ENTITY e "]>">]>',
    '<!D',
    '<?p',
    '?>',
    '"',
    "'",
    '<',
    '>',
    '/',
    ' ',
    '\n',
    '\xef\xbb\xbf',
    '\xef',
    'text',
    'y'.repeat(MAX_FRAME_BYTES),
    '\0',
  ],
  json: [
    '{',
    '}',
    '[',
    ']',
    '{"a":1}',
    '[{"b":"}{"}]',
    '"',
    '\\',
    ':',
    ',',
    '\n',
    ' ',
    '\xef\xbb\xbf',
    '\xef\xbb',
    'null',
    `"${'z'.repeat(MAX_FRAME_BYTES)}"`,
    '\0',
  ],
  stxetx: ['\x02', '\x03', '\r', '\n', '\0', '\x06', 'H', '2133\r', 'x', 'y'.repeat(MAX_FRAME_BYTES), '\x02H\x03', '\x02H\x03K'],
  formfeed: blocks,
  sentinel: ['RPT ', 'RP', 'T ', 'END', 'EN', 'D', '\r\n', '\n', '\r', ' ', '\0', 'a: b', 'x'.repeat(MAX_FRAME_BYTES), '\nRPT 1\n'],
  close: blocks,
  idle: blocks,
};

const streamOf = (framing: Framing) => fc.array(fc.constantFrom(...pieces[framing]), { maxLength: 30 }).map((all) => all.join(''));
const places = fc.array(fc.nat(2_000), { maxLength: 20 });
const ending = fc.constantFrom(undefined, 'cut' as const);

describe.each(framings)('%s framer', (framing) => {
  it('makes the same of the same bytes, however they are cut into chunks', () => {
    fc.assert(
      fc.property(streamOf(framing), places, ending, (stream, cuts, how) => {
        const whole = frameAll(framerFor(framing, MAX_FRAME_BYTES), [stream], how);
        expect(frameAll(framerFor(framing, MAX_FRAME_BYTES), cutAt(stream, cuts), how)).toEqual(whole);
        expect(frameAll(framerFor(framing, MAX_FRAME_BYTES), [...stream], how)).toEqual(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('accounts for every byte, in frames no longer than allowed and in the order they came', () => {
    fc.assert(
      fc.property(streamOf(framing), ending, (stream, how) => {
        const framed = frameAll(framerFor(framing, MAX_FRAME_BYTES), [stream], how);
        expect(accountedBytes(framed)).toBe(stream.length);
        let at = 0;
        for (const frame of framed.frames) {
          expect(frame.length).toBeLessThanOrEqual(MAX_FRAME_BYTES);
          at = stream.indexOf(frame, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += frame.length;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('has judged every byte but those of the record being read after each chunk', () => {
    fc.assert(
      fc.property(streamOf(framing), places, (stream, cuts) => {
        const framer = framerFor(framing, MAX_FRAME_BYTES);
        let unjudged = 0;
        for (const chunk of cutAt(stream, cuts)) {
          const output = framer.push(Buffer.from(chunk, 'latin1'));
          const framed = output.frames.reduce((sum, frame) => sum + frame.length, 0);
          const discarded = output.discarded.reduce((sum, { byteCount }) => sum + byteCount, 0);
          for (const { byteCount } of output.discarded) expect(byteCount).toBeGreaterThan(0);
          unjudged += chunk.length - framed - discarded - (output as CountedOutput).separatorBytes;
          expect(unjudged).toBeGreaterThanOrEqual(0);
          expect(unjudged).toBeLessThanOrEqual(MAX_FRAME_BYTES);
        }
      }),
    );
  });
});
