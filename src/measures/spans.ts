import type { MeasuredSpan } from '../intake/measured';

export const NO_SPAN: MeasuredSpan = {
  incidents: 0,
  incidentsTexted: 0,
  texts: {},
  byStage: [],
  dispatchToTextMs: [],
  late: { calls: 0, told: 0 },
  texted: { calls: 0, repeats: 0 },
  notTexted: { calls: 0, repeats: 0 },
  optedOut: 0,
  segments: 0,
  skips: [],
};

export function addSpans(a: MeasuredSpan, b: MeasuredSpan): MeasuredSpan {
  const repeats = (one: MeasuredSpan['texted'], other: MeasuredSpan['texted']) => ({
    calls: one.calls + other.calls,
    repeats: one.repeats + other.repeats,
  });
  const statuses = new Set([...Object.keys(a.texts), ...Object.keys(b.texts)]);
  return {
    incidents: a.incidents + b.incidents,
    incidentsTexted: a.incidentsTexted + b.incidentsTexted,
    texts: Object.fromEntries([...statuses].map((status) => [status, (a.texts[status] ?? 0) + (b.texts[status] ?? 0)])),
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
    late: { calls: a.late.calls + b.late.calls, told: a.late.told + b.late.told },
    texted: repeats(a.texted, b.texted),
    notTexted: repeats(a.notTexted, b.notTexted),
    optedOut: a.optedOut + b.optedOut,
    segments: a.segments + b.segments,
    skips: merged(
      a.skips,
      b.skips,
      ({ code }) => code,
      (one, other) => ({ ...one, count: one.count + other.count }),
    ).sort((one, other) => other.count - one.count),
  };
}

function merged<T>(a: readonly T[], b: readonly T[], key: (row: T) => string, add: (one: T, other: T) => T): T[] {
  const rows = new Map(a.map((row) => [key(row), row]));
  for (const row of b) {
    const known = rows.get(key(row));
    rows.set(key(row), known === undefined ? row : add(known, row));
  }
  return [...rows.values()];
}
