import type { StoredMessage } from './records';

/** A number of the measures that counts something; the store knows what. */
export type MeasureNumber =
  | 'incidents'
  | 'incidentsTexted'
  | 'late'
  | 'lateTold'
  | 'callToText'
  | 'due'
  | 'left'
  | 'taken'
  | 'delivered'
  | 'accepted'
  | 'undelivered'
  | 'unconfirmed'
  | 'expired'
  | 'cancelled'
  | 'open'
  | 'dispatchToText'
  | 'failed'
  | 'callsTexted'
  | 'callsNotTexted'
  | 'repeatsTexted'
  | 'repeatsNotTexted'
  | 'optedOut'
  | 'skipped'
  | 'outages';

/** Numbers that are counted as they stand; the others are counted by what else they are told apart by. */
export type PlainNumber = Exclude<MeasureNumber, 'failed' | 'skipped' | 'outages'>;

/** A number, and which of what it counts. */
export interface MeasuredPart {
  readonly number: MeasureNumber;
  /** Only texts of this stage and cause. */
  readonly stage?: string | undefined;
  readonly cause?: string | undefined;
  /** Only with these reasons, commas between them, or in this state of the outbox. */
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly feed?: string | undefined;
}

/** How often a feed was lost or too long silent in a span of time, and how long of it. */
export interface FeedOutages {
  readonly feed: string;
  readonly outages: number;
  readonly downMs: number;
}

/** What came of a feed in a stretch of time: something, nothing, it was down for a while, or that is not known any more. */
export type FeedCell = 'records' | 'none' | 'down' | 'unknown' | 'future';

/** Sums of a span of time; numbers of rows, never of anybody. */
export interface MeasuredSpan {
  readonly counts: Readonly<Record<PlainNumber, number>>;
  readonly byStage: readonly {
    readonly stage: string;
    readonly cause: string | null;
    readonly sent: number;
    readonly delivered: number;
  }[];
  /** From the dispatch to the text leaving, milliseconds, one for each `dispatched` text. */
  readonly dispatchToTextMs: readonly number[];
  /** From the call to its first text leaving, milliseconds, one for each incident that had one. */
  readonly callToTextMs: readonly number[];
  readonly segments: number;
  readonly failures: readonly { readonly state: string; readonly code: string; readonly count: number }[];
  readonly skips: readonly { readonly code: string; readonly count: number }[];
}

/** One thing that a number counts. */
export interface MeasuredEntry {
  /** Tells it from all others that the number counts; of an opt-out, its id in the list of suppressions. */
  readonly key: string;
  readonly at: number;
  readonly incidentId: number | undefined;
  readonly message: StoredMessage | undefined;
  readonly againId: number | undefined;
  /** With calls: the number as the store keeps it, a keyed hash. */
  readonly recipient: string | undefined;
  readonly stage: string | undefined;
  readonly cause: string | undefined;
  readonly role: string | undefined;
  readonly code: string | undefined;
  /** What more the decision says. */
  readonly detail: string | undefined;
  readonly outage: { readonly feed: string; readonly code: string; readonly until: number | undefined } | undefined;
  readonly measuredMs: number | undefined;
}
