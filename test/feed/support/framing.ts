import type { Framer } from '../../../src/feed/frame';
import type { CountedOutput } from '../../../src/feed/framers/frameTally';

export interface Framed {
  readonly frames: readonly string[];
  readonly discarded: Readonly<Record<string, number>>;
  readonly separatorBytes: number;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Bytes written as Latin-1, so that every byte has its letter. */
export const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Everything that a framer makes of these chunks, and of the end after them. */
export function frameAll(framer: Framer, chunks: readonly (string | Uint8Array)[], how?: 'cut'): Framed {
  const outputs = chunks.map((chunk) => framer.push(typeof chunk === 'string' ? bytes(chunk) : chunk));
  outputs.push(framer.end(how));
  const discarded: Record<string, number> = {};
  for (const { reason, byteCount } of outputs.flatMap((output) => output.discarded)) {
    discarded[reason] = (discarded[reason] ?? 0) + byteCount;
  }
  return {
    frames: outputs.flatMap((output) => output.frames).map(latin1),
    discarded,
    separatorBytes: outputs.reduce((sum, output) => sum + (output as CountedOutput).separatorBytes, 0),
  };
}

/** Cuts a text at these places, in any order; places beyond its end are taken modulo its length. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const sorted = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}

/** How many bytes a framer accounted for. */
export function accountedBytes(framed: Framed): number {
  const inFrames = framed.frames.reduce((sum, frame) => sum + frame.length, 0);
  return inFrames + Object.values(framed.discarded).reduce((sum, count) => sum + count, 0) + framed.separatorBytes;
}
