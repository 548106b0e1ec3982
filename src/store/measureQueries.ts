import { type Kysely, sql } from 'kysely';
import type { FeedOutages, MeasuredEntry, MeasuredPart, MeasuredSpan, MeasureNumber, PlainNumber } from '../intake/measured';
import { feedCells } from './feedCells';
import { type MeasureSet, NUMBERS, rowsOf, type Span } from './measureSets';
import { fromMessageRow } from './messageRow';
import type { Personal } from './personal';
import type { Schema } from './schema';

interface Row {
  readonly key: string;
  readonly at: number;
  readonly incidentId?: number;
  readonly messageId?: string;
  readonly againId?: number;
  readonly recipient?: string;
  readonly stage?: string | null;
  readonly cause?: string | null;
  readonly role?: string | null;
  readonly code?: string;
  readonly decisionId?: number | null;
  readonly feed?: string;
  readonly until?: number | null;
  readonly measuredMs?: number | null;
}

/** Where a list goes on: after this entry. */
export interface EntryPlace {
  readonly at: number;
  readonly key: string;
}

/** Sums over incidents that began, and texts that came due, in a span of time, and what they count. Reads only, and through indexes by time. */
export class MeasureQueries {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  /** `othersFirst` is awaited between questions: each takes a while where much happened. */
  async span(from: number, to: number, now: number, othersFirst: () => Promise<void>): Promise<MeasuredSpan> {
    const span = { from, to, now };
    let counts = {};
    for (const set of COUNTED) {
      counts = { ...counts, ...(await this.#counts(set, span)) };
      await othersFirst();
    }
    const texts = rowsOf('texts', span);
    const byStage = await this.#rows<{ stage: string; cause: string | null; sent: number; delivered: number }>(sql`
      select stage, cause, sum(${NUMBERS.left[1]}) sent, sum(${NUMBERS.delivered[1]}) delivered
      from (${texts}) group by stage, cause order by stage, cause`);
    await othersFirst();
    const failures = await this.#rows<{ state: string; code: string; count: number }>(sql`
      select status state, code, count(*) count from (${texts}) where ${NUMBERS.failed[1]} group by status, code`);
    await othersFirst();
    const [segments] = await this.#rows<{ sum: number | null }>(sql`
      select sum(segments) sum from (${texts}) where ${NUMBERS.left[1]}`);
    await othersFirst();
    const skips = await this.#rows<{ code: string; count: number }>(sql`
      select code, count(*) count from (${rowsOf('skips', span)}) group by code order by count desc, code`);
    await othersFirst();
    const dispatchToTextMs = await this.#measured('dispatchToText', span);
    await othersFirst();
    return {
      counts: counts as MeasuredSpan['counts'],
      byStage: byStage.map((row) => ({ ...row, sent: Number(row.sent), delivered: Number(row.delivered) })),
      dispatchToTextMs,
      callToTextMs: await this.#measured('callToText', span),
      segments: Number(segments?.sum ?? 0),
      failures: failures.map((row) => ({ ...row, count: Number(row.count) })),
      skips: skips.map(({ code, count }) => ({ code, count: Number(count) })),
    };
  }

  /** How many a number counts, and how many segments they have where they are texts. */
  async count(part: MeasuredPart, span: Span): Promise<{ count: number; segments: number }> {
    const [set] = NUMBERS[part.number];
    const segments = set === 'texts' ? sql`coalesce(sum(segments), 0)` : sql`0`;
    const [row] = await this.#rows<{ count: number; segments: number }>(
      sql`select count(*) count, ${segments} segments from (${rowsOf(set, span)}) where ${condition(part)}`,
    );
    return { count: Number(row?.count ?? 0), segments: Number(row?.segments ?? 0) };
  }

  /** What a number counts, newest first, `limit` at most. */
  async entries(part: MeasuredPart, span: Span, limit: number, after?: EntryPlace): Promise<readonly MeasuredEntry[]> {
    const beyond = after === undefined ? sql`true` : sql`(at < ${after.at} or (at = ${after.at} and key < ${after.key}))`;
    const rows = await this.#rows<Row>(sql`
      select * from (${rowsOf(NUMBERS[part.number][0], span)}) where ${condition(part)} and ${beyond}
      order by at desc, key desc limit ${limit}`);
    const messages = await this.#messages(rows.flatMap(({ messageId }) => messageId ?? []));
    const details = await this.#details(rows.flatMap(({ decisionId }) => decisionId ?? []));
    return rows.map((row) => ({
      key: row.key,
      at: Number(row.at),
      incidentId: row.incidentId,
      message: row.messageId === undefined ? undefined : messages.get(row.messageId),
      againId: row.againId,
      recipient: row.recipient,
      stage: row.stage ?? undefined,
      cause: row.cause ?? undefined,
      role: row.role ?? undefined,
      code: row.code,
      detail: row.decisionId == null ? undefined : details.get(row.decisionId),
      outage: row.feed === undefined ? undefined : { feed: row.feed, code: row.code ?? '', until: row.until ?? undefined },
      measuredMs: row.measuredMs ?? undefined,
    }));
  }

  /** Feeds that were down. Not to be added up over spans: one outage may lie in several. */
  async outages(span: Span): Promise<readonly FeedOutages[]> {
    const rows = await this.#rows<FeedOutages>(sql`
      select feed, count(*) outages, sum(downMs) downMs from (${rowsOf('outages', span)})
      where ${condition({ number: 'outages' })} group by feed order by feed`);
    return rows.map(({ feed, outages, downMs }) => ({ feed, outages: Number(outages), downMs: Number(downMs) }));
  }

  /** What came of each feed in each of these cells of time, of which the last ends at `to`. */
  feedCells(span: Span, cellMs: number, othersFirst: () => Promise<void>) {
    return feedCells(this.db, span, cellMs, othersFirst);
  }

  /** Whether this is the number that a recipient stands for. */
  isRecipient(phone: string, recipient: string): boolean {
    return this.personal.lookupKey('phone', phone) === recipient;
  }

  async #counts(set: MeasureSet, span: Span): Promise<Record<string, number>> {
    const numbers = PLAIN.filter((number) => NUMBERS[number][0] === set);
    const sums = numbers.map((number) => sql`coalesce(sum(${NUMBERS[number][1]}), 0) ${sql.ref(number)}`);
    const [row] = await this.#rows<Record<string, number>>(sql`select ${sql.join(sums)} from (${rowsOf(set, span)})`);
    return Object.fromEntries(numbers.map((number) => [number, Number(row?.[number] ?? 0)]));
  }

  async #measured(number: 'dispatchToText' | 'callToText', span: Span): Promise<number[]> {
    const [set, counted] = NUMBERS[number];
    const rows = await this.#rows<{ ms: number }>(sql`select measuredMs ms from (${rowsOf(set, span)}) where ${counted}`);
    return rows.map(({ ms }) => Number(ms));
  }

  async #messages(ids: readonly string[]) {
    if (ids.length === 0) return new Map<string, never>();
    const rows = await this.db
      .selectFrom('message')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute();
    return new Map(rows.map((row) => [row.id, fromMessageRow(row, this.personal)]));
  }

  async #details(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('decision')
      .select(['id', 'detail'])
      .where('id', 'in', [...ids])
      .where('detail', 'is not', null)
      .execute();
    return new Map(rows.map(({ id, detail }) => [id, this.personal.openText(detail ?? '', 'decision.detail')]));
  }

  async #rows<T>(query: ReturnType<typeof sql>): Promise<readonly T[]> {
    return (await query.execute(this.db)).rows as T[];
  }
}

const PLAIN = (Object.keys(NUMBERS) as MeasureNumber[]).filter(
  (number): number is PlainNumber => number !== 'failed' && number !== 'skipped' && number !== 'outages',
);
const COUNTED = [...new Set(PLAIN.map((number) => NUMBERS[number][0]))];

function condition({ number, stage, cause, code, state, feed }: MeasuredPart) {
  const parts = [sql`(${NUMBERS[number][1]})`];
  if (stage !== undefined) parts.push(sql`stage = ${stage} and cause is ${cause ?? null}`);
  if (code !== undefined) parts.push(sql`code in (${sql.join(code.split(','))})`);
  if (state !== undefined) parts.push(sql`status = ${state}`);
  if (feed !== undefined) parts.push(sql`feed = ${feed}`);
  return sql.join(parts, sql` and `);
}
