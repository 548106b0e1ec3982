import fc from 'fast-check';
import { decodeText } from '../../../src/feed/formats/decodeText';
import { type Framing, type FramingOptions, framerFor } from '../../../src/feed/framers/framerFor';

/** Records that a text in some encoding holds, as a format would read them. */
function records(framing: Framing, options: FramingOptions, chunks: readonly Uint8Array[], how?: 'cut') {
  const framer = framerFor(framing, 10_000, options);
  const outputs = [...chunks.map((chunk) => framer.push(chunk)), framer.end(how)];
  const discarded = outputs.flatMap((output) => output.discarded).reduce((sum, { byteCount }) => sum + byteCount, 0);
  return { texts: outputs.flatMap(({ frames }) => frames.map((frame) => decodeText(frame).text)), discarded };
}

/** Cuts bytes at these places, taken modulo the length. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((place, index) => bytes.subarray(sorted[index], place));
}

const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const MARK = '\ufeff';

// 'Ċ' is 0A 01 or 01 0A in UTF-16, '〉' has 3E-like neighbours, '😀' is two code units.
const words = ['a|b', 'Peñ', 'Ċ', '〉', '😀', '‚', '€', ' ', '\u2028', 'ﻀ'];
const oneLine = fc.array(fc.constantFrom(...words), { minLength: 1 }).map((parts) => `x${parts.join('')}`);

describe.each([
  ['UTF-16 LE by its mark', {}, (text: string) => utf16le(MARK + text)],
  ['UTF-16 BE by its mark', {}, (text: string) => utf16be(MARK + text)],
  ['UTF-16 LE without a mark', { encoding: 'utf-16le' }, utf16le],
  ['UTF-16 BE without a mark', { encoding: 'utf-16be' }, utf16be],
  ['UTF-16 BE by its mark, although called LE', { encoding: 'utf-16le' }, (text: string) => utf16be(MARK + text)],
  ['UTF-8', {}, (text: string) => Buffer.from(text)],
] as const)('%s', (_, options, encode) => {
  it('gives the same lines in any chunks', () => {
    fc.assert(
      fc.property(fc.array(oneLine), fc.array(fc.nat(2_000), { maxLength: 30 }), (lines, places) => {
        const bytes = encode(lines.map((line) => `${line}\r\n`).join(''));
        expect(records('line', options, cutAt(bytes, places))).toEqual({ texts: lines, discarded: 0 });
        expect(
          records(
            'line',
            options,
            [...bytes].map((byte) => Uint8Array.of(byte)),
          ),
        ).toEqual({ texts: lines, discarded: 0 });
      }),
    );
  });

  it('gives the same documents in any chunks', () => {
    fc.assert(
      fc.property(fc.array(oneLine), fc.array(fc.nat(2_000), { maxLength: 30 }), (values, places) => {
        const xml = values.map((value) => `<Call><Text>${value}</Text></Call>`);
        expect(records('xml', options, cutAt(encode(xml.join('\n')), places))).toEqual({ texts: xml, discarded: 0 });
        const json = values.map((value) => JSON.stringify({ value }));
        expect(records('json', options, cutAt(encode(json.join('')), places))).toEqual({ texts: json, discarded: 0 });
      }),
    );
  });
});

it('reads Windows-1252 and Latin-1 where they are said to be, in any chunks', () => {
  const lines = ['Pe\xf1a \x80 20 \x93quoted\x94', 'plain', '\xc3\xb1 is two letters here'];
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');
  const expected = { texts: ['Peña € 20 “quoted”', 'plain', 'Ã± is two letters here'], discarded: 0 };
  fc.assert(
    fc.property(fc.array(fc.nat(1_000)), (places) => {
      expect(records('line', { encoding: 'windows-1252' }, cutAt(bytes, places))).toEqual(expected);
    }),
  );
});

it('leaves checksums to the bytes that came', () => {
  const body = Buffer.from('2125\rPe\xf1a\r', 'latin1');
  const bcc = [...body, 0x03].reduce((sum, byte) => sum ^ byte, 0);
  const record = Buffer.concat([Buffer.of(0x02), body, Buffer.of(0x03, bcc)]);
  const read = records('stxetx', { encoding: 'windows-1252', bcc: 'xor' }, [record]);
  expect(read.discarded).toBe(0);
  expect(read.texts).toEqual([expect.stringContaining('Peña')]);
});

it('reads other encodings that a computer knows', () => {
  const read = records('line', { encoding: 'shift_jis' }, [Buffer.from([0x83, 0x5c, 0x0a, 0x41, 0x0a])]);
  expect(read).toEqual({ texts: ['ソ', 'A'], discarded: 0 });
});

it('counts what was cut off in the middle of a character', () => {
  const bytes = utf16le(`${MARK}one\ntwo\n`);
  expect(records('line', {}, [bytes, Uint8Array.of(0x41)])).toEqual({ texts: ['one', 'two'], discarded: 1 });
});

it('does not take the beginning of any stream for a mark', () => {
  expect(records('line', {}, [Uint8Array.of(0xff), Buffer.from('one\n')])).toEqual({ texts: ['ÿone'], discarded: 0 });
  expect(records('line', {}, [Uint8Array.of(0xfe)])).toEqual({ texts: ['þ'], discarded: 0 });
  expect(records('line', {}, [])).toEqual({ texts: [], discarded: 0 });
});
