import type { FrameFormat } from '../feed/formats/format';

/** How the frames of a feed are read: what its address and the profile say, or what a draft would make of it. */
export interface FeedReading {
  readonly format: FrameFormat;
  /** Undefined where the format needs none. `json` is as the profile's `layouts` would hold it. */
  readonly layout: { readonly name: string | undefined; readonly json: unknown } | undefined;
  /** The frame's text, and which of its bytes the character at `index` came from. */
  text(bytes: Uint8Array): { readonly text: string; byteAt(index: number): number };
}

/** What is wrong with a draft: the key by its path (`columns[3]`, empty for the whole), and the place in its text, from 1. */
export interface DraftProblem {
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Reads a draft as a person wrote it; never throws. */
export type ReadDraft = (draft: string) => FeedReading | { readonly problems: readonly DraftProblem[] };
