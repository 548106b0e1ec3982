import { closeSync, fsyncSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/clock';
import { silentLogger } from '../../../src/logger';
import { openOwnedStore } from '../../../src/store/openOwnedStore';
import type { SqliteDatabase } from '../../../src/store/sqlite/sqliteDatabase';
import { ApplianceProcess } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { rounded } from '../figures';
import type { Part } from '../part';

const INCIDENTS = Number(process.env.HERALD_BENCH_INCIDENTS ?? 1_000_000);
const WRITTEN_AT_ONCE = 20_000;

/**
 * A store of a million incidents, its appliance killed: when the next is ready, and how long a backup makes texts wait.
 * Fills the disk with several gigabytes for a while; only where it is asked for.
 */
export const store: Part = async ({ directory }) => {
  const profileFile = writeProfile(directory, benchProfile());
  const home = join(directory, 'appliance');
  await fillStore(join(home, 'data'));
  const first = await ApplianceProcess.start({ directory: home, profileFile });
  await first.kill();
  const second = await ApplianceProcess.start({ directory: home, profileFile });
  let longestAnswerMs = 0;
  const startedAt = performance.now();
  const answer = await second.command('backupNow', {});
  while (!/store\.(backedUp|backupFailed)/.test(readFileSync(join(home, 'log'), 'utf8'))) {
    const askedAt = performance.now();
    await second.agency();
    longestAnswerMs = Math.max(longestAnswerMs, performance.now() - askedAt);
    await new Promise((resume) => setTimeout(resume, 5));
  }
  const backupMs = performance.now() - startedAt;
  const statusAt = performance.now();
  await second.status();
  const statusMs = performance.now() - statusAt;
  const wrong = [
    ...(answer.ok && /store\.backedUp/.test(readFileSync(join(home, 'log'), 'utf8')) ? [] : ['the backup failed']),
    ...(await second.stop()),
  ];
  const pauseMs = Number(/\bpauseMs"?[=:]\s*(\d+)/.exec(readFileSync(join(home, 'log'), 'utf8'))?.[1] ?? Number.NaN);
  return {
    figures: { incidents: INCIDENTS, readyAfterKillMs: rounded(second.readyAfterMs), backupMs, pauseMs, longestAnswerMs, statusMs },
    rows: [
      { what: `ready after kill -9, ${INCIDENTS} incidents`, value: `${Math.round(second.readyAfterMs)} ms`, wanted: '5 s' },
      { what: 'backup and its check', value: `${Math.round(backupMs)} ms` },
      { what: 'transactions waited for it at most', value: `${pauseMs} ms`, wanted: '50 ms' },
      { what: 'longest answer of the appliance meanwhile', value: `${Math.round(longestAnswerMs)} ms` },
      { what: 'GET /api/status', value: `${Math.round(statusMs)} ms` },
    ],
    wrong,
  };
};

const MESSAGE_COLUMNS = `id, incidentId, stage, cause, occurrence, role, recipient, phone, text, language, segments, status,
  code, detail, createdAt, dueAt, notBefore, expiresAt, sendingAt, acceptedAt, endedAt, attempts, carrierMessageId, asked,
  polls, nextAskAt, needsPerson, candidates, released, resent`;

/** Rows of the size that real ones have, sealed; all alike, since nothing here reads them. */
async function fillStore(data: string): Promise<void> {
  const source = { kind: 'keyFile' as const, file: `${data}.key` };
  const owned = await openOwnedStore(data, { storeKey: source, clock: systemClock, logger: silentLogger });
  const { personal } = owned.store;
  const now = systemClock.now();
  const state = personal.seal('x'.repeat(1_200), 'incident.state');
  const decisions = personal.seal('x'.repeat(200), 'incident.lastDecisions');
  const body = personal.seal('x'.repeat(250), 'event.body');
  const phone = personal.seal('+18135550142', 'message.phone');
  const text = personal.seal('x'.repeat(140), 'message.text');
  await owned.store.between((database) => {
    database.execute('PRAGMA synchronous = OFF');
    for (let from = 0; from < INCIDENTS; from += WRITTEN_AT_ONCE) {
      const rows = series(from, Math.min(INCIDENTS, from + WRITTEN_AT_ONCE));
      database.execute('BEGIN IMMEDIATE');
      const fill = (sql: string, ...values: unknown[]) => database.execute(`${rows} ${sql}`, values);
      fill('insert into incident select i, ?, ?, 0, ?, ?, null from n', state, decisions, now, now);
      fill("insert into incidentName (name, kind, incidentId) select printf('26-%08d', i), 'incidentNumber', i from n");
      for (const event of [1, 2, 3]) {
        fill(
          `insert into event select null, i, i, 'units', 'unitDispatched', ?, ?, ?, 'fingerprint${event}' from n`,
          now,
          now,
          body,
        );
      }
      fill(
        `insert into message (${MESSAGE_COLUMNS}) select printf('m%d', i), i, 'completed', null, 'first', 'caller', printf('r%d', i), ?, ?, 'en', 1, 'delivered',
         'deliveredToHandset', null, ?, ?, null, ?, ?, ?, ?, 1, printf('c%d', i), 0, 1, null, null, '[]', 0, 0 from n`,
        ...[phone, text, now, now, now, now, now, now],
      );
      database.execute('COMMIT');
    }
    checkpoint(database);
  });
  await owned.close();
  // Nothing of the filling is left for the appliance's own syncs to wait for.
  for (const name of readdirSync(data)) {
    const file = openSync(join(data, name), 'r');
    fsyncSync(file);
    closeSync(file);
  }
}

function series(from: number, to: number): string {
  return `with recursive n (i) as (select ${from + 1} union all select i + 1 from n where i < ${to})`;
}

function checkpoint(database: SqliteDatabase): void {
  database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
}
