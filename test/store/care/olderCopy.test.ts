import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../../src/clock';
import { formatByName } from '../../../src/feed/formats/formatByName';
import { Intake } from '../../../src/intake/intake';
import { silentLogger } from '../../../src/logger';
import { recoverRestored } from '../../../src/recoverRestored';
import { ANCHOR_FILE, anchorOf, appendAnchor } from '../../../src/store/auditAnchors';
import { Backups } from '../../../src/store/care/backups';
import type { OwnedStore } from '../../../src/store/openOwnedStore';
import { DATABASE_FILE, type Store } from '../../../src/store/store';
import { FakeClock } from '../../support/fakeClock';
import { testPhone } from '../../support/testPhone';
import { testProfile } from '../../support/testProfile';
import { openTestStore } from '../support/openTestStore';
import { aMessage } from '../support/rows';
import { temporaryDirectory } from '../support/temporaryDirectory';

const NOW = Date.UTC(2025, 5, 3, 20);
const PHONE = testPhone('8135550142');
let clock: FakeClock;
let data: string;
let owned: OwnedStore | undefined;

beforeEach(() => {
  clock = new FakeClock(NOW);
  data = path.join(temporaryDirectory(), 'data');
});
afterEach(() => owned?.close());

async function open(): Promise<OwnedStore> {
  owned = await openTestStore(data, clock);
  return owned;
}

async function close(): Promise<void> {
  await owned?.close();
  owned = undefined;
}

/** As the appliance does every five minutes, and at its end. */
const anchor = (store: Store) => appendAnchor(path.join(data, ANCHOR_FILE), anchorOf(store.auditHead(), clock.now()));

/** A text that waits when a backup is made, and has left since. */
async function lived(): Promise<string> {
  const { store, directory } = await open();
  await store.transaction(async (records) => {
    const id = await records.newIncidentId();
    await records.addMessage(aMessage(id, { id: 'text', phone: PHONE, status: 'ready', expiresAt: NOW + durations.DAY }));
    await records.audit({ at: NOW, identity: 'host', action: 'test', subject: 'test', outcome: 'success', detail: {} });
  });
  anchor(store);
  const { backup } = await new Backups({ store, directory, clock, logger: silentLogger }).make();
  clock.advance(durations.HOUR);
  await store.transaction(async (records) => {
    const text = await records.message('text');
    if (text === undefined) throw new Error('lost');
    await records.saveMessage({ ...text, status: 'accepted', carrierMessageId: 'c1' }, 'carrier accepted', clock.now(), 'ready');
  });
  anchor(store);
  await close();
  return path.join(data, 'backups', backup?.name ?? '');
}

async function recover({ restored, store }: OwnedStore): Promise<void> {
  const formats = new Map([['units', formatByName('delimited', testProfile().layouts.events)]]);
  const shared = { store, policy: () => testProfile(), mode: 'live' as const, clock, logger: silentLogger };
  const intake = new Intake({ ...shared, formats, onCommitted: () => {} });
  if (restored !== undefined) await recoverRestored(restored, { store, intake, clock, logger: silentLogger });
}

const statusOf = ({ store }: OwnedStore) => store.transaction(async (records) => (await records.message('text'))?.status);

it('a backup that somebody put in the place of the store sends nothing that may have been sent since, until a person has looked', async () => {
  const backup = await lived();
  rmSync(path.join(data, `${DATABASE_FILE}-wal`), { force: true });
  copyFileSync(backup, path.join(data, DATABASE_FILE));
  clock.advance(durations.MINUTE);
  const older = await open();
  expect(older.restored).toMatchObject({ isOlderCopy: true, backupAt: NOW });
  await recover(older);
  expect(await statusOf(older)).toBe('unconfirmed');
  const stopped = await older.store.transaction((records) => records.setting('stopped'));
  expect(stopped).toMatchObject({ by: 'Herald', reason: expect.stringMatching(/older copy/) });
  await older.store.transaction((records) => records.saveSetting('stopped', null));
  await close();
  // Once.
  const again = await open();
  expect(again.restored).toBeUndefined();
  expect(await again.store.transaction((records) => records.setting('stopped'))).toBeNull();
});

it('a store that only was away for a while is none', async () => {
  await lived();
  clock.advance(durations.DAY);
  const same = await open();
  expect(same.restored).toBeUndefined();
  expect(await statusOf(same)).toBe('accepted');
});
