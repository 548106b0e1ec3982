import type { Kysely } from 'kysely';
import { isHeraldError } from '../heraldError';
import { openDetail } from './auditDetail';
import { auditDigest, type ChainKey, decisionDigest, messageChangeDigest, sameBytes } from './auditProofs';
import type { Personal } from './personal';
import type { Schema } from './schema';

type Db = Kysely<Schema>;
export type RowKind = 'audit' | 'decision' | 'messageChange';
export const ROW_KINDS: readonly RowKind[] = ['audit', 'decision', 'messageChange'];

/** A row as the chain's slots are compared with it. */
export interface ProvenRow {
  readonly id: number;
  readonly at: number;
  /** The digest it has now; of a decision also the one it had while it was `incidentId`'s. */
  digest(incidentId?: number): Uint8Array;
  /** The key of what it said is gone: it can no longer be compared. */
  readonly forgotten?: boolean;
  /** What it said was taken out, as a restored backup has it of what retention had removed. */
  readonly emptied?: boolean;
  /** Only of decisions. */
  readonly incidentId?: number;
  /** What was sealed is not what was sealed: the row fits the chain, and its content does not. */
  readonly contentWrong?: boolean;
}

/** Rows with ids in `(after, through]`, in order. */
export async function rowsBetween(db: Db, kind: RowKind, after: number, through: number, key: ChainKey, personal: Personal) {
  if (kind === 'decision') {
    const rows = await db
      .selectFrom('decision')
      .selectAll()
      .where('id', '>', after)
      .where('id', '<=', through)
      .orderBy('id')
      .execute();
    return rows.map((row): ProvenRow => {
      const detail = decisionDetail(row.detail, personal);
      const digest = (incidentId = row.incidentId) => decisionDigest(key, { ...row, detail: detail ?? null, incidentId });
      return {
        id: row.id,
        at: row.at,
        incidentId: row.incidentId,
        forgotten: detail === undefined,
        emptied: detail === null,
        digest,
      };
    });
  }
  if (kind === 'messageChange') {
    const rows = await db
      .selectFrom('messageChange')
      .selectAll()
      .where('id', '>', after)
      .where('id', '<=', through)
      .orderBy('id')
      .execute();
    return rows.map((row): ProvenRow => ({ id: row.id, at: row.at, digest: () => messageChangeDigest(key, row) }));
  }
  const rows = await db.selectFrom('audit').selectAll().where('id', '>', after).where('id', '<=', through).orderBy('id').execute();
  return rows.map((row): ProvenRow => {
    const contentWrong = !detailFits(row.detail, row.detailProof, personal);
    return { id: row.id, at: row.at, contentWrong, emptied: row.detail === '{}', digest: () => auditDigest(key, row) };
  });
}

export async function lastRowId(db: Db, kind: RowKind): Promise<number> {
  const row = await db
    .selectFrom(kind)
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst();
  return Number(row?.id ?? 0);
}

/** True also where the key of what expired is gone: its proof stands for it then. */
function detailFits(stored: string, proof: Uint8Array, personal: Personal): boolean {
  // Written before there was a chain.
  if (proof.byteLength === 0) return true;
  try {
    return sameBytes(openDetail(personal, stored).proof, proof);
  } catch (error) {
    return isHeraldError(error, 'store.keyGone');
  }
}

/** What a decision says beside its code; undefined where its key is gone. */
function decisionDetail(stored: string | null, personal: Personal): string | null | undefined {
  try {
    return stored === null ? null : personal.openText(stored, 'decision.detail');
  } catch (error) {
    if (isHeraldError(error, 'store.keyGone')) return undefined;
    // No clear detail is like this: it is compared as what it has become.
    return `unreadable ${stored}`;
  }
}
