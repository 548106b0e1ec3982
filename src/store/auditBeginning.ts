import type { Kysely } from 'kysely';
import { type ChainHead, chainKeyOf } from './auditChain';
import { type ChainEntry, DIGEST_BYTES, linkHash, packEntries } from './auditProofs';
import { lastRowId, ROW_KINDS, rowsBetween } from './auditRows';
import type { Personal } from './personal';
import type { Schema } from './schema';

const ROWS_PER_LINK = 5_000;

/**
 * Where the chain ends. A store that was written before there was a chain gets one over what it has: from then on nothing
 * of it can be changed, but what was changed before nobody can tell. Anchors tell such a beginning from a chain removed.
 */
export async function beginChain(db: Kysely<Schema>, personal: Personal): Promise<ChainHead | undefined> {
  const last = await db.selectFrom('auditLink').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (last !== undefined) return { link: last.id, at: last.at, hash: last.hash };
  const key = chainKeyOf(personal);
  return db.transaction().execute(async (trx) => {
    let head: ChainHead | undefined;
    for (const kind of ROW_KINDS) {
      const end = await lastRowId(trx, kind);
      for (let after = 0; after < end; after += ROWS_PER_LINK) {
        const rows = await rowsBetween(trx, kind, after, after + ROWS_PER_LINK, key, personal);
        if (rows.length === 0) continue;
        const entries = packEntries(rows.map((row): ChainEntry => ({ kind, id: row.id, digest: row.digest() })));
        const prev = head?.hash ?? new Uint8Array(DIGEST_BYTES);
        const id = (head?.link ?? 0) + 1;
        const at = Math.max(head?.at ?? 0, ...rows.map((row) => row.at));
        const hash = linkHash(key, prev, id, at, entries);
        await trx.insertInto('auditLink').values({ id, at, entries, prev, hash }).execute();
        head = { link: id, at, hash };
      }
    }
    return head;
  });
}
