/** One line, or one set of bars, of a chart. */
export interface Series {
  /** Which key of each point holds it. */
  readonly key: string;
  readonly name: string;
}

/** A place on the horizontal axis, with a number per series; null where there is none. */
export type Point = { readonly x: string } & { readonly [series: string]: string | number | null };

export interface ChartProps {
  /** The sentence that the chart shows: its name for screen readers, and its heading. */
  readonly title: string;
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  /** `bars` from zero; `line` for what changes steadily; `ranking` for sorted bars with long names. */
  readonly kind: 'bars' | 'line' | 'ranking';
  /** After each number: `min`, `%`. */
  readonly unit?: string;
  /** Pixels; of bars and lines, 260 by default. */
  readonly height?: number;
  /** A line that says what was wanted. */
  readonly target?: { readonly value: number; readonly name: string };
}
