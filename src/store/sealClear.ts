import { renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../logger';
import type { KeyRing } from './keys/keyRing';
import { syncDirectory } from './keys/ringFile';
import { type Migration, migrate } from './migrate';
import type { Personal } from './personal';
import { type Position, SEALED_COLUMNS, sealAgain } from './sealedColumns';
import { openDatabase } from './sqlite/openDatabase';
import type { SqliteDatabase } from './sqlite/sqliteDatabase';

const STEP_MS = 200;
const CLEAR = { clear: true, keyIds: new Set<number>() };

/**
 * Seals all that a store from before there was encryption holds in the clear, and writes the file anew, so that nothing is
 * left of it in free pages. Once, before anything else; where it is cut short, the next start goes on.
 */
export async function sealClearStore(
  directory: string,
  fileName: string,
  {
    ring,
    personal,
    migrations,
    logger,
  }: { readonly ring: KeyRing; readonly personal: Personal; readonly migrations: readonly Migration[]; readonly logger: Logger },
): Promise<void> {
  const file = join(directory, fileName);
  const fresh = join(directory, `${fileName}.sealing`);
  logger.warn('store.sealing', { bytes: statSync(file).size });
  const database = openDatabase(file);
  try {
    await migrate(database, migrations);
    const sealed = await sealAll(database, personal, logger);
    rmSync(fresh, { force: true });
    database.execute('VACUUM INTO ?', [fresh]);
    logger.info('store.sealed', { values: sealed });
  } finally {
    database.close();
  }
  rmSync(`${file}-wal`, { force: true });
  renameSync(fresh, file);
  syncDirectory(directory);
  ring.clearIsSealed();
}

async function sealAll(database: SqliteDatabase, personal: Personal, logger: Logger): Promise<number> {
  let total = 0;
  for (const column of SEALED_COLUMNS) {
    let after: Position;
    do {
      const { next, sealed } = sealAgain(database, column, { due: CLEAR, personal, after, forMs: STEP_MS });
      total += sealed;
      after = next;
      if (next !== undefined) logger.info('store.sealingGoesOn', { column: column.place, values: total });
      await new Promise((resume) => setImmediate(resume));
    } while (after !== undefined);
  }
  return total;
}
