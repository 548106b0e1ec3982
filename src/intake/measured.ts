/** Sums of a span of time; numbers of rows, never of anybody. */
export interface MeasuredSpan {
  readonly incidents: number;
  readonly incidentsTexted: number;
  /** By status of the outbox. */
  readonly texts: Readonly<Record<string, number>>;
  readonly byStage: readonly {
    readonly stage: string;
    readonly cause: string | null;
    readonly sent: number;
    readonly delivered: number;
  }[];
  /** From the first dispatch to the text leaving, milliseconds, one for each `dispatched` text. */
  readonly dispatchToTextMs: readonly number[];
  readonly late: { readonly calls: number; readonly told: number };
  readonly texted: { readonly calls: number; readonly repeats: number };
  readonly notTexted: { readonly calls: number; readonly repeats: number };
  readonly optedOut: number;
  readonly segments: number;
  readonly skips: readonly { readonly code: string; readonly count: number }[];
}
