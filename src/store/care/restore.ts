import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isHeraldError } from '../../heraldError';
import type { Logger } from '../../logger';
import { ANCHOR_FILE, readAnchors } from '../auditAnchors';
import { replaceFile, syncDirectory } from '../keys/ringFile';
import { type Migration, migrate } from '../migrate';
import type { Personal } from '../personal';
import { recordRestoredAudit } from '../recordRestoredAudit';
import { openDatabase } from '../sqlite/openDatabase';
import type { SqliteDatabase } from '../sqlite/sqliteDatabase';
import { storeOver } from '../store';
import { type BackupFile, backupDirectory, listBackups, timeStamp } from './backupFiles';
import { checkCopy } from './checkCopy';
import { markRecovering } from './recovering';
import { salvageTable } from './salvage';
import { settleRestored } from './settleRestored';

export interface Restored {
  readonly at: number;
  /** Undefined: there was no good backup, and the store began empty. */
  readonly backupAt: number | undefined;
  readonly salvagedRows: number;
  /** Rows, or stretches of rows, of the damaged store that could not be read. */
  readonly unreadableRows: number;
  /** Texts of which it is not known any more whether they left. */
  readonly unconfirmed: number;
  /** Frames to be read again: they came after the backup. */
  readonly framesToReplay: number;
  /** The damaged store's name in the data directory, where it is kept; undefined where there was none any more. */
  readonly setAside: string | undefined;
  /** Nothing was damaged, and nothing is set aside: somebody put an older copy in the store's place. */
  readonly isOlderCopy?: true;
}

/** The mark of a store that was found damaged; a restoration that was cut short begins again by it. */
const MARK = 'herald.damaged';
const RESTORING = 'herald.restoring.sqlite';
const SALVAGED = 'herald.salvage.sqlite';

/** Better one too many than one too few. */
const NEVER_DELETED: ReadonlySet<string> = new Set(['suppression']);

export interface DamageMark {
  readonly at: number;
  readonly reason: string;
}

/** Lets the next start restore. Throws the system's errors. */
export function markDamaged(directory: string, mark: DamageMark): void {
  replaceFile(directory, join(directory, MARK), JSON.stringify(mark));
}

export function readDamageMark(directory: string): DamageMark | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, MARK), 'utf8')) as DamageMark;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { at: 0, reason: 'it was marked as damaged' };
  }
}

/**
 * The mark of a store that is not there though something was written beside it: backups, or anchors of its audit. A new
 * one in its place would know nobody who asked not to be texted, and nothing of what was sent.
 */
export function lostStore(directory: string, fileName: string, now: number): DamageMark | undefined {
  if (existsSync(join(directory, fileName))) return undefined;
  const hasLived = listBackups(directory).length > 0 || existsSync(join(directory, ANCHOR_FILE));
  return hasLived ? { at: now, reason: 'it was not there any more' } : undefined;
}

/**
 * Sets the damaged store aside, takes the last backup that is whole, and lays over it every row that can still be read of
 * the damaged one. What is not certain any more is so marked that nothing is sent because of it: texts that were waiting
 * become `unconfirmed`, and where rows are lost, sending is stopped until a person has looked. The directory is the
 * caller's, marked by `markDamaged`; the next start goes on where this is cut short.
 */
export async function restoreStore(
  directory: string,
  {
    mark,
    fileName,
    migrations,
    personal,
    hasNoKey,
    now,
    logger,
  }: {
    readonly mark: DamageMark;
    readonly fileName: string;
    readonly migrations: readonly Migration[];
    readonly personal: Personal;
    /** Whether the data key of that id is gone. */
    readonly hasNoKey: (keyId: number) => boolean;
    readonly now: number;
    readonly logger: Logger;
  },
): Promise<Restored | undefined> {
  const file = join(directory, fileName);
  const setAside = `herald.damaged-${timeStamp(mark.at)}.sqlite`;
  const aside = join(directory, setAside);
  if (existsSync(aside) && existsSync(file)) {
    // The last step had been taken.
    rmSync(join(directory, MARK), { force: true });
    return undefined;
  }
  if (!existsSync(aside)) {
    // The log first: a store without it would look like one that never had it.
    if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
    if (existsSync(file)) renameSync(file, aside);
    syncDirectory(directory);
  }
  const isKept = existsSync(aside);
  logger.error('store.damaged', { reason: mark.reason, ...(isKept ? { setAside } : {}) });
  clear(directory);

  const restoring = join(directory, RESTORING);
  const backup = await newestWhole(directory, logger);
  if (backup !== undefined) copyFileSync(join(backupDirectory(directory), backup.name), restoring);
  const target = openDatabase(restoring);
  let result: Restored;
  try {
    await migrate(target, migrations);
    target.execute('PRAGMA foreign_keys = OFF');
    const lastFrame = Number(target.execute('select coalesce(max(id), 0) as id from frame').rows[0]?.id);
    const salvaged = await overlay(directory, aside, target, migrations);
    const isWhole = salvaged.unreadable === 0 && salvaged.rows > 0;
    const settled = settleRestored(target, { lastFrame, now, isWhole, mark, personal, hasNoKey });
    result = {
      at: now,
      backupAt: backup?.at,
      salvagedRows: salvaged.rows,
      unreadableRows: salvaged.unreadable,
      ...settled,
      setAside: isKept ? setAside : undefined,
    };
    markRecovering(target, personal, result);
  } finally {
    target.close();
  }
  const restored = await storeOver(openDatabase(restoring), personal);
  try {
    await recordRestoredAudit(restored, readAnchors(join(directory, ANCHOR_FILE)), now);
  } finally {
    await restored.close();
  }
  rmSync(`${restoring}-wal`, { force: true });
  renameSync(restoring, file);
  syncDirectory(directory);
  clear(directory);
  rmSync(join(directory, MARK), { force: true });
  logger.error('store.restored', { ...result });
  return result;
}

function clear(directory: string): void {
  for (const name of [RESTORING, SALVAGED]) {
    for (const file of [name, `${name}-wal`, `${name}.lock`]) rmSync(join(directory, file), { force: true, recursive: true });
  }
}

async function newestWhole(directory: string, logger: Logger): Promise<BackupFile | undefined> {
  for (const backup of listBackups(directory)) {
    const { whole, reason } = await checkCopy(join(backupDirectory(directory), backup.name));
    if (whole) return backup;
    logger.error('store.backupNotWhole', { name: backup.name, reason });
  }
  return undefined;
}

/** Reads from a copy: opening it may change a file, and the damaged one is kept as it was found. */
async function overlay(directory: string, aside: string, target: SqliteDatabase, migrations: readonly Migration[]) {
  const total = { rows: 0, unreadable: 0 };
  if (!existsSync(aside)) return { ...total, unreadable: 1 };
  const file = join(directory, SALVAGED);
  copyFileSync(aside, file);
  if (existsSync(`${aside}-wal`)) copyFileSync(`${aside}-wal`, `${file}-wal`);
  let damaged: SqliteDatabase;
  try {
    damaged = openDatabase(file);
  } catch (error) {
    if (isHeraldError(error)) return { ...total, unreadable: 1 };
    throw error;
  }
  try {
    await migrate(damaged, migrations).catch(() => undefined);
    for (const table of tablesOf(target)) {
      const columns = common(columnsOf(target, table), columnsOf(damaged, table));
      if (columns.length === 0) {
        total.unreadable += 1;
        continue;
      }
      const insert = `insert or replace into ${table} (${columns.map((name) => `"${name}"`).join(', ')}) values (${columns.map(() => '?').join(', ')})`;
      const values = (row: Readonly<Record<string, unknown>>) => columns.map((name) => row[name]);
      const lay = (whole: boolean) => {
        target.execute('BEGIN IMMEDIATE');
        // Where everything can be read, what the backup has beyond it was deleted since, as an incident that was merged.
        if (whole && !NEVER_DELETED.has(table)) target.execute(`delete from ${table}`);
        const result = salvageTable(damaged, table, (found) => {
          for (const row of found) target.execute(insert, values(row));
        });
        target.execute(whole && result.unreadable > 0 ? 'ROLLBACK' : 'COMMIT');
        return result;
      };
      const first = lay(true);
      const { rows, unreadable } = first.unreadable > 0 ? lay(false) : first;
      total.rows += rows;
      total.unreadable += unreadable;
    }
    return total;
  } catch (error) {
    if (target.inTransaction) target.execute('ROLLBACK');
    throw error;
  } finally {
    damaged.close();
  }
}

function tablesOf(database: SqliteDatabase): readonly string[] {
  const found = database.execute("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by rowid");
  return found.rows.map(({ name }) => String(name));
}

function columnsOf(database: SqliteDatabase, table: string): readonly string[] {
  try {
    return database.execute(`select name from pragma_table_info('${table}')`).rows.map(({ name }) => String(name));
  } catch {
    return [];
  }
}

function common(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.filter((name) => b.includes(name));
}
