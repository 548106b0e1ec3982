import type { MeasuredSpan, PlainNumber } from '../intake/measured';

export const NO_SPAN: MeasuredSpan = {
  counts: {
    incidents: 0,
    incidentsTexted: 0,
    late: 0,
    lateTold: 0,
    callToText: 0,
    due: 0,
    left: 0,
    taken: 0,
    delivered: 0,
    accepted: 0,
    undelivered: 0,
    unconfirmed: 0,
    expired: 0,
    cancelled: 0,
    open: 0,
    dispatchToText: 0,
    callsTexted: 0,
    callsNotTexted: 0,
    repeatsTexted: 0,
    repeatsNotTexted: 0,
    optedOut: 0,
  },
  byStage: [],
  dispatchToTextMs: [],
  callToTextMs: [],
  segments: 0,
  failures: [],
  skips: [],
};

export function addSpans(a: MeasuredSpan, b: MeasuredSpan): MeasuredSpan {
  const counts = Object.entries(a.counts).map(([number, count]) => [number, count + b.counts[number as PlainNumber]]);
  return {
    counts: Object.fromEntries(counts) as MeasuredSpan['counts'],
    byStage: merged(
      a.byStage,
      b.byStage,
      ({ stage, cause }) => `${stage}|${cause}`,
      (one, other) => ({
        ...one,
        sent: one.sent + other.sent,
        delivered: one.delivered + other.delivered,
      }),
    ),
    dispatchToTextMs: [...a.dispatchToTextMs, ...b.dispatchToTextMs],
    callToTextMs: [...a.callToTextMs, ...b.callToTextMs],
    segments: a.segments + b.segments,
    failures: mostFirst(merged(a.failures, b.failures, ({ state, code }) => `${state}|${code}`, counted)),
    skips: mostFirst(merged(a.skips, b.skips, ({ code }) => code, counted)),
  };
}

function counted<T extends { readonly count: number }>(one: T, other: T): T {
  return { ...one, count: one.count + other.count };
}

function mostFirst<T extends { readonly code: string; readonly count: number }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((one, other) => other.count - one.count || one.code.localeCompare(other.code));
}

function merged<T>(a: readonly T[], b: readonly T[], key: (row: T) => string, add: (one: T, other: T) => T): T[] {
  const rows = new Map(a.map((row) => [key(row), row]));
  for (const row of b) {
    const known = rows.get(key(row));
    rows.set(key(row), known === undefined ? row : add(known, row));
  }
  return [...rows.values()];
}
