/** Text of a frame, and the way back from a place in it to the byte it came from. */
export interface DecodedText {
  readonly text: string;
  /** The byte offset in the frame of the character at `index`. */
  byteAt(index: number): number;
}

// What Windows-1252 has at 0x80 to 0x9F. Written out because TextDecoder of Node 20 to 23 reads these bytes as Latin-1.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const CONTROL_RANGE = /[\u0080-\u009f]/g;

/** UTF-8 or UTF-16 by byte order mark, else UTF-8, else Windows-1252. Never fails: every byte means something there. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return utf16(buffer.subarray(2).toString('utf16le'));
  if (buffer[0] === 0xfe && buffer[1] === 0xff) {
    const even = buffer.subarray(2, buffer.length - (buffer.length % 2));
    return utf16(Buffer.from(even).swap16().toString('utf16le'));
  }
  const start = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer.subarray(start));
    return { text, byteAt: (index) => start + Buffer.byteLength(text.slice(0, index)) };
  } catch {
    const text = buffer.subarray(start).toString('latin1');
    return {
      text: text.replace(CONTROL_RANGE, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80] as string),
      byteAt: (index) => start + index,
    };
  }
}

function utf16(text: string): DecodedText {
  return { text, byteAt: (index) => 2 + 2 * index };
}
