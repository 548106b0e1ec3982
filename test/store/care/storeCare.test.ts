import { closeSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../../src/clock';
import { HeraldError } from '../../../src/heraldError';
import { silentLogger } from '../../../src/logger';
import { StoreCare } from '../../../src/store/care/storeCare';
import type { OwnedStore } from '../../../src/store/openOwnedStore';
import { DATABASE_FILE } from '../../../src/store/store';
import { FakeClock } from '../../support/fakeClock';
import { openTestStore } from '../support/openTestStore';
import { aFrame } from '../support/rows';
import { temporaryDirectory } from '../support/temporaryDirectory';

const { HOUR, MINUTE, DAY } = durations;
const retention = { frames: 30 * DAY, incidents: 365 * DAY, texts: 365 * DAY, audit: 365 * DAY };
let clock: FakeClock;
let data: string;
let owned: OwnedStore;
let care: StoreCare;

beforeEach(async () => {
  clock = new FakeClock(Date.UTC(2025, 5, 3, 20));
  data = path.join(temporaryDirectory(), 'data');
  owned = await openTestStore(data, clock);
  await owned.store.transaction((records) => records.addFrame(aFrame('x', clock.now())).then((id) => records.frameDone(id)));
  care = new StoreCare({
    ...{ owned, retention, clock, logger: silentLogger, onChanged: () => {} },
    isBusy: () => false,
    localHour: (at) => new Date(at).getUTCHours(),
  });
  care.start();
});

afterEach(async () => {
  await care.stop();
  await owned.close();
});

/** Lets time pass, and lets what it sets going come to its end. */
async function pass(ms: number, step = 10 * MINUTE): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    clock.advance(Math.min(step, left));
    await settled();
  }
}

async function settled(): Promise<void> {
  // A tick has no timer waiting while it works, but a purge's pauses: those are passed by moving on.
  for (let i = 0; i < 2_000; i++) {
    if (!care.isWorking()) return;
    await new Promise((resume) => setTimeout(resume, 1));
    clock.advance(1);
  }
  throw new Error('The store is being cared for without end');
}

const frames = () => owned.store.between((database) => Number(database.execute('select count(*) as n from frame').rows[0]?.n));

it('backs up soon after the start, then every hour', async () => {
  await pass(MINUTE);
  expect(care.backups.list()).toHaveLength(0);
  await pass(2 * MINUTE, MINUTE);
  expect(care.backups.list()).toHaveLength(1);
  await pass(50 * MINUTE);
  expect(care.backups.list()).toHaveLength(1);
  await pass(20 * MINUTE);
  expect(care.backups.list()).toHaveLength(2);
  expect(care.facts()).toMatchObject({ state: 'ok', backupDueSince: undefined });
});

it('purges at night, once; a clock that is set far ahead purges nothing for a day', async () => {
  await pass(MINUTE, MINUTE);
  clock.jump(400 * DAY);
  await pass(20 * HOUR, 20 * HOUR);
  expect(await frames()).toBe(1);
  // Nobody has set it back: then so be it.
  await pass(30 * HOUR, 10 * HOUR);
  expect(await frames()).toBe(0);
});

it('tells what went, when the next purge comes, and that it waits for a clock that was set', async () => {
  const setting = <K extends 'lastPurgeAt' | 'lastPurge'>(key: K) => owned.store.transaction((records) => records.setting(key));
  await pass(MINUTE, MINUTE);
  expect(await setting('lastPurge')).toBeUndefined();
  const begun = (await setting('lastPurgeAt')) ?? 0;
  // 20 hours after 20:00 it is day: the night after that.
  expect(care.nextPurge(begun)).toEqual({ at: Date.UTC(2025, 5, 5, 2), waitsForClock: false });
  clock.jump(400 * DAY);
  await pass(MINUTE, MINUTE);
  expect(care.nextPurge(begun)).toMatchObject({ waitsForClock: true });
  await pass(30 * HOUR, 10 * HOUR);
  expect(await setting('lastPurge')).toMatchObject({ at: await setting('lastPurgeAt'), frames: 1 });
  expect(care.nextPurge((await setting('lastPurgeAt')) ?? 0).at).toBeGreaterThan(clock.now());
});

it('a clock that was put right in time has cost nothing', async () => {
  await pass(MINUTE, MINUTE);
  clock.jump(400 * DAY);
  await pass(10 * HOUR, 10 * HOUR);
  clock.jump(-400 * DAY);
  await pass(60 * HOUR, 30 * HOUR);
  expect(await frames()).toBe(1);
  await pass(40 * DAY, 10 * DAY);
  expect(await frames()).toBe(0);
});

it('a full disk shows until a write works again', async () => {
  const fails = owned.store.transaction(async () => {
    throw new HeraldError('store.full', 'The store refused: the disk is full');
  });
  await expect(fails).rejects.toMatchObject({ code: 'store.full' });
  expect(care.facts()).toMatchObject({ state: 'full', since: clock.now() });
  await owned.store.transaction((records) => records.setting('stopped'));
  expect(care.facts().state).toBe('full');
  await pass(10_000, 5_000);
  expect(care.facts().state).toBe('ok');
});

it('a store whose backup is not whole is marked, for the next start to restore', async () => {
  await owned.store.transaction(async (records) => {
    for (let i = 0; i < 400; i++) await records.addFrame(aFrame('x'.repeat(2_000)));
  });
  await owned.store.between((database) => database.execute('PRAGMA wal_checkpoint(TRUNCATE)'));
  const file = path.join(data, DATABASE_FILE);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(8_192, 0xa5), 0, 8_192, Math.floor(statSync(file).size / 8_192 / 2) * 8_192);
  closeSync(handle);
  await pass(3 * MINUTE, MINUTE);
  expect(care.facts()).toMatchObject({ state: 'damaged', lastBackupReason: expect.stringMatching(/not whole/) });
  expect(existsSync(path.join(data, 'herald.damaged'))).toBe(true);
});
