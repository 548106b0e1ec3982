import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../../src/clock';
import { silentLogger } from '../../../src/logger';
import { verifyAudit } from '../../../src/store/auditVerify';
import { Backups } from '../../../src/store/care/backups';
import { purge } from '../../../src/store/care/purge';
import { openKeyRing, sealedPersonal } from '../../../src/store/keys/openKeyRing';
import { readKeyFile } from '../../../src/store/keys/storeKey';
import { type OwnedStore, openOwnedStore } from '../../../src/store/openOwnedStore';
import { sealedText } from '../../../src/store/personal';
import { SEALED_COLUMNS } from '../../../src/store/sealedColumns';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import { DATABASE_FILE } from '../../../src/store/store';
import { FakeClock } from '../../support/fakeClock';
import { testPhone } from '../../support/testPhone';
import { aFrame, aMessage, anEvent, anIncident } from '../support/rows';
import { temporaryDirectory } from '../support/temporaryDirectory';

const START = Date.UTC(2025, 0, 1);
const PHONE = testPhone('8135550142');
const { DAY } = durations;
const retention = { frames: 30 * DAY, incidents: 365 * DAY, texts: 90 * DAY, audit: 2 * 365 * DAY };
let clock: FakeClock;
let data: string;
let owned: OwnedStore;
let backups: Backups;

beforeEach(async () => {
  clock = new FakeClock(START);
  data = path.join(temporaryDirectory(), 'data');
  await open();
});
afterEach(() => owned.close());

const storeKey = () => ({ kind: 'keyFile' as const, file: `${data}.key` });

async function open(): Promise<void> {
  owned = await openOwnedStore(data, { storeKey: storeKey(), clock, logger: silentLogger });
  backups = new Backups({ store: owned.store, directory: data, clock, logger: silentLogger });
}

async function purgeNow() {
  const { store, ring } = owned;
  let done = false;
  const { signal } = new AbortController();
  const deps = { store, ring, retention, backups, clock, logger: silentLogger, signal, isBusy: () => false };
  const purging = purge(deps).finally(() => {
    done = true;
  });
  while (!done) {
    clock.advance(1);
    await new Promise((resume) => setImmediate(resume));
  }
  return purging;
}

/** One incident with all that belongs to it, a frame, an audit entry. */
async function live(number: string): Promise<number> {
  const now = clock.now();
  return owned.store.transaction(async (records) => {
    await records.frameDone(await records.addFrame(aFrame(`Avery Quill ${number}`, now)));
    const id = await records.newIncidentId();
    await records.saveIncident({ incident: anIncident(id, number, now), lastDecisions: {}, delayDueAt: undefined }, now);
    await records.nameIncident(id, { kind: 'incidentNumber', name: number });
    await records.addEvent(anEvent(id, `Avery Quill ${number}`));
    await records.saveSnapshot(id, 'cad', { narratives: [`Avery Quill ${number}`] } as never);
    await records.saveUnit('P1', id, undefined);
    await records.saveContactNumber(PHONE, id, now);
    await records.addMessage(
      aMessage(id, { phone: PHONE, status: 'delivered', createdAt: now, endedAt: now, text: `Text of ${number}` }),
    );
    await records.addDecision({ ...decision, incidentId: id, at: now });
    await records.audit({
      at: now,
      identity: 'host',
      action: 'hold',
      subject: number,
      outcome: 'success',
      detail: { reason: 'Avery' },
    });
    return id;
  });
}

const decision = {
  ...{ stage: 'completed' as const, cause: undefined, occurrence: 'first', role: undefined, outcome: 'skip' as const },
  ...{ code: 'excluded', detail: 'Avery asked', rule: undefined, until: undefined },
};

/** Every value of a database file, opened with whatever keys lie on disk now: what opens, and how many do not. */
function opened(file: string): { readonly open: string; readonly shut: number } {
  const { ring } = openKeyRing(data, storeKey(), { storeExists: true, now: () => clock.now() });
  const personal = sealedPersonal(ring);
  const database = openDatabase(file);
  let open = '';
  let shut = 0;
  try {
    for (const { table, column, place } of SEALED_COLUMNS) {
      for (const { value } of database.execute(`select ${column} as value from ${table}`).rows) {
        if (value === null) continue;
        const sealed = typeof value === 'string' ? sealedText(value) : (value as Uint8Array);
        if (sealed === undefined) throw new Error(`${place} is in the clear`);
        try {
          open += `${personal.open(sealed, place)}\n`;
        } catch {
          shut += 1;
        }
      }
    }
  } finally {
    database.close();
  }
  return { open, shut };
}

/** As an attacker would have it: the file and its log as they lie there, copied while Herald runs. */
function stolen(): string {
  const directory = temporaryDirectory();
  for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
    if (existsSync(path.join(data, name))) copyFileSync(path.join(data, name), path.join(directory, name));
  }
  return path.join(directory, DATABASE_FILE);
}

it('what has had its time opens no more: not from the store, its log, or any backup, with all keys there are', async () => {
  await live('24-1');
  await backups.make();
  const early = stolen();
  expect(opened(early).open).toContain('Avery Quill 24-1');
  clock.advance(20 * DAY);
  await live('24-2');
  clock.advance(380 * DAY);
  await live('24-3');
  await backups.make();
  const late = stolen();
  clock.advance(8 * DAY);
  await live('24-4');
  expect(await purgeNow()).toMatchObject({ frames: 2, incidents: 2, audit: 0 });
  const files = [early, late, stolen(), ...backups.list().map(({ name }) => path.join(data, 'backups', name))];
  expect(files.length).toBeGreaterThan(4);
  for (const file of files) {
    const copy = path.join(temporaryDirectory(), 'copy.sqlite');
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    const { open } = opened(copy);
    expect(open).not.toMatch(/Avery Quill 24-[12]|Text of 24-[12]/);
  }
  expect(opened(late).shut).toBeGreaterThan(5);
  // What is not over is all there, and nothing in the store itself is shut.
  const live_ = opened(stolen());
  expect(live_.shut).toBe(0);
  expect(live_.open).toContain('Avery Quill 24-3');
  expect(live_.open).toContain('Text of 24-4');
});

it('each kind has its own time: the frame goes, then the words of the text, then the incident, then the audit entry', async () => {
  const id = await live('24-1');
  const count = (table: string) =>
    owned.store.between((database) => Number(database.execute(`select count(*) as n from ${table}`).rows[0]?.n));
  const text = async () => (await owned.store.transaction((records) => records.messagesOf(id)))[0];
  clock.advance(31 * DAY);
  await live('24-2');
  expect(await purgeNow()).toMatchObject({ frames: 1, texts: 0, incidents: 0 });
  expect((await text())?.text).toBe('Text of 24-1');
  clock.advance(60 * DAY);
  expect(await purgeNow()).toMatchObject({ texts: 1, incidents: 0 });
  // That there was a text stays, so that it is never sent again.
  expect(await text()).toMatchObject({ text: '', phone: PHONE, status: 'delivered' });
  clock.advance(280 * DAY);
  expect(await purgeNow()).toMatchObject({ incidents: 1, audit: 0 });
  expect(await text()).toBeUndefined();
  for (const table of ['incident', 'event', 'message', 'messageChange', 'decision', 'snapshot', 'incidentName', 'contactNumber']) {
    expect([table, await count(table)]).toEqual([table, 1]);
  }
  clock.advance(400 * DAY);
  expect(await purgeNow()).toMatchObject({ incidents: 1, audit: expect.any(Number) });
  // What is missing is missing rightly.
  const { db, personal } = owned.store;
  expect(await verifyAudit({ db, personal, anchors: [], head: () => owned.store.auditHead() })).toMatchObject({
    faultCount: 0,
    faults: [],
  });
  expect(await count('incident')).toBe(0);
});

it('an incident that lives on keeps all that belongs to it, sealed by a newer key, also in a backup', async () => {
  const id = await live('24-1');
  for (let month = 0; month < 14; month++) {
    clock.advance(30 * DAY);
    await owned.store.transaction(async (records) => {
      const stored = await records.incident(id);
      if (stored !== undefined) await records.saveIncident(stored, clock.now());
    });
  }
  const { sealedAgain, keysDestroyed, incidents } = await purgeNow();
  expect(incidents).toBe(0);
  expect(sealedAgain).toBeGreaterThan(0);
  expect(keysDestroyed).toBeGreaterThan(0);
  const here = opened(stolen());
  expect(here).toMatchObject({ shut: 0, open: expect.stringContaining('Avery Quill 24-1') });
  const [newest] = backups.list();
  expect(opened(path.join(data, 'backups', newest?.name ?? ''))).toMatchObject({
    shut: 0,
    open: expect.stringContaining('Avery Quill 24-1'),
  });
});

it('who asked not to be texted stays for good', async () => {
  await owned.store.transaction((records) =>
    records.suppressNumber(PHONE, { reason: 'asked at the desk', source: 'person', by: 'host', at: clock.now() }),
  );
  clock.advance(10 * 365 * DAY);
  await live('34-1');
  await purgeNow();
  await owned.close();
  await open();
  const facts = await owned.store.transaction((records) => records.numberFacts([PHONE], clock.now()));
  expect(facts.get(PHONE)?.suppressed).toBe('asked at the desk');
});

it('an incident with a text whose end is not known stays', async () => {
  const id = await live('24-1');
  await owned.store.transaction((records) =>
    records.addMessage(aMessage(id, { phone: PHONE, stage: 'dispatched', status: 'unconfirmed' })),
  );
  clock.advance(500 * DAY);
  expect(await purgeNow()).toMatchObject({ incidents: 0 });
  expect(opened(stolen())).toMatchObject({ shut: 0, open: expect.stringContaining('Avery Quill 24-1') });
});

it('keys that a rotation retired go when nothing, and no backup, is sealed by them any more', async () => {
  await live('24-1');
  await backups.make();
  owned.ring.rotate(readKeyFile(`${data}.key`) as Uint8Array, { kind: 'keyFile' }, { sealAgain: true });
  const first = await purgeNow();
  expect(first.sealedAgain).toBeGreaterThan(5);
  expect(first.keysDestroyed).toBe(0);
  expect((await purgeNow()).keysDestroyed).toBe(0);
  mkdirSync(path.join(data, 'elsewhere'));
  for (const name of readdirSync(path.join(data, 'backups'))) {
    expect(opened(path.join(data, 'backups', name)).shut).toBe(0);
  }
  clock.advance(70 * DAY);
  for (let i = 0; i < 4; i++) {
    await backups.make();
    clock.advance(2 * durations.HOUR);
  }
  expect((await purgeNow()).keysDestroyed).toBeGreaterThanOrEqual(5);
  expect(opened(stolen())).toMatchObject({ shut: 0, open: expect.stringContaining('24-1') });
});

it('what people replied goes as texts and incidents do, with where the number of a text came from', async () => {
  const incidentId = await live('25-1');
  const inbound = {
    ...{
      carrierMessageId: 'in-1',
      phone: PHONE,
      text: 'Avery Quill says stop',
      characters: 21,
      receivedAt: START,
      storedAt: START,
    },
    ...({ meaning: 'unclear', suggested: 'optOut', outcome: 'waits' } as const),
    ...{ needsPerson: true, holds: true, resolved: undefined },
  } as const;
  await owned.store.transaction(async (records) => {
    await records.optOut.addInbound(inbound);
    await records.optOut.suppress(PHONE, 'optOut', { reason: 'by text', source: 'text', by: 'reply', at: START });
    for (const { id } of await records.messagesOf(incidentId)) {
      await records.optOut.saveNumberSource(id, { feedId: 'cad', toldAt: START });
    }
  });
  clock.advance(100 * DAY);
  await purgeNow();
  const kept = await owned.store.transaction((records) => records.optOut.inboundByCarrierId('in-1'));
  expect(kept).toMatchObject({ text: '', needsPerson: true });
  clock.advance(300 * DAY);
  await purgeNow();
  for (const table of ['inbound', 'numberSource'] as const) {
    expect(await owned.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
  }
  // Who opted out has done so for good.
  expect((await owned.store.transaction((records) => records.optOut.suppressionsOf(PHONE))).length).toBe(1);
});
