import type { Kysely } from 'kysely';
import { auditDigest, type ChainKey, decisionDigest, detailProof, messageChangeDigest } from './auditProofs';
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
      const digest = (incidentId = row.incidentId) => decisionDigest(key, { ...row, incidentId });
      return { id: row.id, at: row.at, incidentId: row.incidentId, digest };
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
    return { id: row.id, at: row.at, contentWrong, digest: () => auditDigest(key, row) };
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
function detailFits(sealed: Uint8Array, proof: Uint8Array, personal: Personal): boolean {
  // Written before there was a chain, or emptied by retention.
  if (proof.byteLength === 0 || sealed.byteLength === 0) return true;
  let opened: { salt: string; detail: unknown };
  try {
    opened = JSON.parse(personal.open(sealed)) as typeof opened;
  } catch {
    return true;
  }
  return Buffer.compare(detailProof(opened.salt, JSON.stringify(opened.detail)), proof) === 0;
}
