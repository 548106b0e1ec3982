import type { Clock } from '../clock';
import type { BackupView, RetentionView, StoreStatusView } from '../contract/store';
import type { RecordStore } from '../intake/records';
import type { BackupFile } from '../store/care/backupFiles';
import type { Retention } from '../store/care/purgeRows';
import type { StoreCare } from '../store/care/storeCare';
import type { KeyRing } from '../store/keys/keyRing';
import type { OldestKept } from '../store/oldestKept';
import type { Caller } from './backend';
import { BackupChecks } from './backupChecks';

/** What the contract's `store` procedures are made of. */
export interface StoreBackend {
  status(): Promise<StoreStatusView>;
  retention(): Promise<RetentionView>;
  backups(): Promise<BackupView[]>;
  /** Begins one, or joins the one that is under way: of a large store it takes minutes, so `status` says what came of it. */
  backupNow(caller: Caller): Promise<{ readonly startedAt: number; readonly running: boolean }>;
  /** Begins a check, or joins the one that is under way; `backups` says what came of it. Undefined where there is no such backup. */
  checkBackup(caller: Caller, name: string): Promise<{ readonly startedAt: number } | undefined>;
  /** Undefined where there is no such backup. */
  verifyBackup(caller: Caller, name: string): Promise<{ whole: boolean; reason: string | null } | undefined>;
}

export interface StoreBackendDeps {
  readonly care: StoreCare;
  readonly ring: KeyRing;
  readonly retention: Retention;
  readonly store: RecordStore;
  readonly oldest: () => Promise<OldestKept>;
  readonly clock: Clock;
}

export function storeBackend({ care, ring, retention, store, oldest, clock }: StoreBackendDeps): StoreBackend {
  const { backups } = care;
  const verify = async (identity: string, name: string) => {
    const result = await backups.verify(name);
    if (result === undefined) return undefined;
    await audit(identity, 'verifyBackup', name, result.whole ? 'success' : 'failure');
    return { whole: result.whole, reason: result.reason ?? null };
  };
  const checks = new BackupChecks({ verify, exists: (name) => backups.list().some((file) => file.name === name), clock });
  const keptFor = {
    framesMs: retention.frames,
    incidentsMs: retention.incidents,
    textsMs: retention.texts,
    auditMs: retention.audit,
  };
  const audit = (identity: string, action: string, subject: string, outcome: 'success' | 'failure') =>
    store.transaction((records) => records.audit({ at: clock.now(), identity, action, subject, outcome, detail: {} }));
  return {
    async status() {
      const now = care.facts();
      const kept = backups.list();
      const { last } = backups;
      const keys = ring.dataKeys;
      const { restored } = now;
      return {
        state: now.state,
        since: now.since,
        sizeBytes: now.sizeBytes,
        freeBytes: now.freeBytes ?? null,
        lastBackupAt: now.lastBackupAt ?? null,
        lastBackupOk: last === undefined ? (kept.length > 0 ? true : null) : last.backup !== undefined,
        lastBackupReason: now.lastBackupReason ?? null,
        backups: kept.length,
        backupBytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
        backupRunning: backups.isRunning,
        keyState: ring.storeKeyInfo.kind,
        keyFileMadeAt: now.keyFileMadeAt ?? null,
        dataKeys: keys.length,
        oldestDataKeyAt: keys.length === 0 ? null : Math.min(...keys.map(({ from }) => from)),
        restored:
          restored === undefined
            ? null
            : {
                at: restored.at,
                backupAt: restored.backupAt ?? null,
                unreadableRows: restored.unreadableRows,
                unconfirmed: restored.unconfirmed,
                setAside: restored.setAside ?? null,
              },
        lastPurgeAt: (await store.transaction((records) => records.setting('lastPurgeAt'))) ?? null,
        retention: keptFor,
      };
    },
    async retention() {
      const { framesAt, incidentsAt, auditAt } = await oldest();
      const [lastPurgeAt, lastPurge] = await store.transaction(
        async (records) => [await records.setting('lastPurgeAt'), await records.setting('lastPurge')] as const,
      );
      const next = lastPurgeAt === undefined ? undefined : care.nextPurge(lastPurgeAt);
      return {
        kept: keptFor,
        oldest: { framesAt: framesAt ?? null, incidentsAt: incidentsAt ?? null, auditAt: auditAt ?? null },
        lastPurgeAt: lastPurgeAt ?? null,
        lastPurge: lastPurge ?? null,
        nextPurgeAt: next?.at ?? null,
        waitsForClock: next?.waitsForClock ?? false,
      };
    },
    backups: async () => backups.list().map((file) => ({ ...backupView(file), check: checks.of(file.name) })),
    checkBackup: async ({ identity }, name) => checks.begin(identity, name),
    async backupNow({ identity }) {
      const startedAt = clock.now();
      const made = care
        .backupNow()
        .then(({ backup }) => audit(identity, 'backupNow', backup?.name ?? '', backup === undefined ? 'failure' : 'success'));
      // The appliance may be stopping by then, and its store be closed.
      made.catch(() => undefined);
      return { startedAt, running: backups.isRunning };
    },
    verifyBackup: ({ identity }, name) => verify(identity, name),
  };
}

function backupView({ name, at, bytes }: BackupFile): Omit<BackupView, 'check'> {
  return { name, at, bytes };
}
