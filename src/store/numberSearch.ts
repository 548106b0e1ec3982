import { type Kysely, sql } from 'kysely';
import type { Personal } from './personal';
import type { Schema } from './schema';

/** Numbers looked at by one search: more than a screen shows, few enough that a search is never felt. */
const LOOKED_AT = 500;
const PHONE_ENDING = /^\d{4}$/;

/** A name as the index of endings keeps it. */
export function backwards(name: string): string {
  return [...name].reverse().join('');
}

/**
 * Incidents with a number that begins or ends with `find`, or, where that is four digits, with a phone that ends so; newest
 * first. Where thousands fit, those with the highest numbers.
 */
export async function findByNumber(
  db: Kysely<Schema>,
  personal: Personal,
  find: string,
  limit: number,
): Promise<readonly number[]> {
  const wanted = find.trim().toUpperCase();
  if (wanted === '') return [];
  const turned = backwards(wanted);
  const begins = db
    .selectFrom('incidentName')
    .select('incidentId')
    .where('name', '>=', wanted)
    .where('name', '<', `${wanted}\uffff`)
    .orderBy('name', 'desc')
    .limit(LOOKED_AT);
  const ends = db
    .selectFrom('incidentName')
    .select('incidentId')
    .where('backwards', '>=', turned)
    .where('backwards', '<', `${turned}\uffff`)
    // A short ending fits thousands in every part of the index: enough of them is enough.
    .limit(LOOKED_AT);
  const called = db
    .selectFrom('contactNumber')
    .select('incidentId')
    .where('ending', '=', personal.lookupKey('phoneEnding', wanted))
    .orderBy('incidentId', 'desc')
    .limit(LOOKED_AT);
  const parts = [begins, ends, ...(PHONE_ENDING.test(wanted) ? [called] : [])];
  const ids = new Set<number>();
  for (const part of parts) for (const { incidentId } of await part.execute()) ids.add(incidentId);
  return [...ids].sort((a, b) => b - a).slice(0, limit);
}

/** Ids of the newest incidents that matter now: open, or with a text that waits, is on its way or is not settled. */
export async function idsThatMatter(db: Kysely<Schema>, limit: number): Promise<readonly number[]> {
  const open = await db
    .selectFrom('incident')
    .select('id')
    .where('open', '=', 1)
    .where('state', '<>', new Uint8Array([0]))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const texted = await db
    .selectFrom('message')
    .select('incidentId')
    .distinct()
    // In the words of the index.
    .where(sql<boolean>`status IN ('held', 'ready', 'sending', 'unconfirmed')`)
    .orderBy('incidentId', 'desc')
    .limit(limit)
    .execute();
  const ids = new Set([...open.map(({ id }) => id), ...texted.map(({ incidentId }) => incidentId)]);
  return [...ids].sort((a, b) => b - a).slice(0, limit);
}
