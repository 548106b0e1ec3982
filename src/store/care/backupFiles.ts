import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { durations } from '../../clock';

export interface BackupFile {
  readonly name: string;
  /** When it was begun: it holds what was committed until then. */
  readonly at: number;
  readonly bytes: number;
}

const NAME = /^herald-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.sqlite$/;

export function backupDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'backups');
}

export function backupName(at: number): string {
  return `herald-${timeStamp(at)}.sqlite`;
}

/** `20250603T200000000Z`. */
export function timeStamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, '');
}

/** Backups that were found whole, newest first. */
export function listBackups(dataDirectory: string): readonly BackupFile[] {
  const directory = backupDirectory(dataDirectory);
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  const found = names.flatMap((name): BackupFile[] => {
    const match = NAME.exec(name);
    const size = statSync(join(directory, name), { throwIfNoEntry: false })?.size;
    if (match === null || size === undefined) return [];
    const [year, month, day, hour, minute, second, ms] = match.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return [{ name, at: Date.UTC(year, month - 1, day, hour, minute, second, ms), bytes: size }];
  });
  return found.sort((a, b) => b.at - a.at);
}

/** Makes the directory, and clears away what a backup that was cut short has left. */
export function prepareBackupDirectory(dataDirectory: string): string {
  const directory = backupDirectory(dataDirectory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(directory)) if (!NAME.test(name)) rmSync(join(directory, name), { force: true, recursive: true });
  return directory;
}

/** How long one backup is kept of each stretch: each hour's for a day, each day's for two weeks, each week's for eight. */
const KEPT: readonly { readonly every: number; readonly count: number }[] = [
  { every: durations.HOUR, count: 24 },
  { every: durations.DAY, count: 14 },
  { every: 7 * durations.DAY, count: 8 },
];
/** Whatever their age: after weeks switched off the newest must not go because they are old. */
const ALWAYS_KEPT = 3;

/** Which of `backups`, newest first, have had their time. Of each stretch the oldest stays, so that it grows into the next. */
export function backupsToDrop(backups: readonly BackupFile[], now: number): readonly BackupFile[] {
  const kept = new Set(backups.slice(0, ALWAYS_KEPT));
  for (const { every, count } of KEPT) {
    const stretches = new Map<number, BackupFile>();
    for (const backup of backups) if (now - backup.at < every * count) stretches.set(Math.floor(backup.at / every), backup);
    for (const backup of stretches.values()) kept.add(backup);
  }
  return backups.filter((backup) => !kept.has(backup));
}
