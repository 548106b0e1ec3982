/** Text of a frame, and the way back from a place in it to the byte it came from. */
export interface DecodedText {
  readonly text: string;
  /** The byte offset in the frame of the character at `index`. */
  byteAt(index: number): number;
}

// What Windows-1252 has at 0x80 to 0x9F. Written out because TextDecoder of Node 20 to 23 reads these bytes as Latin-1.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const CONTROL_RANGE = /[\u0080-\u009f]/g;

/** What a layout may name where a feed has no byte order mark and is not UTF-8. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * UTF-8 or UTF-16 by byte order mark; else as `encoding` says; else UTF-8, and Windows-1252 where it is not that. Never
 * fails: every byte means something there.
 */
export function decodeText(bytes: Uint8Array, encoding: Encoding = 'utf-8'): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return utf16(buffer.subarray(2), 2);
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return utf16(swapped(buffer.subarray(2)), 2);
  if (encoding === 'utf-16le') return utf16(buffer, 0);
  if (encoding === 'utf-16be') return utf16(swapped(buffer), 0);
  const start = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
  const body = buffer.subarray(start);
  const utf8 = encoding === 'utf-8' || start > 0 ? readUtf8(body) : undefined;
  if (utf8 !== undefined) return { text: utf8, byteAt: (index) => start + Buffer.byteLength(utf8.slice(0, index)) };
  const latin1 = body.toString('latin1');
  const text =
    encoding === 'latin-1' ? latin1 : latin1.replace(CONTROL_RANGE, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80] as string);
  return { text, byteAt: (index) => start + index };
}

function readUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function utf16(bytes: Buffer, start: number): DecodedText {
  return { text: bytes.toString('utf16le'), byteAt: (index) => start + 2 * index };
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
