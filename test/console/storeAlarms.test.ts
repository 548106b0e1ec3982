import { storeAlarms } from '../../src/console/storeAlarms';
import type { StoreFacts } from '../../src/store/care/storeCare';

const well: StoreFacts = {
  state: 'ok',
  since: 1,
  lastBackupAt: 1,
  lastBackupReason: undefined,
  backupDueSince: undefined,
  keyFileMade: undefined,
  keyFileMadeAt: undefined,
  restored: undefined,
  freeBytes: 1,
  sizeBytes: 1,
};
const restored = {
  at: 5,
  backupAt: 3,
  salvagedRows: 9,
  unreadableRows: 0,
  unconfirmed: 2,
  framesToReplay: 0,
  setAside: 'herald.damaged-1.sqlite',
};

it('a store that is well raises none', () => expect(storeAlarms(well)).toEqual([]));

it.each([
  ['storeFull', 1, { state: 'full' as const }, /Make room/],
  ['storeReadOnly', 1, { state: 'readOnly' as const }, /Mend/],
  ['storeFailing', 1, { state: 'failing' as const }, /looked at/],
  ['storeDamaged', 1, { state: 'damaged' as const }, /Restart Herald/],
  ['storeRestored', 1, { restored }, /Settle the texts/],
  ['storeRestored', 1, { restored: { ...restored, unreadableRows: 3, backupAt: undefined } }, /Compare .* with CAD.* then resume/],
  ['backupFailed', 2, { lastBackupReason: 'the disk has no room for a backup of 3 MB' }, /Make room/],
  ['backupFailed', 2, { backupDueSince: 4 }, /tries again/],
  ['keyFileMade', 3, { keyFileMade: '/srv/herald.key' }, /Copy \/srv\/herald\.key/],
])('%s of priority %i says what to do', (code, priority, change, action) => {
  expect(storeAlarms({ ...well, ...change })).toEqual([
    expect.objectContaining({ code, priority, action: expect.stringMatching(action), text: expect.stringMatching(/\w{3}/) }),
  ]);
});
