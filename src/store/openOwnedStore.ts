import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import type { Logger } from '../logger';
import { ownDataDirectory, removeStaleLock } from './dataDirectory';
import type { KeyRing } from './keys/keyRing';
import { openKeyRing, sealedPersonal } from './keys/openKeyRing';
import type { StoreKeySource } from './keys/storeKey';
import { sealClearStore } from './sealClear';
import { DATABASE_FILE, MIGRATIONS, openStore, type Store } from './store';

export interface OwnedStore {
  readonly directory: string;
  readonly store: Store;
  readonly ring: KeyRing;
  /** The key file that this start made. */
  readonly keyFileMade: string | undefined;
  /** Closes the store and gives up the directory. */
  close(): Promise<void>;
}

/**
 * Takes a data directory, opens its keys, and its store as it should be: sealed, and at the newest version. Throws
 * `store.*` HeraldErrors.
 */
export async function openOwnedStore(
  dataDirectory: string,
  { storeKey, clock, logger }: { readonly storeKey: StoreKeySource; readonly clock: Clock; readonly logger: Logger },
): Promise<OwnedStore> {
  const owned = ownDataDirectory(dataDirectory);
  try {
    const directory = owned.path;
    removeStaleLock(owned, DATABASE_FILE);
    const storeExists = existsSync(join(directory, DATABASE_FILE));
    const { ring, keyFileMade, keyFileOpen } = openKeyRing(directory, storeKey, { storeExists, now: () => clock.now() });
    if (keyFileMade !== undefined) {
      logger.warn('store.keyFileMade', { file: keyFileMade, todo: 'copy it to a safe place: without it the store cannot be read' });
    }
    if (keyFileOpen) logger.warn('store.keyFileOpen', { todo: 'take the rights of others from the key file' });
    const personal = sealedPersonal(ring);
    if (ring.holdsClear) await sealClearStore(directory, DATABASE_FILE, { ring, personal, migrations: MIGRATIONS, logger });
    const store = await openStore(directory, personal);
    return {
      directory,
      store,
      ring,
      keyFileMade,
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
