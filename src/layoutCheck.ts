import { decodeText } from './feed/formats/decodeText';
import { type FrameFault, newTrace, type ParseContext, type Unaccounted } from './feed/formats/format';
import { formatByName } from './feed/formats/formatByName';
import type { Layout } from './feed/formats/layout';
import { type Framing, type FramingOptions, framerFor } from './feed/framers/framerFor';
import type { Fact } from './incident/fact';

/** One record of a sample as a layout reads it. */
export interface CheckedRecord {
  /** Of the sample, from 1. */
  readonly line: number;
  readonly facts: readonly Fact[];
  /** What kind of record each fact came from, where the layout tells several apart. */
  readonly recordNames: readonly string[];
  readonly faults: readonly FrameFault[];
}

export interface LayoutCheck {
  readonly records: readonly CheckedRecord[];
  /** Lines, or parts of lines, that nothing was made of. */
  readonly unaccounted: readonly Unaccounted[];
  readonly discardedBytes: number;
  /** Local times that could mean two moments, as they were resolved; epoch milliseconds UTC. */
  readonly ambiguousTimes: readonly number[];
}

export interface CheckOptions extends Partial<ParseContext> {
  /** Without one, the sample is a single frame; lines where the layout is one of lines. */
  readonly framing?: Framing;
  readonly framingOptions?: FramingOptions;
}

const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/** Reads a sample by a layout as a feed would, and says what of it was understood. Pure: the console tries drafts with it. */
export function checkLayout(layout: Layout, sample: Uint8Array, options: CheckOptions = {}): LayoutCheck {
  const format = formatByName(layout.kind, layout);
  const ambiguous = new Map<number, number>();
  const context: ParseContext = {
    timeZone: options.timeZone ?? 'UTC',
    receivedAt: options.receivedAt ?? Date.UTC(2026, 0, 1),
    ambiguous,
  };
  const { frames, discardedBytes } = cut(layout, sample, options);
  const records: CheckedRecord[] = [];
  const unaccounted: Unaccounted[] = [];
  let line = 1;
  let at = 0;
  const whole = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  for (const frame of frames) {
    const found = Math.max(whole.indexOf(frame, at), at);
    line += newLines(whole.subarray(at, found), layout);
    const trace = newTrace();
    const outcome = format.parse(frame, context, trace);
    const faults = 'rejected' in outcome ? [outcome.rejected] : (outcome.faults ?? []);
    const facts = 'rejected' in outcome ? [] : outcome.facts;
    if (facts.length > 0 || faults.length > 0) records.push({ line, facts, recordNames: trace.recordNames, faults });
    for (const spare of trace.unaccounted) unaccounted.push({ line: spare.line + line - 1, text: spare.text });
    line += newLines(frame, layout);
    at = found + frame.length;
  }
  return { records, unaccounted, discardedBytes, ambiguousTimes: [...ambiguous.keys()] };
}

function cut(layout: Layout, sample: Uint8Array, { framing, framingOptions }: CheckOptions) {
  const kind = framing ?? (layout.kind === 'delimited' ? 'line' : layout.kind === 'ali' ? 'stxetx' : undefined);
  if (kind === undefined) return { frames: [sample], discardedBytes: 0 };
  const framer = framerFor(kind, MAX_FRAME_BYTES, framingOptions);
  const outputs = [framer.push(sample), framer.end()];
  return {
    frames: outputs.flatMap((output) => output.frames),
    discardedBytes: outputs.flatMap((output) => output.discarded).reduce((sum, { byteCount }) => sum + byteCount, 0),
  };
}

function newLines(bytes: Uint8Array, layout: Layout): number {
  const encoding = 'encoding' in layout ? layout.encoding : undefined;
  return decodeText(bytes, encoding).text.split(/\r\n|[\n\r]/).length - 1;
}
