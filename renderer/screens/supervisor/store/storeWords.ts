import type { StoreStatusView } from '../../../../src/contract/store';

interface Said {
  readonly headline: string;
  readonly todo: string;
}

/** What a state of the store means, and what a person does about it. */
export const STORE_STATES: Readonly<Record<StoreStatusView['state'], Said>> = {
  ok: { headline: 'The store works', todo: 'Nothing to do.' },
  full: {
    headline: 'The disk is full: nothing is taken in and nothing is sent',
    todo: 'Make room on the disk of this machine. Herald goes on by itself, and feeds that wait for an answer send again.',
  },
  readOnly: {
    headline: 'The disk cannot be written to: nothing is taken in and nothing is sent',
    todo: 'Mend the disk, or the rights of the data directory. Herald goes on by itself.',
  },
  failing: {
    headline: 'The disk fails',
    todo: 'Have it looked at now. Copy the newest backup and the key to another machine. Herald keeps trying meanwhile.',
  },
  damaged: {
    headline: 'The store is damaged: nothing is sent',
    todo: 'Restart Herald. It sets the store aside, restores the last good backup, lays over it what can still be read, and says what is lost.',
  },
};

export const KEY_STATES: Readonly<Record<StoreStatusView['keyState'], Said>> = {
  keyFile: {
    headline: 'In a key file on this machine',
    todo: 'A copy of it belongs in a safe place away from this machine: without it neither the store nor a backup can be read by anybody.',
  },
  passphrase: {
    headline: 'In a passphrase',
    todo: 'It belongs written down in a safe place: without it neither the store nor a backup can be read by anybody.',
  },
  keychain: {
    headline: 'In this system’s keychain',
    todo: 'It is lost with this user’s keychain, and then neither the store nor a backup can be read. Keep a copy of the whole system’s backup, or use a key file.',
  },
};

const HOUR = 3_600_000;
/** One is made each hour; this much later one is missing. */
const OVERDUE_MS = 2 * HOUR;

/** What is wrong with the backups, if anything, with what to do. */
export function backupTrouble(store: StoreStatusView, now: number): Said | undefined {
  const { lastBackupAt, lastBackupOk, lastBackupReason, backupRunning } = store;
  if (lastBackupOk === false) {
    return {
      headline: `The last backup failed${lastBackupReason === null ? '' : `: ${lastBackupReason}`}`,
      todo: 'Make room on the disk, then back up now. If it fails again, have the disk looked at.',
    };
  }
  if (backupRunning || lastBackupAt === null || now - lastBackupAt < OVERDUE_MS) return undefined;
  return {
    headline: 'The last backup is old',
    todo: 'One is made every hour. Back up now, and look whether there is room on the disk.',
  };
}

/** Whether the next backups find room: each needs as much again as the store. */
export function roomTrouble({ freeBytes, sizeBytes }: StoreStatusView): Said | undefined {
  if (freeBytes === null || freeBytes > Math.max(1_000_000_000, 3 * sizeBytes)) return undefined;
  return {
    headline: 'There is little room left on the disk',
    todo: 'A backup needs as much room as the store itself. On a full disk nothing is taken in and nothing is sent.',
  };
}
