import { DateTime } from 'luxon';
import { durations } from '../clock';
import type { MeasuresBackend, MeasuresQuery } from '../console/measuresBackend';
import { badInput } from '../console/requestErrors';
import type { MeasuresRowView } from '../contract/measures';
import type { MeasuredSpan } from '../intake/measured';
import { sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
import { measuresCsv } from './measuresCsv';
import { addSpans, NO_SPAN } from './spans';

/** The store is asked for so little at a time that nothing waits for it long. */
const SLICE_MS = 6 * durations.HOUR;
const MOST_MS = 400 * durations.DAY;

/** Where sums come from. */
export interface MeasureSource {
  span(from: number, to: number, now: number): Promise<MeasuredSpan>;
}

/** What the texts did, in figures. */
export class Measures implements MeasuresBackend {
  constructor(
    private readonly source: MeasureSource,
    private readonly policy: () => Policy,
    private readonly segmentPrice: number | undefined,
    private readonly now: () => number,
  ) {}

  async report({ from, to, by }: MeasuresQuery): Promise<{ rows: MeasuresRowView[]; total: MeasuresRowView; timeZone: string }> {
    if (to <= from) throw badInput('to', 'Must be later than from');
    if (to - from > MOST_MS) throw badInput('to', 'At most 400 days at once');
    const { timeZone } = this.policy().agency;
    const rows: MeasuresRowView[] = [];
    let total = NO_SPAN;
    for (const [start, end] of bucketsOf(from, to, by, timeZone)) {
      let sum = NO_SPAN;
      for (let at = start; at < end; at += SLICE_MS) {
        sum = addSpans(sum, await this.source.span(at, Math.min(end, at + SLICE_MS), this.now()));
        // Sockets and timers first.
        await new Promise((resume) => setImmediate(resume));
      }
      rows.push(this.#row(start, end, sum));
      total = addSpans(total, sum);
    }
    return { rows, total: this.#row(from, to, total), timeZone };
  }

  async csv(query: MeasuresQuery): Promise<{ name: string; csv: string }> {
    const { rows, total, timeZone } = await this.report(query);
    const day = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toISODate();
    return { name: `herald-measures-${day(query.from)}-${day(query.to - 1)}.csv`, csv: measuresCsv([...rows, total], timeZone) };
  }

  #row(from: number, to: number, span: MeasuredSpan): MeasuresRowView {
    const { texts } = span;
    const of = (...statuses: string[]) => statuses.reduce((sum, status) => sum + (texts[status] ?? 0), 0);
    const sorted = [...span.dispatchToTextMs].sort((a, b) => a - b);
    const { incidents, incidentsTexted, late, optedOut, segments } = span;
    return {
      ...{ from, to, incidents, incidentsTexted, late, optedOut, segments, byStage: [...span.byStage] },
      texts: {
        due: Object.values(texts).reduce((sum, count) => sum + count, 0),
        delivered: of('delivered'),
        accepted: of('accepted'),
        undelivered: of('undelivered'),
        unconfirmed: of('unconfirmed'),
        expired: of('expired'),
        cancelled: of('cancelled'),
        open: of('held', 'ready', 'sending'),
      },
      dispatchToText: { count: sorted.length, p50Ms: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9) },
      repeatCalls: { texted: withRate(span.texted), notTexted: withRate(span.notTexted) },
      cost: this.segmentPrice === undefined ? null : Math.round(segments * this.segmentPrice * 10_000) / 10_000,
      skips: span.skips.map(({ code, count }) => ({ code, reason: sentence(code), count })),
    };
  }
}

function withRate({ calls, repeats }: { calls: number; repeats: number }) {
  return { calls, repeats, rate: calls === 0 ? null : repeats / calls };
}

/** The smallest value that so large a share of all does not exceed. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** Days, weeks or months as the agency's clocks have them, cut to the period. */
export function bucketsOf(from: number, to: number, by: 'day' | 'week' | 'month', zone: string): [number, number][] {
  const buckets: [number, number][] = [];
  for (let at = from; at < to; ) {
    const end = DateTime.fromMillis(at, { zone })
      .startOf(by)
      .plus({ [by]: 1 })
      .toMillis();
    buckets.push([at, Math.min(end, to)]);
    at = end;
  }
  return buckets;
}
