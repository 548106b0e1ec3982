/** How long something took, over many times. Milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN);
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

export function medianOf(values: readonly number[]): number {
  return spreadOf(values).p50;
}

/** What was added since, per piece; undefined where nobody counts it. */
export function addedPer(before: number | undefined, after: number | undefined, pieces: number): number | undefined {
  return before === undefined || after === undefined ? undefined : rounded((after - before) / pieces);
}

/** Three digits say all that a noisy machine can know. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(value >= 100 ? 6 : 3)) : value;
}
