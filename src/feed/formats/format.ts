import type { Fact } from '../../incident/fact';

export interface ParseContext {
  /** IANA zone of the agency, for times without an offset. */
  readonly timeZone: string;
  /** Helps to place times that lack a date or are ambiguous; epoch milliseconds UTC. */
  readonly receivedAt: number;
  /**
   * Where given, every local time of the hour that autumn repeats is entered: as it was resolved, and what it would be in
   * the other pass; epoch milliseconds UTC.
   */
  readonly ambiguous?: Map<number, number>;
}

/** Where in a frame it went wrong: a column or element name, and a byte or line position where one is known. */
export interface FrameFault {
  readonly code: string;
  /** For a person, naming the field or the byte. Never quotes the value: it may be personal. */
  readonly message: string;
  readonly field?: string;
  readonly byte?: number;
}

/** A piece of a frame that nothing was made of. Quotes the frame: for whoever teaches a layout, never for a log. */
export interface Unaccounted {
  /** Of the frame, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Filled by `parse` where given, so that a technician sees what a layout does not explain yet. */
export interface ParseTrace {
  readonly unaccounted: Unaccounted[];
  /** What kind of record each fact came from, where the layout tells several apart. */
  readonly recordNames: string[];
}

export function newTrace(): ParseTrace {
  return { unaccounted: [], recordNames: [] };
}

export type ParseOutcome =
  | {
      readonly facts: readonly Fact[];
      /** Records or lines of the same frame that could not be read, beside those that could. */
      readonly faults?: readonly FrameFault[];
    }
  | { readonly rejected: FrameFault };

/** How one kind of frame is read. Pure: no clock, no I/O. */
export interface FrameFormat {
  readonly name: string;
  /** False where frames never carry a narrative, so that narrative exclusions cannot work on such a feed. */
  readonly carriesNarrative: boolean;
  /** False where frames never tell of units: that such a feed is not heard leaves nobody in doubt who is on a call. */
  readonly tellsUnits: boolean;
  parse(bytes: Uint8Array, context: ParseContext, trace?: ParseTrace): ParseOutcome;
}
