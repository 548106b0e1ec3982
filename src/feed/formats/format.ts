import type { Fact } from '../../incident/fact';

export interface ParseContext {
  /** IANA zone of the agency, for times without an offset. */
  readonly timeZone: string;
  /** Helps to place times that lack a date or are ambiguous; epoch milliseconds UTC. */
  readonly receivedAt: number;
}

/** Where in a frame it went wrong: a column or element name, and a byte or line position where one is known. */
export interface FrameFault {
  readonly code: string;
  /** For a person, naming the field or the byte. Never quotes the value: it may be personal. */
  readonly message: string;
  readonly field?: string;
  readonly byte?: number;
}

export type ParseOutcome = { readonly facts: readonly Fact[] } | { readonly rejected: FrameFault };

/** How one kind of frame is read. Pure: no clock, no I/O. */
export interface FrameFormat {
  readonly name: string;
  /** False where frames never carry a narrative, so that narrative exclusions cannot work on such a feed. */
  readonly carriesNarrative: boolean;
  parse(bytes: Uint8Array, context: ParseContext): ParseOutcome;
}
