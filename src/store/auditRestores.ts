import type { Kysely } from 'kysely';
import type { Anchor } from './auditAnchors';
import { openDetail } from './auditDetail';
import { type AuditFault, verifyAudit } from './auditVerify';
import type { Personal } from './personal';
import type { Schema } from './schema';
import type { Store } from './store';

/** The audit action that says what of the audit a restored store has lost; its subject is the link with which it then ended. */
const RESTORE_ACTION = 'restoreAudit';
/** Beyond so many the rest is told as what it looks like. */
const KNOWN_AT_MOST = 5_000;

/** What was lost when a damaged store was restored, as it was found then and put on record. */
export interface RestoreMark {
  readonly at: number;
  /** Links after this one were lost, and their numbers given again. */
  readonly link: number;
  /** Keys of faults, as `faultKey` makes them. */
  readonly known: ReadonlySet<string>;
}

/** What tells one fault from all others. Of links the sentence does, as it names all that are missing together. */
export function faultKey({ kind, entry, text }: Pick<AuditFault, 'kind' | 'entry' | 'text'>): string {
  return entry.startsWith('link ') ? text : `${kind} ${entry}`;
}

/** Read from audit entries, which the chain proves as it does all others. */
export async function restoreMarks(db: Kysely<Schema>, personal: Personal): Promise<RestoreMark[]> {
  const rows = await db.selectFrom('audit').selectAll().where('action', '=', RESTORE_ACTION).orderBy('id').execute();
  return rows.flatMap(({ at, subject, detail }): RestoreMark[] => {
    const link = /^link (\d+)$/.exec(subject)?.[1];
    if (link === undefined) return [];
    return [{ at, link: Number(link), known: new Set(knownIn(personal, detail)) }];
  });
}

function knownIn(personal: Personal, stored: string): readonly string[] {
  try {
    const { known } = openDetail(personal, stored).detail;
    return Array.isArray(known) ? known.map(String) : [];
  } catch {
    // Its key is gone, and with it what it speaks of: retention's marks stand for that.
    return [];
  }
}

/**
 * Puts on record what a store that was just restored lacks of its audit, so that it is not taken for tampering later. What
 * was changed stays a fault. `anchors` are those from before.
 */
export async function recordRestoredAudit(store: Store, anchors: readonly Anchor[], now: number): Promise<void> {
  const { db, personal } = store;
  const { faults } = await verifyAudit({ db, personal, anchors, told: KNOWN_AT_MOST });
  const known = faults.filter(isOfRestoring).map(faultKey);
  await store.transaction((records) =>
    records.audit({
      at: now,
      identity: 'herald',
      action: RESTORE_ACTION,
      subject: `link ${store.auditHead().link}`,
      outcome: 'success',
      detail: { known },
    }),
  );
}

/** A chain begun anew, where none of it could be read, does not fit the anchors of the one before. */
function isOfRestoring({ kind, entry, text }: AuditFault): boolean {
  return (
    kind === 'removed' ||
    kind === 'inserted' ||
    (kind === 'changed' && entry.startsWith('link ') && text.includes('written down outside'))
  );
}
