import { join } from 'node:path';
import { ANCHOR_FILE, readAnchors } from '../auditAnchors';
import type { Store } from '../store';
import { markRecovering } from './recovering';

/**
 * A store of which the anchors beside it know more than it does itself is an older copy that somebody has put in its place: a
 * backup, or one from before an update. It does not know what was texted since, nor who asked not to be. So its texts are
 * doubted like those of a store that was damaged, and nothing is sent until a person has looked. Done once: what is put on
 * record of it is later than the anchors.
 */
export async function settleOlderCopy(directory: string, store: Store, now: number): Promise<void> {
  const anchor = readAnchors(join(directory, ANCHOR_FILE)).at(-1);
  if (anchor === undefined || anchor.link <= store.auditHead().link) return;
  const { lastAt } = await store.db
    .selectFrom('audit')
    .select((eb) => eb.fn.max('at').as('lastAt'))
    .executeTakeFirstOrThrow();
  if (lastAt !== null && Number(lastAt) >= anchor.at) return;
  const reason = 'the store is an older copy of itself; what was texted since, and who asked not to be, is not known';
  await store.transaction((records) => records.saveSetting('stopped', { by: 'Herald', reason, at: now }));
  await store.between((database) =>
    markRecovering(database, store.personal, {
      at: now,
      backupAt: lastAt === null ? undefined : Number(lastAt),
      salvagedRows: 0,
      unreadableRows: 0,
      unconfirmed: 0,
      framesToReplay: 0,
      setAside: undefined,
      isOlderCopy: true,
    }),
  );
}
