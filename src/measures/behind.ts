import type { BehindPage, BehindQuery } from '../console/measuresBackend';
import { badInput } from '../console/requestErrors';
import type { BehindEntryView, MeasureNumber } from '../contract/behind';
import type { MeasuredEntry, MeasuredPart } from '../intake/measured';
import { checkSpan, othersFirst, slicesOf } from './slices';

/** A span of time, and now: what is not over yet has lived until then. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

interface Place {
  readonly at: number;
  readonly key: string;
}

/** Where entries come from. */
export interface EntrySource {
  count(part: MeasuredPart, span: Span): Promise<{ count: number; segments: number }>;
  entries(part: MeasuredPart, span: Span, limit: number, after?: Place): Promise<readonly MeasuredEntry[]>;
}

export type EntryViews = (entries: readonly MeasuredEntry[]) => Promise<BehindEntryView[]>;

/** Numbers of texts beside which a report says their segments. */
const WITH_SEGMENTS: ReadonlySet<string> = new Set<MeasureNumber>(['left', 'taken']);

/** A page of what a number of the report counts, newest first; the sum is made as the report's own is. */
export async function behind(source: EntrySource, query: BehindQuery, now: number, views: EntryViews): Promise<BehindPage> {
  const { next, limit, from, to, ...part } = query;
  checkSpan(from, to);
  const span = { from, to, now };
  const found = await entriesOf(source, part, span, limit, next === undefined ? undefined : placeOf(next));
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const counted = next === undefined ? await countOf(source, part, span) : undefined;
  return {
    items: await views(shown),
    next: found.length > limit && last !== undefined ? `${last.at}:${last.key}` : null,
    total: counted?.count ?? null,
    segments: counted !== undefined && WITH_SEGMENTS.has(part.number) ? counted.segments : null,
  };
}

function placeOf(next: string): Place {
  const [, at, key] = /^(\d{1,15}):(.{1,300})$/.exec(next) ?? [];
  if (at === undefined || key === undefined) throw badInput('next', 'must be what an earlier page gave');
  return { at: Number(at), key };
}

/** Outages are counted by the whole span: one may lie in several slices. */
function slices(part: MeasuredPart, from: number, to: number): [number, number][] {
  return part.number === 'outages' ? [[from, to]] : slicesOf(from, to);
}

async function countOf(source: EntrySource, part: MeasuredPart, { from, to, now }: Span) {
  let count = 0;
  let segments = 0;
  for (const [start, end] of slices(part, from, to)) {
    const slice = await source.count(part, { from: start, to: end, now });
    count += slice.count;
    segments += slice.segments;
    await othersFirst();
  }
  return { count, segments };
}

/** One more than `limit` where there are more. */
async function entriesOf(source: EntrySource, part: MeasuredPart, { from, to, now }: Span, limit: number, after?: Place) {
  const found: MeasuredEntry[] = [];
  for (const [start, stop] of slices(part, from, to).reverse()) {
    if (after !== undefined && start > after.at) continue;
    found.push(...(await source.entries(part, { from: start, to: stop, now }, limit + 1 - found.length, after)));
    if (found.length > limit) break;
    await othersFirst();
  }
  return found;
}
