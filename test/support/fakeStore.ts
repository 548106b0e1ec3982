import { durations } from '../../src/clock';
import type { StoreBackend } from '../../src/console/storeBackend';

const MB = 1_048_576;

/** A store that is well, with one backup. */
export function fakeStore(now: () => number): StoreBackend {
  const backups = [{ name: 'herald-20250603T200000000Z.sqlite', at: now() - 20 * durations.MINUTE, bytes: 96 * MB, check: null }];
  return {
    status: async () => ({
      state: 'ok',
      since: now() - durations.DAY,
      sizeBytes: 100 * MB,
      freeBytes: 50_000 * MB,
      lastBackupAt: backups[0]?.at ?? null,
      lastBackupOk: true,
      lastBackupReason: null,
      backups: backups.length,
      backupBytes: 96 * MB,
      backupRunning: false,
      keyState: 'keyFile',
      keyFileMadeAt: null,
      dataKeys: 40,
      oldestDataKeyAt: now() - 200 * durations.DAY,
      restored: null,
      lastPurgeAt: now() - 10 * durations.HOUR,
      retention: {
        framesMs: 30 * durations.DAY,
        incidentsMs: 365 * durations.DAY,
        textsMs: 365 * durations.DAY,
        auditMs: 3 * 365 * durations.DAY,
      },
    }),
    retention: async () => ({
      kept: {
        framesMs: 30 * durations.DAY,
        incidentsMs: 365 * durations.DAY,
        textsMs: 365 * durations.DAY,
        auditMs: 3 * 365 * durations.DAY,
      },
      oldest: {
        framesAt: now() - 30 * durations.DAY,
        incidentsAt: now() - 90 * durations.DAY,
        auditAt: now() - 90 * durations.DAY,
      },
      lastPurgeAt: now() - 10 * durations.HOUR,
      lastPurge: { at: now() - 10 * durations.HOUR, frames: 4_120, incidents: 0, texts: 0, audit: 0 },
      nextPurgeAt: now() + 10 * durations.HOUR,
      waitsForClock: false,
    }),
    backups: async () => backups,
    backupNow: async () => {
      const made = { name: 'herald-20250603T203000000Z.sqlite', at: now(), bytes: 96 * MB, check: null };
      backups.unshift(made);
      return { startedAt: made.at, running: false };
    },
    checkBackup: async (_caller, name) => (backups.some((one) => one.name === name) ? { startedAt: now() } : undefined),
    verifyBackup: async (_caller, name) => (backups.some((one) => one.name === name) ? { whole: true, reason: null } : undefined),
  };
}
