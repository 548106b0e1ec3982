import { type Kysely, sql } from 'kysely';
import type { FeedCell } from '../intake/measured';
import { rowsOf, type Span } from './measureSets';
import type { Schema } from './schema';

/**
 * What came of each feed in each cell of time. By the frames' ids, which is the order they came in: there is no index by
 * their time. Feeds of which nothing at all is known in the span are left out.
 */
export async function feedCells(
  db: Kysely<Schema>,
  span: Span,
  cellMs: number,
  othersFirst: () => Promise<void>,
): Promise<readonly { readonly feed: string; readonly cells: readonly FeedCell[] }[]> {
  const { from, to, now } = span;
  const ends = await db
    .selectFrom('frame')
    .select((eb) => [eb.fn.min<number | null>('id').as('first'), eb.fn.max<number | null>('id').as('last')])
    .executeTakeFirst();
  const oldest = await db.selectFrom('frame').select('receivedAt').orderBy('id').limit(1).executeTakeFirst();
  const outages = (
    await sql<{ feed: string; at: number; until: number | null }>`select feed, at, until from (${rowsOf('outages', span)})`.execute(
      db,
    )
  ).rows;
  const counted = await db.selectFrom('feedCount').select('feedId').orderBy('feedId').execute();
  const feeds = [...new Set([...counted.map(({ feedId }) => feedId), ...outages.map(({ feed }) => feed)])].sort();
  const cells = new Map(feeds.map((feed): [string, FeedCell[]] => [feed, []]));
  let first = ends?.first ?? 1;
  const last = ends?.last ?? 0;
  if (oldest !== undefined && oldest.receivedAt < from) first = await firstSince(db, from, first, last);
  for (let start = from; start < to; start += cellMs) {
    const end = Math.min(to, start + cellMs);
    const next = start > now ? first : await firstSince(db, end, first, last);
    for (const feed of feeds) {
      const isDown = outages.some((each) => each.feed === feed && each.at < Math.min(end, now) && (each.until ?? now) > start);
      const came = next > first && (await hasFrame(db, feed, first, next));
      const known = oldest !== undefined && end > oldest.receivedAt;
      cells.get(feed)?.push(isDown ? 'down' : start > now ? 'future' : came ? 'records' : known ? 'none' : 'unknown');
    }
    first = next;
    await othersFirst();
  }
  return [...cells]
    .map(([feed, each]) => ({ feed, cells: each }))
    .filter((each) => each.cells.some((cell) => cell === 'records' || cell === 'down'));
}

/** The id of the first frame that came at `at` or later, from `low` on; one beyond `high` where there is none. */
async function firstSince(db: Kysely<Schema>, at: number, low: number, high: number): Promise<number> {
  let from = low;
  let beyond = high + 1;
  while (from < beyond) {
    const middle = Math.floor((from + beyond) / 2);
    const row = await db
      .selectFrom('frame')
      .select(['id', 'receivedAt'])
      .where('id', '>=', middle)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.id >= beyond || row.receivedAt >= at) beyond = middle;
    else from = row.id + 1;
  }
  return from;
}

async function hasFrame(db: Kysely<Schema>, feed: string, first: number, beyond: number): Promise<boolean> {
  const row = await db
    .selectFrom('frame')
    .select('id')
    .where('feedId', '=', feed)
    .where('id', '>=', first)
    .where('id', '<', beyond)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
