import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorOf } from '../../src/store/auditAnchors';
import { verifyAudit } from '../../src/store/auditVerify';
import { clearPersonal } from '../../src/store/personal';
import { openDatabase } from '../../src/store/sqlite/openDatabase';
import type { SqliteDatabase } from '../../src/store/sqlite/sqliteDatabase';
import { DATABASE_FILE, openStore, type Store } from '../../src/store/store';

const KEY = new Uint8Array(32).fill(7);
const NOW = Date.UTC(2026, 10, 26, 7, 0, 0);
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'herald-audit-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const note = (store: Store, n: number, at = NOW + n) =>
  store.transaction((records) =>
    records.audit({
      at,
      identity: 'vale',
      action: 'hold',
      subject: `m${n}`,
      outcome: 'success',
      detail: { reason: `Reason ${n}` },
    }),
  );
const decide = (store: Store, n: number, incidentId: number) =>
  store.transaction((records) =>
    records.addDecision({
      incidentId,
      stage: 'dispatched',
      cause: undefined,
      occurrence: '1',
      role: 'caller',
      outcome: 'skip',
      code: 'notEligible',
      detail: `detail ${n}`,
      rule: undefined,
      at: NOW + n,
      until: undefined,
    }),
  );

/** A store with ten links: eight audit entries, two decisions; and the anchor of its end. */
async function written() {
  const store = await openStore(directory, clearPersonal(KEY));
  const [a, b] = await store.transaction(
    async (records) => [await records.newIncidentId(), await records.newIncidentId()] as const,
  );
  for (let n = 1; n <= 8; n++) await note(store, n);
  await decide(store, 1, a);
  await decide(store, 2, b);
  const anchor = anchorOf(store.auditHead(), NOW);
  await store.close();
  return { anchor, incidents: [a, b] as const };
}

/** What is found in a copy of the store after `tamper` had its way with it. */
async function foundAfter(tamper: (database: SqliteDatabase) => void, anchors: Parameters<typeof verifyAudit>[0]['anchors'] = []) {
  const copy = mkdtempSync(join(tmpdir(), 'herald-audit-copy-'));
  try {
    cpSync(directory, copy, { recursive: true });
    const database = openDatabase(join(copy, DATABASE_FILE));
    tamper(database);
    database.close();
    const store = await openStore(copy, clearPersonal(KEY));
    try {
      const { faults, entries } = await verifyAudit({ db: store.db, personal: store.personal, anchors });
      return { entries, faults: faults.map(({ kind, entry }) => `${kind} ${entry}`) };
    } finally {
      await store.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

it('an untouched copy is sound', async () => {
  const { anchor } = await written();
  expect(await foundAfter(() => {}, [anchor])).toEqual({ entries: 10, faults: [] });
});

const TAMPERED: readonly (readonly [string, (database: SqliteDatabase) => void, readonly string[]])[] = [
  ['an entry changed', (d) => d.execute("update audit set identity = 'osei' where id = 4"), ['changed audit 4']],
  ['what it was done at changed', (d) => d.execute('update audit set at = at + 1 where id = 2'), ['changed audit 2']],
  [
    'the words of a person changed',
    (d) => d.execute("update audit set detail = replace(detail, 'Reason 5', 'Reason 9') where id = 5"),
    ['changed audit 5'],
  ],
  ['an entry removed', (d) => d.execute('delete from audit where id = 3'), ['removed audit 3']],
  ['the last entry removed', (d) => d.execute('delete from decision where id = 2'), ['removed decision 2']],
  [
    'an entry put in',
    (d) =>
      d.execute(
        'insert into audit (at, identity, source, action, subject, outcome, detail, detailProof) select at, identity, source, action, subject, outcome, detail, detailProof from audit where id = 1',
      ),
    ['inserted audit 9'],
  ],
  [
    'two entries in each other’s place',
    (d) => {
      d.execute('update audit set id = 100 where id = 3');
      d.execute('update audit set id = 3 where id = 6');
      d.execute('update audit set id = 6 where id = 100');
    },
    ['reordered audit 3', 'reordered audit 6'],
  ],
  ['a decision changed', (d) => d.execute("update decision set outcome = 'send' where id = 1"), ['changed decision 1']],
  [
    'a decision given to another incident',
    (d) => d.execute('update decision set incidentId = 2 where id = 1'),
    ['changed decision 1'],
  ],
  ['a link removed', (d) => d.execute('delete from auditLink where id = 5'), ['removed link 5', 'inserted audit 5']],
  ['a link changed', (d) => d.execute('update auditLink set entries = zeroblob(23) where id = 5'), ['changed link 5']],
  [
    'two links in each other’s place',
    (d) => {
      d.execute('update auditLink set id = 100 where id = 3');
      d.execute('update auditLink set id = 3 where id = 6');
      d.execute('update auditLink set id = 6 where id = 100');
    },
    ['reordered link 3', 'reordered link 6'],
  ],
];

it.each(TAMPERED)('%s is named', async (_name, tamper, expected) => {
  await written();
  const { faults } = await foundAfter(tamper);
  for (const each of expected) expect(faults).toContain(each);
});

it('an end cut off with its links is told by the anchor, and by nothing else', async () => {
  const { anchor } = await written();
  const cut = (database: SqliteDatabase) => {
    database.execute('delete from decision');
    database.execute('delete from audit where id > 6');
    database.execute('delete from auditLink where id > 6');
  };
  expect((await foundAfter(cut)).faults).toEqual([]);
  expect((await foundAfter(cut, [anchor])).faults).toEqual(['truncated link 7']);
});

it('a chain made anew by whoever holds the keys does not fit the anchor', async () => {
  const { anchor } = await written();
  const wipe = (database: SqliteDatabase) => {
    database.execute("update audit set identity = 'osei' where id = 4");
    database.execute('delete from auditLink');
  };
  const { faults } = await foundAfter(wipe, [anchor]);
  expect(faults.some((fault) => fault.startsWith('truncated') || fault.startsWith('changed'))).toBe(true);
});

it('decisions of two incidents that became one are proven, and whose they were', async () => {
  const { incidents } = await written();
  const store = await openStore(directory, clearPersonal(KEY));
  await store.transaction((records) => records.mergeIncident(incidents[1], incidents[0]));
  const { faults, entries } = await verifyAudit({ db: store.db, personal: store.personal, anchors: [] });
  await store.close();
  expect({ faults, entries }).toEqual({ faults: [], entries: 10 });
});

it('what cannot be put on record is not done', async () => {
  const store = await openStore(directory, clearPersonal(KEY));
  await store.between((database) =>
    database.runScript("create trigger full before insert on auditLink begin select raise(abort, 'no room'); end"),
  );
  const stop = store.transaction(async (records) => {
    await records.saveSetting('stopped', { by: 'vale', reason: 'Drill', at: NOW });
    await records.audit({ at: NOW, identity: 'vale', action: 'stopAll', subject: 'sending', outcome: 'success', detail: {} });
  });
  await expect(stop).rejects.toThrow();
  expect(store.auditFailedAt()).toBeDefined();
  expect(await store.transaction((records) => records.setting('stopped'))).toBeUndefined();
  await store.between((database) => database.runScript('drop trigger full'));
  await note(store, 1);
  expect(store.auditFailedAt()).toBeUndefined();
  await store.close();
});
