import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { durations } from '../../../src/clock';
import type { Records } from '../../../src/intake/records';
import { silentLogger } from '../../../src/logger';
import { ANCHOR_FILE, anchorOf, appendAnchor, readAnchors } from '../../../src/store/auditAnchors';
import { verifyAudit } from '../../../src/store/auditVerify';
import { Backups } from '../../../src/store/care/backups';
import { markDamaged } from '../../../src/store/care/restore';
import type { OwnedStore } from '../../../src/store/openOwnedStore';
import { DATABASE_FILE } from '../../../src/store/store';
import { FakeClock } from '../../support/fakeClock';
import { testPhone } from '../../support/testPhone';
import { openTestStore } from '../support/openTestStore';
import { aFrame, aMessage, anEvent } from '../support/rows';
import { temporaryDirectory } from '../support/temporaryDirectory';

const NOW = Date.UTC(2025, 5, 3, 20);
const EARLY = testPhone('8135550142');
const LATE = testPhone('8135550143');
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

const file = () => path.join(data, DATABASE_FILE);
const suppress = (reason: string) => ({ reason, source: 'person' as const, by: 'host', at: 1 });

/** A backup with one incident, one opt-out, one waiting text; then another of each, which only the damaged file holds. */
async function lived({ backedUp = true, frames = 400 } = {}): Promise<void> {
  const { store, directory, close } = await open();
  await store.transaction(async (records) => {
    for (let i = 0; i < frames; i++) await records.frameDone(await records.addFrame(aFrame('early '.repeat(300))));
    const id = await records.newIncidentId();
    await records.addEvent(anEvent(id, 'early'));
    await records.addMessage(aMessage(id, { id: 'early', phone: EARLY, status: 'ready', expiresAt: NOW + durations.HOUR }));
    await records.suppressNumber(EARLY, suppress('asked early'));
  });
  if (backedUp) {
    const backups = new Backups({ store, directory, clock, logger: silentLogger });
    expect((await backups.make()).reason).toBeUndefined();
  }
  clock.advance(10 * durations.MINUTE);
  await store.transaction(async (records) => {
    const id = await records.newIncidentId();
    await records.addEvent(anEvent(id, 'late', frames + 1));
    for (let i = 0; i < frames; i++) await records.frameDone(await records.addFrame(aFrame('late '.repeat(300))));
    const early = await records.message('early');
    if (early !== undefined)
      await records.saveMessage({ ...early, status: 'accepted', carrierMessageId: 'c1' }, 'carrier accepted', 1, 'ready');
    await records.addMessage(aMessage(id, { id: 'late', phone: LATE, status: 'ready', expiresAt: NOW + durations.HOUR }));
    await records.suppressNumber(LATE, suppress('asked late'));
  });
  await close();
  owned = undefined;
}

/** Overwrites the pages that hold `words`' table; sealed values say nothing, so a share of the file's pages. */
function spoil(...pages: readonly number[]): void {
  const handle = openSync(file(), 'r+');
  for (const page of pages) writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, (page - 1) * 4_096);
  closeSync(handle);
}

async function rootPage(table: string): Promise<number> {
  const { store, close } = await open();
  const page = await store.between((database) =>
    Number(database.execute('select rootpage from sqlite_schema where name = ?', [table]).rows[0]?.rootpage),
  );
  await close();
  owned = undefined;
  return page;
}

const uncleanEnd = () => mkdirSync(`${file()}.lock`);
const statuses = async ({ store }: OwnedStore) =>
  store.transaction(async (records) => ({
    early: (await records.message('early'))?.status,
    late: (await records.message('late'))?.status,
  }));
const optOuts = async ({ store }: OwnedStore) => {
  const facts = await store.transaction((records) => records.numberFacts([EARLY, LATE], NOW));
  return [facts.get(EARLY)?.suppressed, facts.get(LATE)?.suppressed];
};

it('a store that is no database any more: the last backup, nothing ready, and sending stopped until a person has looked', async () => {
  await lived();
  writeFileSync(file(), 'no database at all'.repeat(1_000));
  const restored = await open();
  expect(restored.restored).toMatchObject({ backupAt: NOW, unconfirmed: 1, setAside: expect.stringMatching(/^herald\.damaged-/) });
  expect(restored.restored?.unreadableRows).toBeGreaterThan(0);
  expect(readFileSync(path.join(data, restored.restored?.setAside ?? ''), 'utf8')).toMatch(/^no database at all/);
  expect(await statuses(restored)).toEqual({ early: 'unconfirmed', late: undefined });
  expect(await optOuts(restored)).toEqual(['asked early', undefined]);
  const stopped = await restored.store.transaction((records) => records.setting('stopped'));
  expect(stopped).toMatchObject({ by: 'Herald', reason: expect.stringMatching(/opt-outs/) });
  await restored.close();
  // Until the journal is read and what follows from it is doubted, every start is one after a restoration.
  const again = await open();
  expect(again.restored).toEqual(restored.restored);
  await again.store.endRecovering(clock.now());
  await again.close();
  expect((await open()).restored).toBeUndefined();
});

it('one page of the journal spoiled: all else is as it was last, and what may have left is asked for', async () => {
  await lived();
  const frame = await rootPage('frame');
  // A leaf of the frames, found by what it holds: the root names its children.
  const bytes = readFileSync(file());
  const root = (frame - 1) * 4_096;
  const cell = bytes.readUInt16BE(root + 12);
  spoil(bytes.readUInt32BE(root + cell));
  uncleanEnd();
  const restored = await open();
  expect(restored.restored?.backupAt).toBe(NOW);
  expect(restored.restored?.unreadableRows).toBeGreaterThan(0);
  expect(await statuses(restored)).toEqual({ early: 'accepted', late: 'unconfirmed' });
  expect(await optOuts(restored)).toEqual(['asked early', 'asked late']);
  // Frames from after the backup are to be read again.
  expect(restored.restored?.framesToReplay).toBeGreaterThan(200);
  const pending = await restored.store.transaction((records) => records.pendingFrames());
  expect(pending.length).toBe(restored.restored?.framesToReplay);
  expect(Math.min(...pending)).toBeGreaterThan(400);
  const check = await restored.store.between((database) => [
    database.execute('PRAGMA integrity_check').rows,
    database.execute('PRAGMA foreign_key_check').rows,
  ]);
  expect(check).toEqual([[{ integrity_check: 'ok' }], []]);
});

it('only an index is spoiled: every row is kept, nothing is stopped, and still nothing that waited is simply sent', async () => {
  await lived();
  spoil(await rootPage('frameByFeed'));
  uncleanEnd();
  const restored = await open();
  expect(restored.restored).toMatchObject({ unreadableRows: 0, unconfirmed: 1, framesToReplay: 0 });
  expect(await statuses(restored)).toEqual({ early: 'accepted', late: 'unconfirmed' });
  expect(await optOuts(restored)).toEqual(['asked early', 'asked late']);
  expect(await restored.store.transaction((records) => records.setting('stopped'))).toBeUndefined();
});

it('the opt-outs spoiled: those of the backup, and sending stopped', async () => {
  await lived();
  spoil(await rootPage('suppression'));
  uncleanEnd();
  const restored = await open();
  expect(await optOuts(restored)).toEqual(['asked early', undefined]);
  expect(await restored.store.transaction((records) => records.setting('stopped'))).toMatchObject({ by: 'Herald' });
});

it('without a backup what can be read is kept', async () => {
  await lived({ backedUp: false, frames: 50 });
  spoil(await rootPage('suppression'));
  uncleanEnd();
  const restored = await open();
  expect(restored.restored?.backupAt).toBeUndefined();
  expect(await statuses(restored)).toEqual({ early: 'accepted', late: 'unconfirmed' });
});

it('a store that is not there, beside its backups: the last one, as on another machine, and never an empty beginning', async () => {
  await lived();
  for (const name of [file(), `${file()}-wal`, path.join(data, ANCHOR_FILE)]) rmSync(name, { force: true });
  const keys = path.join(data, 'herald.keys');
  const elsewhere = readFileSync(keys);
  // New keys could read nothing of the backups: it does not begin before their own are there.
  for (const name of [keys, `${keys}.copy`]) rmSync(name, { force: true });
  await expect(open()).rejects.toMatchObject({ code: 'store.keyMissing' });
  writeFileSync(keys, elsewhere);
  const restored = await open();
  expect(restored.restored).toMatchObject({ backupAt: NOW, unreadableRows: 1, unconfirmed: 1 });
  expect(restored.restored?.setAside).toBeUndefined();
  expect(await statuses(restored)).toEqual({ early: 'unconfirmed', late: undefined });
  expect(await optOuts(restored)).toEqual(['asked early', undefined]);
  const stopped = await restored.store.transaction((records) => records.setting('stopped'));
  expect(stopped).toMatchObject({ by: 'Herald', reason: expect.stringMatching(/not there/) });
});

it('a store that is not there and has no backup, but has lived: it begins empty, says so and sends nothing', async () => {
  await lived({ backedUp: false, frames: 1 });
  const lived2 = await open();
  appendAnchor(path.join(data, ANCHOR_FILE), anchorOf(lived2.store.auditHead(), clock.now()));
  await lived2.close();
  for (const name of [file(), `${file()}-wal`]) rmSync(name, { force: true });
  const restored = await open();
  expect(restored.restored?.backupAt).toBeUndefined();
  expect(await restored.store.transaction((records) => records.setting('stopped'))).toMatchObject({ by: 'Herald' });
});

it('a backup that is not whole is passed over', async () => {
  await lived();
  const backups = path.join(data, 'backups');
  const [good = ''] = readdirSync(backups);
  writeFileSync(
    path.join(backups, 'herald-20250603T203000000Z.sqlite'),
    readFileSync(path.join(backups, good)).fill(0xa5, 20_000, 90_000),
  );
  writeFileSync(file(), 'no database at all');
  expect((await open()).restored?.backupAt).toBe(NOW);
});

it('cut short at any of its steps, it begins again', async () => {
  await lived();
  const mark = { at: NOW, reason: 'a test' };
  const aside = path.join(data, 'herald.damaged-20250603T200000000Z.sqlite');
  const whole = readFileSync(file());
  for (const cut of [
    () => {},
    () => renameSync(file(), aside),
    () => {
      renameSync(file(), aside);
      writeFileSync(path.join(data, 'herald.restoring.sqlite'), 'half');
      writeFileSync(path.join(data, 'herald.salvage.sqlite'), 'half');
      mkdirSync(path.join(data, 'herald.salvage.sqlite.lock'));
    },
  ]) {
    rmSync(aside, { force: true });
    writeFileSync(file(), whole);
    markDamaged(data, mark);
    cut();
    const restored = await open();
    expect(restored.restored?.backupAt).toBe(NOW);
    expect(await statuses(restored)).toEqual({ early: 'accepted', late: 'unconfirmed' });
    await restored.close();
    owned = undefined;
    expect(existsSync(path.join(data, 'herald.damaged'))).toBe(false);
    expect(readdirSync(data).filter((name) => /restoring|salvage/.test(name))).toEqual([]);
  }
  // After its last step only the mark was left.
  markDamaged(data, mark);
  expect(statSync(aside).size).toBeGreaterThan(0);
  // In place already, and not yet recovered.
  expect((await open()).restored).toMatchObject({ unconfirmed: 1 });
});

describe('the audit of a restored store', () => {
  const note = (n: number) => (records: Records) =>
    records.audit({ at: clock.now(), identity: 'vale', action: 'hold', subject: `m${n}`, outcome: 'success', detail: { n } });
  const anchor = ({ store }: OwnedStore) => appendAnchor(path.join(data, ANCHOR_FILE), anchorOf(store.auditHead(), clock.now()));
  const verified = ({ store: { db, personal } }: OwnedStore) =>
    verifyAudit({ db, personal, anchors: readAnchors(path.join(data, ANCHOR_FILE)) });

  /** Three entries in a backup, then four more, the last of them anchored; the store is destroyed and restored. */
  async function restoredAfterBackup(): Promise<OwnedStore> {
    await lived({ frames: 1 });
    let lived2 = await open();
    for (let n = 1; n <= 3; n++) await lived2.store.transaction(note(n));
    clock.advance(durations.MINUTE);
    const backups = new Backups({ store: lived2.store, directory: lived2.directory, clock, logger: silentLogger });
    expect((await backups.make()).reason).toBeUndefined();
    for (let n = 4; n <= 7; n++) await lived2.store.transaction(note(n));
    anchor(lived2);
    await lived2.close();
    clock.advance(durations.MINUTE);
    writeFileSync(file(), 'no database at all'.repeat(1_000));
    lived2 = await open();
    clock.advance(durations.MINUTE);
    return lived2;
  }

  it('says what is lost, and that is no tampering, also when new entries have the numbers of lost ones', async () => {
    const restored = await restoredAfterBackup();
    for (let n = 8; n <= 12; n++) await restored.store.transaction(note(n));
    anchor(restored);
    const found = await verified(restored);
    expect(found.faults).toEqual([]);
    expect(found.restores).toEqual([{ at: clock.now() - durations.MINUTE, lost: 4 }]);
  });

  it('excuses nothing that happens to the audit afterwards', async () => {
    const restored = await restoredAfterBackup();
    for (let n = 8; n <= 12; n++) await restored.store.transaction(note(n));
    anchor(restored);
    await restored.store.between((database) => {
      database.execute("update audit set identity = 'osei' where subject = 'm2'");
      database.execute("delete from audit where subject = 'm9'");
      database.execute('delete from auditLink where id = (select max(id) from auditLink)');
    });
    expect((await verified(restored)).faults.map(({ kind }) => kind).sort()).toEqual([
      'changed',
      'inserted',
      'removed',
      'truncated',
    ]);
  });

  it('a page of the audit spoiled: the entries on it are named once, at the restoration, and are lost on record', async () => {
    await lived({ frames: 1 });
    const first = await open();
    for (let n = 1; n <= 400; n++) await first.store.transaction(note(n));
    anchor(first);
    await first.store.between((database) => database.execute('PRAGMA wal_checkpoint(TRUNCATE)'));
    await first.close();
    const page = await rootPage('audit');
    const bytes = readFileSync(file());
    const root = (page - 1) * 4_096;
    spoil(bytes.readUInt32BE(root + bytes.readUInt16BE(root + 12)));
    uncleanEnd();
    clock.advance(durations.MINUTE);
    const restored = await open();
    expect(restored.restored?.unreadableRows).toBeGreaterThan(0);
    for (let n = 401; n <= 410; n++) await restored.store.transaction(note(n));
    const found = await verified(restored);
    expect(found.faults).toEqual([]);
    expect(found.restores).toHaveLength(1);
    expect(found.restores[0]?.lost).toBeGreaterThan(0);
  });
});
