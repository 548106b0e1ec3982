import type { Framer } from '../../src/feed/frame';
import { framerFor } from '../../src/feed/framers/framerFor';
import type { CountedOutput } from '../../src/feed/framers/frameTally';
import { chunksOf, mutate } from './mutate';
import { Random } from './random';
import type { Subject } from './subjects';
import { MAX_FRAME_BYTES, type Sent, type Wire } from './wires';

export interface FuzzTotals {
  framesIn: number;
  understood: number;
  rejected: number;
  discarded: number;
  /** Bytes, of everything sent, and where they went. */
  bytesIn: number;
  frameBytes: number;
  discardedBytes: number;
  separatorBytes: number;
}

export interface FuzzOptions {
  readonly frames: number;
  readonly seed: number;
  readonly subjects: readonly Subject[];
  /** Told now and then, for memory and progress. */
  readonly progress?: (framesIn: number) => void;
}

const BATCH = 40;
const CONTEXT = { timeZone: 'America/New_York', receivedAt: Date.UTC(2026, 2, 2, 19, 0) };

/**
 * Sends mutated records of every subject over its wires until `frames` of them have gone in. Of most, the boundaries are
 * known: each must come out as the frame it is, or be discarded to the byte, as told in advance. Some streams are mutated
 * without regard to boundaries: of those every byte must be accounted for. Throws at the first thing that is not so.
 */
export function fuzz({ frames, seed, subjects, progress }: FuzzOptions): { totals: FuzzTotals; byFormat: Map<string, FuzzTotals> } {
  const random = new Random(seed);
  const byFormat = new Map(subjects.map(({ name }) => [name, nothing()]));
  let framesIn = 0;
  for (let round = 0; framesIn < frames; round++) {
    for (const subject of subjects) {
      const wire = subject.wires[round % subject.wires.length] as Wire;
      const totals = byFormat.get(subject.name) as FuzzTotals;
      const before = totals.framesIn;
      const where = `${subject.name} over ${wire.name}, seed ${seed}, round ${round}`;
      if (random.chance(0.25)) wild(random, subject, wire, totals, where);
      else contained(random, subject, wire, totals, where);
      framesIn += totals.framesIn - before;
    }
    progress?.(framesIn);
  }
  const totals = nothing();
  for (const one of byFormat.values()) for (const key of Object.keys(one) as (keyof FuzzTotals)[]) totals[key] += one[key];
  return { totals, byFormat };
}

/** Records whose boundaries are known: exactly those frames come out. */
function contained(random: Random, { format, records }: Subject, wire: Wire, totals: FuzzTotals, where: string): void {
  const sent = Array.from({ length: BATCH }, () => wire.send(random, random.pick(records)));
  totals.framesIn += sent.length;
  const connections: Sent[][] = wire.onePerConnection === true ? sent.map((one) => [one]) : [sent];
  for (const records of connections) {
    const output = frame(random, wire, Buffer.concat(records.map((one) => one.wire)), totals, where);
    const expected = records.flatMap((one) => one.frame ?? []);
    const same =
      output.frames.length === expected.length &&
      output.frames.every((got, n) => Buffer.compare(got, expected[n] as Uint8Array) === 0);
    if (!same) throw new Error(`${where}: ${output.frames.length} frames, or other ones, where ${expected.length} were to come`);
    const discarded = records.reduce((sum, one) => sum + one.discardedBytes, 0);
    if (output.discardedBytes !== discarded) {
      throw new Error(`${where}: ${output.discardedBytes} bytes were discarded instead of ${discarded}`);
    }
    totals.discarded += records.length - expected.length;
    for (const bytes of output.frames) judge(format, bytes, totals, where);
  }
}

/** A stream that was mutated as a whole: what is cut out of it are the frames. */
function wild(random: Random, { format, records }: Subject, wire: Wire, totals: FuzzTotals, where: string): void {
  let stream: Uint8Array = Buffer.concat(
    Array.from({ length: 8 }, () => mutate(random, wire.send(random, random.pick(records)).wire)),
  );
  stream = mutate(random, stream);
  const { frames } = frame(random, wire, stream, totals, where);
  totals.framesIn += frames.length;
  for (const bytes of frames) judge(format, bytes, totals, where);
}

function frame(random: Random, wire: Wire, stream: Uint8Array, totals: FuzzTotals, where: string) {
  const framer: Framer = framerFor(wire.framing, MAX_FRAME_BYTES, wire.options);
  const outputs: CountedOutput[] = [];
  for (const chunk of chunksOf(random, stream)) {
    outputs.push(framer.push(chunk) as CountedOutput);
    if (framer.pendingBytes > MAX_FRAME_BYTES) throw new Error(`${where}: ${framer.pendingBytes} bytes are kept`);
  }
  outputs.push(framer.end() as CountedOutput);
  const frames = outputs.flatMap((output) => output.frames);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const frameBytes = sum(frames.map((bytes) => bytes.length));
  const discardedBytes = sum(outputs.flatMap((output) => output.discarded).map(({ byteCount }) => byteCount));
  const separatorBytes = sum(outputs.map((output) => output.separatorBytes));
  if (frameBytes + discardedBytes + separatorBytes !== stream.length) {
    throw new Error(`${where}: of ${stream.length} bytes ${frameBytes + discardedBytes + separatorBytes} are accounted for`);
  }
  totals.bytesIn += stream.length;
  totals.frameBytes += frameBytes;
  totals.discardedBytes += discardedBytes;
  totals.separatorBytes += separatorBytes;
  return { frames, discardedBytes };
}

function judge(format: Subject['format'], bytes: Uint8Array, totals: FuzzTotals, where: string): void {
  const outcome = format.parse(bytes, CONTEXT);
  if ('rejected' in outcome) {
    if (!/^feed\./.test(outcome.rejected.code)) throw new Error(`${where}: rejected with the code ${outcome.rejected.code}`);
    totals.rejected++;
  } else if (Array.isArray(outcome.facts)) totals.understood++;
  else throw new Error(`${where}: neither facts nor a rejection`);
}

function nothing(): FuzzTotals {
  return {
    ...{ framesIn: 0, understood: 0, rejected: 0, discarded: 0 },
    ...{ bytesIn: 0, frameBytes: 0, discardedBytes: 0, separatorBytes: 0 },
  };
}
