import { cpSync } from 'node:fs';
import path from 'node:path';
import { durations } from '../../src/clock';
import type { Records } from '../../src/intake/records';
import { silentLogger } from '../../src/logger';
import { type Anchor, anchorOf } from '../../src/store/auditAnchors';
import { packEntries, unpackEntries } from '../../src/store/auditProofs';
import { verifyAudit } from '../../src/store/auditVerify';
import { Backups } from '../../src/store/care/backups';
import { purge } from '../../src/store/care/purge';
import type { OwnedStore } from '../../src/store/openOwnedStore';
import type { SqliteDatabase } from '../../src/store/sqlite/sqliteDatabase';
import { FakeClock } from '../support/fakeClock';
import { testPhone } from '../support/testPhone';
import { openTestStore } from './support/openTestStore';
import { aMessage, anIncident } from './support/rows';
import { temporaryDirectory } from './support/temporaryDirectory';

const START = Date.UTC(2025, 0, 1);
const { DAY } = durations;
const retention = { frames: 30 * DAY, incidents: 365 * DAY, texts: 90 * DAY, audit: 2 * 365 * DAY };
const CUT = new Error('the power is off');
let clock: FakeClock;
let data: string;
let owned: OwnedStore;
let anchors: Anchor[];

beforeEach(async () => {
  clock = new FakeClock(START);
  data = path.join(temporaryDirectory(), 'data');
  anchors = [];
  await open();
});
afterEach(() => owned.close());

async function open(): Promise<void> {
  owned = await openTestStore(data, clock);
}

const note = (n: number) => (records: Records) =>
  records.audit({ at: clock.now(), identity: 'vale', action: 'hold', subject: `m${n}`, outcome: 'success', detail: { n } });
const decide = (incidentId: number, n: number) => (records: Records) =>
  records.addDecision({
    ...{ incidentId, stage: 'dispatched', cause: undefined, occurrence: String(n), role: 'caller' as const },
    ...{ outcome: 'skip', code: 'notEligible', detail: `detail ${n}`, rule: undefined, at: clock.now(), until: undefined },
  });
const stored = (id: number) => ({ incident: anIncident(id, `24-${id}`, START), lastDecisions: {}, delayDueAt: undefined });
const anchor = () => anchors.push(anchorOf(owned.store.auditHead(), clock.now()));
const verified = () => verifyAudit({ db: owned.store.db, personal: owned.store.personal, anchors });
const tamper = (work: (database: SqliteDatabase) => unknown) => owned.store.between(work);
const run = (sql: string, ...values: unknown[]) => tamper((database) => database.execute(sql, values));
const count = async (table: 'auditLink' | 'audit' | 'decision') => {
  const row = await owned.store.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst();
  return Number(row?.n);
};

/** Time passes as in the purge's own pauses; the power may go after so many of its steps. */
async function purgeNow(steps = Number.POSITIVE_INFINITY) {
  const aborting = new AbortController();
  const { store, ring } = owned;
  const backups = new Backups({ store, directory: data, clock, logger: silentLogger });
  let taken = 0;
  const running = purge({
    ...{ store, ring, retention, backups, clock, logger: silentLogger, signal: aborting.signal },
    isBusy: () => {
      taken += 1;
      if (taken > steps) aborting.abort(CUT);
      return false;
    },
  }).finally(() => {
    ended = true;
  });
  let ended = false;
  running.catch(() => undefined);
  while (!ended) {
    await new Promise((resume) => setImmediate(resume));
    clock.advance(20);
  }
  return running;
}

/**
 * Three years: a call of the first day that is never touched again, one whose case lives on (joined from two), an audit
 * entry and a decision every ten days.
 */
async function lived(): Promise<{ gone: number; living: number }> {
  const { store } = owned;
  const [gone, living, younger] = await store.transaction(async (records) => {
    const ids = [await records.newIncidentId(), await records.newIncidentId(), await records.newIncidentId()] as const;
    for (const id of ids) await records.saveIncident(stored(id), START);
    return ids;
  });
  await store.transaction(decide(gone, 1));
  await store.transaction(decide(living, 2));
  await store.transaction(decide(younger, 3));
  await store.transaction((records) => records.mergeIncident(younger, living));
  await store.transaction((records) =>
    records.addMessage(aMessage(living, { id: 'text', phone: testPhone('8135550142'), status: 'delivered', createdAt: START })),
  );
  for (let n = 10; n < 110; n++) {
    await store.transaction(note(n));
    await store.transaction(async (records) => {
      await decide(living, n)(records);
      await records.saveIncident(stored(living), clock.now());
    });
    if (n % 10 === 0) anchor();
    clock.advance(10 * DAY);
  }
  return { gone, living };
}

it('links whose time is over go, and the chain proves from there on what it proved before', async () => {
  await lived();
  const before = await count('auditLink');
  const decisions = await count('decision');
  const purged = await purgeNow();
  expect(purged.links).toBeGreaterThan(30);
  // One link more says so.
  expect(await count('auditLink')).toBe(before - purged.links + 2);
  expect(await count('decision')).toBe(decisions - 1);
  const found = await verified();
  expect(found.faults).toEqual([]);
  expect(found.beginsWith).toEqual({ link: purged.links + 1, at: expect.any(Number) });
  expect((found.beginsWith?.at ?? 0) >= clock.now() - 2 * 365 * DAY - DAY).toBe(true);
  const rows = (await count('audit')) + decisions - 1;
  expect(found.entries).toBeGreaterThanOrEqual(rows);

  // Year by year what lives on is carried, and at last goes with its incident.
  for (let year = 0; year < 4; year++) {
    clock.advance(200 * DAY);
    await owned.store.transaction(note(1_000 + year));
    await purgeNow();
    expect((await verified()).faults).toEqual([]);
  }
  expect(await count('decision')).toBe(0);
  expect(await count('auditLink')).toBeLessThan(20);
});

it('finds what was changed, removed or put in, whether it was carried or not, and the carrying itself', async () => {
  const { living } = await lived();
  await purgeNow();
  const first = Number((await owned.store.db.selectFrom('auditLink').select('id').orderBy('id').executeTakeFirst())?.id);
  const last = owned.store.auditHead().link;
  const beginLink = async () => await owned.store.db.selectFrom('auditLink').selectAll().where('id', '=', last).executeTakeFirst();
  const cases: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
    [
      'a carried decision is changed',
      () => run(`update decision set code = 'due' where id = (select min(id) from decision)`),
      ['changed'],
    ],
    [
      'an audit entry is changed',
      () => run("update audit set identity = 'osei' where id = (select max(id) - 5 from audit)"),
      ['changed'],
    ],
    ['an audit entry is removed', () => run('delete from audit where id = (select max(id) - 5 from audit)'), ['removed']],
    [
      'two entries change places',
      () => run("update audit set subject = case id when 60 then 'm-a' else 'm-b' end where id in (60, 61)"),
      ['changed'],
    ],
    [
      'one that looks old is put in',
      () =>
        run(
          `insert into decision (id, incidentId, stage, occurrence, outcome, code, at) values (1, ${living}, 'dispatched', 'x', 'skip', 'due', 1)`,
        ),
      ['inserted'],
    ],
    ['more links are removed from the beginning', () => run('delete from auditLink where id <= ?', first), ['inserted', 'removed']],
    [
      'the first link is said to follow another',
      () => run("update auditLink set prev = x'00112233445566778899aabbccddeeff' where id = ?", first),
      ['changed', 'removed'],
    ],
    [
      'the anchor says that fewer were purged',
      async () => {
        const link = await beginLink();
        const entries = (unpackEntries(link?.entries ?? new Uint8Array()) ?? []).map((entry) =>
          entry.kind === 'begin' ? { ...entry, id: entry.id - 3 } : entry,
        );
        await run('update auditLink set entries = ? where id = ?', packEntries(entries), last);
      },
      ['changed', 'removed'],
    ],
  ];
  await owned.close();
  const kept = `${data}.kept`;
  cpSync(data, kept, { recursive: true });
  await open();
  for (const [name, change, kinds] of cases) {
    await change();
    const { faults } = await verified();
    expect({ name, kinds: [...new Set(faults.map(({ kind }) => kind))].sort() }).toEqual({ name, kinds });
    await owned.close();
    cpSync(kept, data, { recursive: true });
    await open();
  }
  expect((await verified()).faults).toEqual([]);
});

it('a beginning that is not the one written down elsewhere is told', async () => {
  await lived();
  await purgeNow();
  const first = await owned.store.db.selectFrom('auditLink').selectAll().orderBy('id').executeTakeFirstOrThrow();
  anchors = [{ at: START, link: first.id - 1, hash: Buffer.from(first.prev).toString('hex') }];
  expect((await verified()).faults).toEqual([]);
  anchors = [{ at: START, link: first.id - 1, hash: '00'.repeat(16) }];
  expect((await verified()).faults).toMatchObject([{ kind: 'changed', entry: `link ${first.id}` }]);
});

it('purges nothing from where the chain does not fit: a digest put into an old link would be carried as a true one', async () => {
  await lived();
  const third = await owned.store.db.selectFrom('auditLink').selectAll().where('id', '=', 3).executeTakeFirstOrThrow();
  const forged = (unpackEntries(third.entries) ?? []).map((entry) => ({ ...entry, digest: new Uint8Array(16) }));
  await run('update auditLink set entries = ? where id = 3', packEntries(forged));
  expect((await purgeNow()).links).toBe(2);
  expect((await purgeNow()).links).toBe(0);
  expect((await verified()).faults.map(({ kind, entry }) => `${kind} ${entry}`)).toContain('changed link 3');
});

it('cut short at any of its steps, the chain holds, and the next purge finishes it', async () => {
  await lived();
  let cuts = 0;
  for (let steps = 0; ; steps++) {
    const outcome = await purgeNow(steps).then(
      (purged) => purged,
      (error: unknown) => error,
    );
    await owned.close();
    await open();
    expect((await verified()).faults).toEqual([]);
    if (outcome !== CUT) break;
    cuts += 1;
  }
  expect(cuts).toBeGreaterThan(8);
  const { beginsWith, faults } = await verified();
  expect(faults).toEqual([]);
  expect(beginsWith?.link).toBeGreaterThan(30);
  expect((await purgeNow()).links).toBe(0);
});
