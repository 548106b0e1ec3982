import type { Framing, FramingOptions } from '../../src/feed/framers/framerFor';
import { mutate, mutateDigits } from './mutate';
import type { Random } from './random';

export const MAX_FRAME_BYTES = 16 * 1024;

/** A record on its wire, and what must become of it: exactly one frame, or as many discarded bytes. */
export interface Sent {
  readonly wire: Uint8Array;
  readonly frame: Uint8Array | undefined;
  readonly discardedBytes: number;
}

/** How records travel. `send` puts one on the wire, mutated as far as its boundaries can still be told. */
export interface Wire {
  readonly name: string;
  readonly framing: Framing;
  readonly options?: FramingOptions;
  /** Each record has a connection of its own. */
  readonly onePerConnection?: boolean;
  send(random: Random, record: Uint8Array): Sent;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const STX = 0x02;
const ETX = 0x03;

function without(bytes: Uint8Array, ...unwanted: readonly number[]): Uint8Array {
  return bytes.map((byte) => (unwanted.includes(byte) ? 0x2e : byte));
}

/** Begins with a letter, so that it is neither blank nor begins with a mark of its own; at times it is far too long. */
function lettered(random: Random, bytes: Uint8Array): Uint8Array {
  const tooLong = random.chance(0.002);
  return Buffer.concat([
    Buffer.from(random.pick(['1', '2', 'A'])),
    bytes,
    tooLong ? Buffer.alloc(MAX_FRAME_BYTES, 0x78) : Buffer.alloc(0),
  ]);
}

function keep(random: Random, bytes: Uint8Array): Uint8Array {
  if (random.chance(0.3) && bytes.length > 0 && (bytes[0] as number) > 0x20 && (bytes[0] as number) < 0x7f) return bytes;
  return lettered(random, mutate(random, bytes));
}

function whole(body: Uint8Array, ...parts: readonly Uint8Array[]): Sent {
  const fits = body.length <= MAX_FRAME_BYTES;
  return { wire: Buffer.concat([...parts]), frame: fits ? body : undefined, discardedBytes: fits ? 0 : body.length };
}

export const lines: Wire = {
  name: 'line',
  framing: 'line',
  send(random, record) {
    const body = without(keep(random, record), 0x0a, 0x0d);
    return whole(body, body, Buffer.from(random.pick(['\n', '\r\n', '\r', '\n \n'])));
  },
};

/** The checksum is right but for one in ten: then the record is to be discarded. */
export const stxEtxXor: Wire = {
  name: 'stxetx bcc=xor',
  framing: 'stxetx',
  options: { bcc: 'xor' },
  send(random, record) {
    const body = without(keep(random, record), STX, ETX);
    const right = body.reduce((sum, byte) => sum ^ byte, ETX);
    const isWrong = random.chance(0.1);
    const wrong = [right ^ 0x40, right ^ 0x80, right ^ 0x10][random.below(3)] as number;
    const sent = whole(body, Uint8Array.of(STX), body, Uint8Array.of(ETX, isWrong ? wrong : right), filler(random));
    return isWrong ? { ...sent, frame: undefined, discardedBytes: body.length } : sent;
  },
};

/** Checksums of every value, control bytes included, or none. */
export const stxEtxAuto: Wire = {
  name: 'stxetx bcc=auto',
  framing: 'stxetx',
  options: { bcc: 'auto', telnet: 'auto' },
  send(random, record) {
    const body = without(keep(random, record), STX, ETX, 0xff);
    const check = random.chance(0.2) ? Buffer.alloc(0) : Uint8Array.of(random.pick([0x02, 0x03, 0x0d, random.below(255)]));
    return whole(body, Uint8Array.of(STX), body, Uint8Array.of(ETX), check, check.length === 0 ? Buffer.alloc(0) : filler(random));
  },
};

export const formFeeds: Wire = {
  name: 'formfeed',
  framing: 'formfeed',
  send(random, record) {
    const body = without(keep(random, record), 0x0c);
    return whole(body, body, Buffer.from(random.pick(['\f', '\f\f', '\f\r\n\f'])));
  },
};

export const connections: Wire = {
  name: 'close',
  framing: 'close',
  onePerConnection: true,
  send(random, record) {
    const body = keep(random, record);
    return whole(body, body);
  },
};

/** Each line that the mutations made look like a beginning is made to look like none. */
export const sentinels: Wire = {
  name: 'sentinel',
  framing: 'sentinel',
  options: { begins: '>>> ' },
  send(random, record) {
    const text = Buffer.from(keep(random, record)).toString('latin1').replaceAll('>>> ', '>-> ');
    const body = Buffer.from(`>>> 1\r\n${text}\r\n`, 'latin1');
    const sent = whole(body, body);
    // Of a record that is too long, the line end after the limit is a line end outside any.
    return sent.frame === undefined ? { ...sent, discardedBytes: sent.discardedBytes - 2 } : sent;
  },
};

/** Documents that frame themselves: only what does not frame them is mutated. */
export function documents(framing: 'xml' | 'json'): Wire {
  return {
    name: framing,
    framing,
    send(random, record) {
      const marked = BYTE_ORDER_MARK.equals(record.subarray(0, 3));
      const body = mutateDigits(random, marked ? record.subarray(3) : record);
      return whole(
        body,
        random.chance(0.5) ? BYTE_ORDER_MARK : Buffer.alloc(0),
        body,
        Buffer.from(random.pick(['', '\n', '\r\n'])),
      );
    },
  };
}

function filler(random: Random): Uint8Array {
  return Buffer.from(random.pick(['', '\r', '\r\n', '\0']));
}
