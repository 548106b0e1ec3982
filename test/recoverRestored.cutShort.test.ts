import { closeSync, cpSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { formatByName } from '../src/feed/formats/formatByName';
import { outboxStore } from '../src/intake/claims';
import { Intake } from '../src/intake/intake';
import { silentLogger } from '../src/logger';
import { recoverRestored } from '../src/recoverRestored';
import { verifyAudit } from '../src/store/auditVerify';
import { Backups } from '../src/store/care/backups';
import { markDamaged } from '../src/store/care/restore';
import type { OwnedStore } from '../src/store/openOwnedStore';
import { DATABASE_FILE, type Store } from '../src/store/store';
import { openTestStore } from './store/support/openTestStore';
import { temporaryDirectory } from './store/support/temporaryDirectory';
import { FakeClock } from './support/fakeClock';
import { testProfile } from './support/testProfile';

const NOW = Date.UTC(2025, 5, 3, 20);
const CUT = 'the power is off';
let data: string;
let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock(NOW);
  data = path.join(temporaryDirectory(), 'data');
});

const profile = { ...testProfile() };
for (const stage of Object.values(profile.ruleset.stages)) Object.assign(stage, { hold: 0 });
const open = (): Promise<OwnedStore> => openTestStore(data, clock);
const shared = (store: Store) => ({ store, policy: () => profile, mode: 'live' as const, clock, logger: silentLogger });
const intakeOf = (store: Store) => {
  const formats = new Map([['units', formatByName('delimited', profile.layouts.events)]]);
  return new Intake({ ...shared(store), formats, onCommitted: () => {} });
};

async function line(intake: Intake, values: Readonly<Record<string, string>>): Promise<void> {
  const { columns } = profile.layouts.events as { columns: string[] };
  const all: Readonly<Record<string, string>> = { occurredAt: new Date(clock.now()).toISOString(), ...values };
  const bytes = new TextEncoder().encode(columns.map((column) => all[column] ?? '').join('|'));
  await intake.accept({ feedId: 'units', receivedAt: clock.now(), bytes });
}

const call = async (intake: Intake, incidentNumber: string, callerPhone: string) => {
  await line(intake, { incidentNumber, event: 'NEW', callType: 'BURG-RES', priority: 'P3', callerPhone });
  await line(intake, { incidentNumber, event: 'DISP', unit: `U${incidentNumber}` });
};

/** A call after the last backup whose text has left; then all that is known of messages is lost, and the frames are not. */
async function damaged(): Promise<void> {
  const owned = await open();
  const { store } = owned;
  const intake = intakeOf(store);
  await call(intake, '26-1', '202-555-0141');
  const backups = new Backups({ store, directory: owned.directory, clock, logger: silentLogger });
  expect((await backups.make()).reason).toBeUndefined();
  await call(intake, '26-2', '202-555-0142');
  await call(intake, '26-3', '202-555-0143');
  const claimed = await outboxStore({ ...shared(store), onCommitted: () => {} }).claimReady(10, 100);
  expect(claimed).toHaveLength(3);
  const root = await store.between((database) =>
    Number(database.execute("select rootpage from sqlite_schema where name = 'message'").rows[0]?.rootpage),
  );
  await owned.close();
  const file = openSync(path.join(data, DATABASE_FILE), 'r+');
  writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, (root - 1) * 4_096);
  closeSync(file);
  markDamaged(data, { at: NOW, reason: 'a test' });
}

/** Begins nothing more after so many transactions. */
function dyingAfter(store: Store, transactions: number): Store {
  let begun = 0;
  const living = <T>(work: () => Promise<T>): Promise<T> => {
    begun += 1;
    return begun > transactions ? Promise.reject(new Error(CUT)) : work();
  };
  return {
    ...store,
    transaction: (work) => living(() => store.transaction(work)),
    between: (work) => living(() => store.between(work)),
    endRecovering: (now) => living(() => store.endRecovering(now)),
  };
}

/** Recovers until the power goes off after so many transactions; true where there was nothing more to do. */
async function recovered(transactions: number): Promise<boolean> {
  const owned = await open();
  try {
    if (owned.restored === undefined) return true;
    const store = dyingAfter(owned.store, transactions);
    await recoverRestored(owned.restored, { store, intake: intakeOf(store), clock, logger: silentLogger });
    return true;
  } catch (error) {
    expect((error as Error).message).toBe(CUT);
    return false;
  } finally {
    await owned.close();
  }
}

it('wherever it is cut short, no text that may have left is ready after the next start, and the audit has nothing put in', async () => {
  await damaged();
  const kept = `${data}.kept`;
  cpSync(data, kept, { recursive: true });
  let cuts = 0;
  for (; ; cuts++) {
    const whole = await recovered(cuts);
    expect(await recovered(1_000)).toBe(true);
    const owned = await open();
    expect(owned.restored).toBeUndefined();
    const { store } = owned;
    const doubted = await store.transaction((records) => records.withStatus('unconfirmed', 100));
    expect(doubted.map(({ phone }) => phone).sort()).toEqual(['+12025550141', '+12025550142', '+12025550143']);
    await store.transaction((records) => records.saveSetting('stopped', null));
    expect(await outboxStore({ ...shared(store), onCommitted: () => {} }).claimReady(10, 100)).toEqual([]);
    expect((await verifyAudit({ db: store.db, personal: store.personal, anchors: [] })).faults).toEqual([]);
    await owned.close();
    if (whole) break;
    rmSync(data, { recursive: true });
    cpSync(kept, data, { recursive: true });
  }
  // The list of frames, each of the four, the doubt, the entry that says it.
  expect(cuts).toBe(7);
});
