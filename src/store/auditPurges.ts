import type { Kysely } from 'kysely';
import type { RowKind } from './auditRows';
import type { Schema } from './schema';

/** The audit action with which retention puts on record that rows are gone; its subject is `purgeSubject`. */
export const PURGE_ACTION = 'purgeExpired';

/** `decision 1-2000`: rows with these ids may be missing from now on; `link 1-300 HASH`: so may these links, the last with that hash. */
export function purgeSubject(kind: RowKind | 'link', from: number, through: number, hash?: string): string {
  return `${kind} ${from}-${through}${hash === undefined ? '' : ` ${hash}`}`;
}

/** What is missing rightly. */
export interface PurgeMarks {
  covers(kind: RowKind, id: number): boolean;
  /** The last link that was purged; the chain begins after it. */
  readonly link: { readonly id: number; readonly hash: Uint8Array } | undefined;
}

/** Read from audit entries, which the chain proves as it does all others. */
export async function purgeMarks(db: Kysely<Schema>): Promise<PurgeMarks> {
  const rows = await db
    .selectFrom('audit')
    .select('subject')
    .where('action', '=', PURGE_ACTION)
    .where('outcome', '=', 'success')
    .execute();
  const ranges: { kind: string; from: number; through: number }[] = [];
  let link: { id: number; hash: Uint8Array } | undefined;
  for (const { subject } of rows) {
    const [, kind, from, through, hash] = /^(\w+) (\d+)-(\d+)(?: ([0-9a-f]{32}))?$/.exec(subject) ?? [];
    if (kind === undefined) continue;
    if (kind === 'link' && hash !== undefined && Number(through) > (link?.id ?? 0)) {
      link = { id: Number(through), hash: Buffer.from(hash, 'hex') };
    } else if (kind !== 'link') ranges.push({ kind, from: Number(from), through: Number(through) });
  }
  return {
    link,
    covers: (kind, id) => ranges.some((range) => range.kind === kind && id >= range.from && id <= range.through),
  };
}
