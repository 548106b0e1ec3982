import { decodeText } from '../formats/decodeText';
import type { Framer, FramerOutput } from '../frame';
import { UTF8_BYTE_ORDER_MARK } from './ascii';
import type { CountedOutput } from './frameTally';

const NOTHING: CountedOutput = { frames: [], discarded: [], separatorBytes: 0 };

/**
 * A framer for text in another encoding. Framers look for single ASCII bytes, which UTF-16 has not, so a stream that begins
 * with its byte order mark, or is said to be in such an encoding, is made UTF-8 before it is framed; Windows-1252 (and
 * Latin-1, its part) has them, and is made UTF-8 frame by frame, so that checksums are of the bytes that came. Frames that
 * were changed begin with UTF-8's byte order mark: whoever reads them need not be told. `encoding` as TextDecoder names it.
 */
export function transcodingFramer(inner: Framer, encoding: string | undefined): Framer {
  if (encoding === 'utf-8') return inner;
  if (encoding === 'windows-1252') return new ByFrame(inner);
  return new ByStream(inner, encoding);
}

class ByFrame implements Framer {
  readonly #inner: Framer;
  constructor(inner: Framer) {
    this.#inner = inner;
  }
  get pendingBytes(): number {
    return this.#inner.pendingBytes;
  }
  push(chunk: Uint8Array): FramerOutput {
    return this.#transcoded(this.#inner.push(chunk));
  }
  idle(): FramerOutput {
    return this.#transcoded(this.#inner.idle?.() ?? NOTHING);
  }
  end(how?: 'cut'): FramerOutput {
    return this.#transcoded(this.#inner.end(how));
  }
  #transcoded(output: FramerOutput): FramerOutput {
    const isAscii = (frame: Uint8Array) => frame.every((byte) => byte < 0x80);
    const frames = output.frames.map((frame) => (isAscii(frame) ? frame : marked(decodeText(frame, 'windows-1252').text)));
    return { ...output, frames };
  }
}

class ByStream implements Framer {
  readonly #inner: Framer;
  readonly #encoding: string | undefined;
  /** The first byte of a stream, while it may be that of a byte order mark. */
  #first: number | undefined;
  /** Undefined: not decided yet. `plain`: nothing to decode. */
  #decoder: TextDecoder | 'plain' | undefined;
  #bytes = 0;

  constructor(inner: Framer, encoding: string | undefined) {
    this.#inner = inner;
    this.#encoding = encoding;
  }

  get pendingBytes(): number {
    return this.#inner.pendingBytes;
  }

  push(chunk: Uint8Array): FramerOutput {
    const rest = this.#decoder === undefined ? this.#decide(chunk) : chunk;
    return rest === undefined ? NOTHING : this.#pushOn(rest);
  }

  idle(): FramerOutput {
    return this.#marked(this.#inner.idle?.() ?? NOTHING);
  }

  end(how?: 'cut'): FramerOutput {
    // A stream of one byte has no mark.
    const before = this.#decoder === undefined ? this.#pushOn(this.#noMark(new Uint8Array())) : NOTHING;
    const cutOff = typeof this.#decoder === 'object' && this.#decoder.decode() !== '' ? 1 + ((this.#bytes + 1) % 2) : 0;
    const after = this.#marked(this.#inner.end(how));
    const lost = cutOff > 0 ? [{ reason: 'incompleteAtClose' as const, byteCount: cutOff }] : [];
    return joined(before, after, { ...NOTHING, discarded: lost });
  }

  /** What is left to read once the first two bytes are known; undefined while they are not. */
  #decide(chunk: Uint8Array): Uint8Array | undefined {
    let at = 0;
    if (this.#first === undefined) {
      if (chunk.length === 0) return undefined;
      if (chunk[0] !== 0xff && chunk[0] !== 0xfe) return this.#noMark(chunk);
      this.#first = chunk[0];
      at = 1;
    }
    if (at === chunk.length) return undefined;
    if ((this.#first ^ (chunk[at] as number)) !== 1) return this.#noMark(chunk.subarray(at));
    this.#decoder = decoderOf(this.#first === 0xff ? 'utf-16le' : 'utf-16be');
    return chunk.subarray(at + 1);
  }

  /** All that has come of a stream without a mark. */
  #noMark(rest: Uint8Array): Uint8Array {
    this.#decoder = this.#encoding === undefined ? 'plain' : decoderOf(this.#encoding);
    return this.#first === undefined ? rest : Buffer.concat([Buffer.from([this.#first]), rest]);
  }

  #pushOn(chunk: Uint8Array): FramerOutput {
    if (typeof this.#decoder !== 'object') return this.#inner.push(chunk);
    this.#bytes += chunk.length;
    return this.#marked(this.#inner.push(Buffer.from(this.#decoder.decode(chunk, { stream: true }))));
  }

  #marked(output: FramerOutput): FramerOutput {
    if (typeof this.#decoder !== 'object') return output;
    return { ...output, frames: output.frames.map((frame) => marked(frame)) };
  }
}

function joined(...outputs: readonly FramerOutput[]): CountedOutput {
  const sum = (count: (output: Partial<CountedOutput>) => number | undefined) =>
    outputs.reduce((total, output) => total + (count(output) ?? 0), 0);
  return {
    frames: outputs.flatMap(({ frames }) => frames),
    discarded: outputs.flatMap(({ discarded }) => discarded),
    separatorBytes: sum((output) => output.separatorBytes),
    badChecksums: sum((output) => output.badChecksums),
  };
}

function decoderOf(encoding: string): TextDecoder {
  // Marks that come later are for the framers, which know them as separators.
  return new TextDecoder(encoding, { ignoreBOM: true });
}

function marked(text: string | Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(UTF8_BYTE_ORDER_MARK), typeof text === 'string' ? Buffer.from(text) : text]);
}
