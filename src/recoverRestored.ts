import type { Clock } from './clock';
import type { Intake } from './intake/intake';
import type { Logger } from './logger';
import type { Restored } from './store/care/restore';
import type { Store } from './store/store';

/**
 * After a damaged store was restored, before anything is taken in or sent: reads again what came after the backup. A text
 * that comes due by it may be one that was sent and is lost, so it is asked for at the carrier, like those that waited.
 * Where it is cut short the next start does it again.
 */
export async function recoverRestored(
  restored: Restored,
  {
    store,
    intake,
    clock,
    logger,
  }: { readonly store: Store; readonly intake: Intake; readonly clock: Clock; readonly logger: Logger },
): Promise<void> {
  const frames = await intake.readPending();
  const unconfirmed = await store.endRecovering(clock.now());
  const { backupAt, unreadableRows, setAside } = restored;
  await store.transaction((records) =>
    records.audit({
      at: clock.now(),
      identity: 'Herald',
      action: 'restoreStore',
      subject: setAside ?? 'store',
      outcome: 'success',
      detail: { backupAt: backupAt ?? null, unreadableRows, frames, unconfirmed: restored.unconfirmed + unconfirmed },
    }),
  );
  logger.warn('store.journalReplayed', { frames, unconfirmed });
}
