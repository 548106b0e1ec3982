import type { Kysely } from 'kysely';
import type { RowKind } from './auditRows';
import type { Schema } from './schema';

/** The audit action with which retention puts on record what it is about to remove; its subject is `purgeSubject`. */
export const PURGE_ACTION = 'purgeExpired';

/** In the clear, as the audit itself is read by it: epoch milliseconds before which each kind may be missing. */
export function purgeSubject({ incidents, audit }: { readonly incidents: number; readonly audit: number }): string {
  return `incidents before ${incidents}, audit before ${audit}`;
}

/** What is missing rightly: rows written before these times. */
export type PurgeMarks = Readonly<Record<RowKind, number>>;

/** Read from audit entries, which the chain proves as it does all others. */
export async function purgeMarks(db: Kysely<Schema>): Promise<PurgeMarks> {
  const rows = await db.selectFrom('audit').select('subject').where('action', '=', PURGE_ACTION).execute();
  const marks = { incidents: 0, audit: 0 };
  for (const { subject } of rows) {
    const [, incidents, audit] = /^incidents before (-?\d+), audit before (-?\d+)$/.exec(subject) ?? [];
    if (incidents === undefined || audit === undefined) continue;
    marks.incidents = Math.max(marks.incidents, Number(incidents));
    marks.audit = Math.max(marks.audit, Number(audit));
  }
  return { audit: marks.audit, decision: marks.incidents, messageChange: marks.incidents };
}
