import type { StoreFacts } from '../store/care/storeCare';
import { type AlarmCode, type FoundAlarm, withEffect } from './foundAlarm';
import { inWords } from './inWords';

type StoreAlarm = Omit<FoundAlarm, 'id' | 'effect' | 'count' | 'code'> & { readonly code: AlarmCode };

/** What a person should know and do about the store. */
export function storeAlarms(store: StoreFacts): FoundAlarm[] {
  return [...stateAlarms(store), ...restoredAlarms(store), ...careAlarms(store)].map((alarm) => withEffect({ ...alarm, count: 1 }));
}

function stateAlarms({ state, since }: StoreFacts): StoreAlarm[] {
  const alarm = (code: AlarmCode, text: string, action: string): StoreAlarm[] => [{ code, priority: 1, since, text, action }];
  switch (state) {
    case 'full':
      return alarm(
        'storeFull',
        'The disk of this console is full: nothing is taken in and nothing is sent',
        'Make room on the disk; Herald goes on by itself, and feeds that wait for an answer send again.',
      );
    case 'readOnly':
      return alarm(
        'storeReadOnly',
        'The disk of this console cannot be written to: nothing is taken in and nothing is sent',
        'Mend the disk or its rights; Herald goes on by itself.',
      );
    case 'failing':
      return alarm('storeFailing', 'The disk of this console fails', 'Have the disk looked at now; Herald keeps trying.');
    case 'damaged':
      return alarm(
        'storeDamaged',
        'The store is damaged: nothing is sent',
        'Restart Herald: it sets the store aside, restores the last good backup and says what is lost.',
      );
    case 'ok':
      return [];
  }
}

function restoredAlarms({ restored }: StoreFacts): StoreAlarm[] {
  if (restored === undefined) return [];
  const { at, backupAt, unreadableRows, unconfirmed, setAside, isOlderCopy } = restored;
  if (isOlderCopy === true) {
    const age = backupAt === undefined ? '' : `, ${inWords(at - backupAt)} old`;
    return [
      {
        code: 'storeRestored',
        priority: 1,
        since: at,
        text: `The store is an older copy of itself${age}: what was texted since is not known, and sending is stopped`,
        action:
          'Settle the texts under Attention, cancel what was texted since, enter again who asked not to be texted, then resume.',
      },
    ];
  }
  const from = backupAt === undefined ? 'there was no backup' : `from a backup begun ${inWords(at - backupAt)} before`;
  const lost = unreadableRows === 0 ? 'every row could be read' : 'rows are lost, and sending is stopped';
  const texts = unconfirmed === 1 ? '1 text' : `${unconfirmed} texts`;
  const doubted = unconfirmed === 0 ? '' : `; ${texts} may or may not have been sent`;
  return [
    {
      code: 'storeRestored',
      priority: 1,
      since: at,
      text: `The store was ${setAside === undefined ? 'not there any more' : 'damaged'} and has been restored, ${from}: ${lost}${doubted}`,
      action:
        unreadableRows === 0
          ? 'Settle the texts under Attention, and have the disk looked at.'
          : 'Compare the open incidents with CAD, enter again who asked not to be texted since, then resume. Have the disk looked at.',
    },
  ];
}

function careAlarms({
  lastBackupReason,
  backupDueSince,
  lastBackupAt,
  since,
  keyFileMade,
  keyFileMadeAt,
}: StoreFacts): StoreAlarm[] {
  const alarms: StoreAlarm[] = [];
  if (lastBackupReason !== undefined || backupDueSince !== undefined) {
    const why = lastBackupReason === undefined ? 'there has been none for more than two hours' : lastBackupReason;
    alarms.push({
      code: 'backupFailed',
      priority: 2,
      since: backupDueSince ?? lastBackupAt ?? since,
      text: `The store is not backed up: ${why}`,
      action: 'Make room on the disk of this console; Herald tries again by itself.',
    });
  }
  if (keyFileMade !== undefined) {
    alarms.push({
      code: 'keyFileMade',
      priority: 3,
      since: keyFileMadeAt ?? since,
      text: 'The key that opens the store exists only once',
      action: `Copy ${keyFileMade} to a safe place, away from this console, then acknowledge this. Without the key neither store nor backups can be read.`,
    });
  }
  return alarms;
}
