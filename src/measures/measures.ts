import { DateTime } from 'luxon';
import { durations } from '../clock';
import type { BehindPage, BehindQuery, MeasuresBackend, MeasuresQuery, MeasuresReport } from '../console/measuresBackend';
import type { MeasuresRowView } from '../contract/measures';
import type { FeedCell, FeedOutages, MeasuredSpan } from '../intake/measured';
import { sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
import { behind, type EntrySource, type EntryViews, type Span } from './behind';
import { measuresCsv } from './measuresCsv';
import { cellMsOf, checkSpan, othersFirst, slicesOf } from './slices';
import { addSpans, NO_SPAN } from './spans';

/** Beyond what the rules let a text wait, the carrier may take so long: no longer lies between two tries of Herald's. */
const CARRIER_MS = 30 * durations.SECOND;

/** Where sums come from. */
export interface MeasureSource {
  span(from: number, to: number, now: number): Promise<MeasuredSpan>;
  outages(span: Span): Promise<readonly FeedOutages[]>;
  feedCells(
    span: Span,
    cellMs: number,
    othersFirst: () => Promise<void>,
  ): Promise<readonly { readonly feed: string; readonly cells: readonly FeedCell[] }[]>;
}

/** What the texts did, in figures. */
export class Measures implements MeasuresBackend {
  constructor(
    private readonly source: MeasureSource & EntrySource,
    private readonly policy: () => Policy,
    private readonly segmentPrice: number | undefined,
    private readonly now: () => number,
    private readonly views: EntryViews,
  ) {}

  behind(query: BehindQuery): Promise<BehindPage> {
    return behind(this.source, query, this.now(), this.views);
  }

  async report({ from, to, by }: MeasuresQuery): Promise<MeasuresReport> {
    checkSpan(from, to);
    const { timeZone } = this.policy().agency;
    const rows: MeasuresRowView[] = [];
    let total = NO_SPAN;
    for (const [start, end] of bucketsOf(from, to, by, timeZone)) {
      let sum = NO_SPAN;
      for (const slice of slicesOf(start, end)) {
        sum = addSpans(sum, await this.source.span(...slice, this.now()));
        await othersFirst();
      }
      rows.push(this.#row(start, end, sum, await this.source.outages({ from: start, to: end, now: this.now() })));
      total = addSpans(total, sum);
    }
    const span = { from, to, now: this.now() };
    const cellMs = cellMsOf(from, to);
    const cells = await this.source.feedCells(span, cellMs, othersFirst);
    return {
      rows,
      total: this.#row(from, to, total, await this.source.outages(span)),
      timeZone,
      madeAt: span.now,
      feedStrip: { cellMs, feeds: cells.map(({ feed, cells }) => ({ feed, cells: [...cells] })) },
      targets: targetsOf(this.policy()),
    };
  }

  async csv(query: MeasuresQuery): Promise<{ name: string; csv: string }> {
    const { rows, total, timeZone } = await this.report(query);
    const day = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toISODate();
    return { name: `herald-measures-${day(query.from)}-${day(query.to - 1)}.csv`, csv: measuresCsv([...rows, total], timeZone) };
  }

  #row(from: number, to: number, span: MeasuredSpan, feeds: readonly FeedOutages[]): MeasuresRowView {
    const { counts, segments, byStage, failures, skips } = span;
    const { incidents, incidentsTexted, optedOut } = counts;
    const { due, left, taken, delivered, accepted, undelivered, unconfirmed, expired, cancelled, open } = counts;
    return {
      ...{ from, to, incidents, incidentsTexted, optedOut, segments, byStage: [...byStage], feeds: [...feeds] },
      texts: { due, left, taken, delivered, accepted, undelivered, unconfirmed, expired, cancelled, open },
      dispatchToText: spread(span.dispatchToTextMs),
      callToText: spread(span.callToTextMs),
      late: { calls: counts.late, told: counts.lateTold },
      repeatCalls: {
        texted: withRate(counts.callsTexted, counts.repeatsTexted),
        notTexted: withRate(counts.callsNotTexted, counts.repeatsNotTexted),
      },
      cost: this.segmentPrice === undefined ? null : Math.round(segments * this.segmentPrice * 10_000) / 10_000,
      failures: failures.map(({ state, code, count }) => ({
        state: state as MeasuresRowView['failures'][number]['state'],
        code,
        reason: code === 'noReason' ? 'No reason is known' : sentence(code),
        count,
      })),
      skips: skips.map(({ code, count }) => ({ code, reason: sentence(code), count })),
    };
  }
}

function withRate(calls: number, repeats: number) {
  return { calls, repeats, rate: calls === 0 ? null : repeats / calls };
}

function spread(measured: readonly number[]) {
  const sorted = [...measured].sort((a, b) => a - b);
  return { count: sorted.length, p50Ms: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9) };
}

/** What the rules themselves promise: nothing else says what is soon enough. */
function targetsOf({ ruleset: { stages, delays } }: Policy): MeasuresReport['targets'] {
  const waits = delays.filter(({ cause }) => cause === 'waiting').map(({ after }) => after);
  return {
    dispatchToTextMs: stages.dispatched.enabled ? stages.dispatched.hold + CARRIER_MS : null,
    callToTextMs: waits.length === 0 || !stages.delayed.enabled ? null : Math.max(...waits) + stages.delayed.hold,
  };
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
