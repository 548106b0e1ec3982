import type { Readable, Writable } from 'node:stream';
import { ascii } from './framers/ascii';

/** `on`: the control byte alone. `framed`: between STX and ETX, as some ALI controllers want it. */
export type AcknowledgeStyle = 'on' | 'framed';

/** A sender that does not read its answers must not make us keep them. */
const MAX_UNREAD_BYTES = 4 * 1024;

/** Answers one sender: what it sent is durable, or has to be sent again. */
export interface Acknowledgement {
  accepted(): void;
  refused(): void;
}

/** Undefined where the source cannot be written to, as a file cannot. */
export function acknowledgeTo(source: Readable, style: AcknowledgeStyle): Acknowledgement | undefined {
  const sender = source as Readable & Partial<Writable>;
  if (typeof sender.write !== 'function') return undefined;
  const say = (byte: number) => {
    // An answer that is not given costs one repetition.
    if (sender.writable !== true || (sender.writableLength ?? 0) > MAX_UNREAD_BYTES) return;
    sender.write?.(style === 'on' ? Buffer.of(byte) : Buffer.of(ascii.STX, byte, ascii.ETX));
  };
  return { accepted: () => say(ascii.ACK), refused: () => say(ascii.NAK) };
}
