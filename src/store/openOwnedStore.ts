import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { isHeraldError } from '../heraldError';
import type { Logger } from '../logger';
import { settleOlderCopy } from './care/olderCopy';
import { readRecovering } from './care/recovering';
import { type DamageMark, lostStore, markDamaged, type Restored, readDamageMark, restoreStore } from './care/restore';
import { StoreHealth } from './care/storeHealth';
import { ownDataDirectory, removeStaleLock } from './dataDirectory';
import type { KeyRing } from './keys/keyRing';
import { type OpenedKeys, openKeyRing, sealedPersonal } from './keys/openKeyRing';
import type { StoreKeySource } from './keys/storeKey';
import { UncopiedKey } from './keys/uncopiedKey';
import type { Personal } from './personal';
import { sealClearStore } from './sealClear';
import { DATABASE_FILE, MIGRATIONS, openStore, type Store } from './store';

export interface OwnedStore {
  readonly directory: string;
  readonly store: Store;
  readonly ring: KeyRing;
  readonly uncopiedKey: UncopiedKey;
  readonly health: StoreHealth;
  /** What had to be done because the store was damaged, by this start, or by one that did not get to the end of it. */
  readonly restored: Restored | undefined;
  /** Closes the store and gives up the directory. */
  close(): Promise<void>;
}

interface Opening {
  readonly storeKey: StoreKeySource;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A check takes about a second for so much. A larger store is checked with its first backup, off this thread. */
const CHECKED_AT_START_BYTES = 32 * 1_048_576;

/**
 * Takes a data directory, opens its keys, and its store as it should be: sealed, whole, and at the newest version. Throws
 * `store.*` HeraldErrors.
 */
export async function openOwnedStore(dataDirectory: string, opening: Opening): Promise<OwnedStore> {
  const { storeKey, clock, logger } = opening;
  const owned = ownDataDirectory(dataDirectory);
  try {
    const directory = owned.path;
    const endedUncleanly = removeStaleLock(owned, DATABASE_FILE);
    const marked = readDamageMark(directory) ?? lostStore(directory, DATABASE_FILE, clock.now());
    const storeExists = marked !== undefined || existsSync(join(directory, DATABASE_FILE));
    const keys = openKeyRing(directory, storeKey, { storeExists, now: () => clock.now() });
    tellOfKeyFile(keys, logger);
    const personal = sealedPersonal(keys.ring);
    if (keys.ring.holdsClear) {
      await sealClearStore(directory, DATABASE_FILE, { ring: keys.ring, personal, migrations: MIGRATIONS, logger });
    }
    const { store: unwatched, restored } = await openWhole(
      directory,
      keys.ring,
      personal,
      { check: endedUncleanly, marked },
      opening,
    );
    const health = new StoreHealth(clock, () => {
      // The next start restores it.
      logger.error('store.damaged', { reason: 'it could not be read or written any more' });
      if (readDamageMark(directory) === undefined)
        markDamaged(directory, { at: clock.now(), reason: 'it could not be read any more' });
    });
    const store = health.watch(unwatched);
    const made = keys.keyFileMade === undefined ? undefined : { file: keys.keyFileMade, at: clock.now() };
    const uncopiedKey = await UncopiedKey.open(unwatched, made, storeKey);
    return {
      directory,
      store,
      ring: keys.ring,
      uncopiedKey,
      health,
      restored,
      close: async () => {
        await store.close();
        owned.release();
      },
    };
  } catch (error) {
    owned.release();
    throw error;
  }
}

function tellOfKeyFile({ keyFileMade, keyFileOpen }: OpenedKeys, logger: Logger): void {
  if (keyFileMade !== undefined) {
    logger.warn('store.keyFileMade', { file: keyFileMade, todo: 'copy it to a safe place: without it the store cannot be read' });
  }
  if (keyFileOpen) logger.warn('store.keyFileOpen', { todo: 'take the rights of others from the key file' });
}

/** Opens the store, or, where it is or was found damaged, what can be restored of it. */
async function openWhole(
  directory: string,
  ring: KeyRing,
  personal: Personal,
  { check, marked }: { readonly check: boolean; readonly marked: DamageMark | undefined },
  { clock, logger }: Opening,
): Promise<Pick<OwnedStore, 'store' | 'restored'>> {
  let mark = marked;
  if (mark === undefined) {
    const opened = await openChecked(directory, personal, check);
    if ('store' in opened) {
      await settleOlderCopy(directory, opened.store, clock.now());
      return whole(opened.store);
    }
    mark = { at: clock.now(), reason: opened.damage };
  }
  markDamaged(directory, mark);
  await restore(directory, ring, personal, mark, clock, logger);
  return whole(await openStore(directory, personal));
}

async function whole(store: Store): Promise<Pick<OwnedStore, 'store' | 'restored'>> {
  return { store, restored: await readRecovering(store.db, store.personal) };
}

function restore(directory: string, ring: KeyRing, personal: Personal, mark: DamageMark, clock: Clock, logger: Logger) {
  return restoreStore(directory, {
    mark,
    fileName: DATABASE_FILE,
    migrations: MIGRATIONS,
    personal,
    hasNoKey: (id) => ring.byId(id) === undefined,
    now: clock.now(),
    logger,
  });
}

async function openChecked(
  directory: string,
  personal: Personal,
  check: boolean,
): Promise<{ readonly store: Store } | { readonly damage: string }> {
  let store: Store | undefined;
  try {
    const size = statSync(join(directory, DATABASE_FILE), { throwIfNoEntry: false })?.size ?? 0;
    store = await openStore(directory, personal);
    if (!check || size > CHECKED_AT_START_BYTES) return { store };
    const words = await store.between((database) => database.execute('PRAGMA quick_check(1)').rows[0]?.quick_check);
    if (words === 'ok') return { store };
    await store.close();
    return { damage: 'a check after an unclean end' };
  } catch (error) {
    await store?.close();
    if (isHeraldError(error, 'store.corrupt')) return { damage: 'it cannot be read' };
    throw error;
  }
}
