import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../../src/clock';
import { silentLogger } from '../../../src/logger';
import { type BackupFile, backupsToDrop } from '../../../src/store/care/backupFiles';
import { Backups } from '../../../src/store/care/backups';
import type { OwnedStore } from '../../../src/store/openOwnedStore';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import { DATABASE_FILE } from '../../../src/store/store';
import { FakeClock } from '../../support/fakeClock';
import { openTestStore } from '../support/openTestStore';
import { aFrame } from '../support/rows';
import { temporaryDirectory } from '../support/temporaryDirectory';

const clock = new FakeClock(Date.UTC(2025, 5, 3, 20));
let data: string;
let owned: OwnedStore;
let backups: Backups;

beforeEach(async () => {
  data = path.join(temporaryDirectory(), 'data');
  owned = await openTestStore(data, clock);
  backups = new Backups({ store: owned.store, directory: data, clock, logger: silentLogger });
});

afterEach(async () => {
  await backups.stop();
  await owned.close();
});

const add = (count: number) =>
  owned.store.transaction(async (records) => {
    for (let i = 0; i < count; i++) await records.addFrame(aFrame('x'.repeat(2_000)));
  });

function framesIn(file: string): number {
  const database = openDatabase(file);
  try {
    expect(database.execute('PRAGMA integrity_check').rows).toEqual([{ integrity_check: 'ok' }]);
    return Number(database.execute('select count(*) as count from frame').rows[0]?.count);
  } finally {
    database.close();
  }
}

it('holds what was committed when it was begun, and is whole, however much is written meanwhile', async () => {
  await add(3_000);
  let written = 3_000;
  let done = false;
  const making = backups.make().finally(() => {
    done = true;
  });
  while (!done) {
    await add(50);
    written += 50;
  }
  const { backup, reason } = await making;
  expect(reason).toBeUndefined();
  expect(written).toBeGreaterThan(3_000);
  expect(readdirSync(path.join(data, 'backups'))).toEqual([backup?.name]);
  expect(statSync(path.join(data, 'backups', backup?.name ?? '')).mode & 0o777).toBe(0o600);
  const frames = framesIn(path.join(data, 'backups', backup?.name ?? ''));
  expect(frames).toBeGreaterThanOrEqual(3_000);
  expect(frames).toBeLessThan(written);
  await owned.store.between((database) => {
    expect(database.execute('PRAGMA wal_autocheckpoint').rows).toEqual([{ wal_autocheckpoint: 1_000 }]);
    expect(Number(database.execute('select count(*) as count from frame').rows[0]?.count)).toBe(written);
  });
});

it('a damaged store is found by its copy, which is not kept', async () => {
  await add(500);
  await owned.store.between((database) => database.execute('PRAGMA wal_checkpoint(TRUNCATE)'));
  const file = path.join(data, DATABASE_FILE);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(8_192, 0xa5), 0, 8_192, Math.floor(statSync(file).size / 8_192 / 2) * 8_192);
  closeSync(handle);
  expect(await backups.make()).toMatchObject({ backup: undefined, damaged: true });
  expect(readdirSync(path.join(data, 'backups'))).toEqual([]);
});

it('verifies one from end to end', async () => {
  await add(200);
  const { backup } = await backups.make();
  const name = backup?.name ?? '';
  expect(await backups.verify(name)).toEqual({ whole: true, reason: undefined });
  const handle = openSync(path.join(data, 'backups', name), 'r+');
  writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, 40 * 4_096);
  closeSync(handle);
  expect(await backups.verify(name)).toMatchObject({ whole: false });
  expect(await backups.verify('herald-20250101T000000000Z.sqlite')).toBeUndefined();
});

it('given up when Herald stops, leaving nothing half-made behind', async () => {
  await add(2_000);
  const making = backups.make();
  await backups.stop();
  expect((await making).backup).toBeUndefined();
  expect(readdirSync(path.join(data, 'backups'))).toEqual([]);
});

it('keeps each hour of a day, each day of two weeks, each week of eight', () => {
  let kept: readonly BackupFile[] = [];
  const start = Date.UTC(2025, 0, 1);
  for (let hour = 0; hour < 24 * 120; hour++) {
    const now = start + hour * durations.HOUR;
    const all = [{ name: `${hour}`, at: now, bytes: 1 }, ...kept];
    const gone = backupsToDrop(all, now);
    expect(gone).not.toContain(all[0]);
    kept = all.filter((backup) => !gone.includes(backup));
  }
  const now = start + (24 * 120 - 1) * durations.HOUR;
  const ages = kept.map(({ at }) => (now - at) / durations.HOUR);
  for (let hour = 0; hour < 24; hour++) expect(ages).toContain(hour);
  for (let day = 1; day <= 13; day++) expect(ages.some((age) => Math.abs(age - day * 24) <= 24)).toBe(true);
  for (let week = 1; week <= 7; week++) expect(ages.some((age) => Math.abs(age - week * 168) <= 168)).toBe(true);
  expect(Math.max(...ages)).toBeGreaterThan(6 * 168);
  expect(kept.length).toBeLessThan(50);
  // A machine that was off for months keeps what it has.
  expect(backupsToDrop(kept, now + 400 * durations.DAY)).toHaveLength(kept.length - 3);
});
