import type { Anchor } from './auditAnchors';
import { faultKey, RESTORE_ACTION } from './auditRestores';
import { type AuditFault, verifyAudit } from './auditVerify';
import type { Store } from './store';

/** Beyond so many the rest is told as what it looks like. */
const KNOWN_AT_MOST = 5_000;

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
