import { FORGOTTEN, type Personal } from '../personal';
import type { SqliteDatabase } from '../sqlite/sqliteDatabase';

/** How long each kind is kept, in milliseconds. */
export interface Retention {
  readonly frames: number;
  readonly incidents: number;
  readonly texts: number;
  readonly audit: number;
}

/** One step of a purge; `next` is where to go on, undefined at the end. */
export interface PurgeStep {
  readonly purged: number;
  readonly next: number | undefined;
}

const ROWS_AT_ONCE = 100;
const INCIDENTS_AT_ONCE = 5;

/** Each runs inside the caller's transaction and does little: there are texts to be sent. */
export const purgeSteps = { purgeInputs, purgeFrames, purgeCallerInfo, purgeTexts, purgeReplies, purgeIncidents, purgeAudit };

/** Frames come in the order of their ids; where a clock was ahead for a while, one page further is looked at. */
function purgeFrames(database: SqliteDatabase, before: number, after: number): PurgeStep {
  const rows = database.execute('select id, receivedAt, state from frame where id > ? order by id limit ?', [
    after,
    ROWS_AT_ONCE,
  ]).rows;
  const expired = rows.filter(({ receivedAt, state }) => Number(receivedAt) < before && state !== 'pending');
  for (const { id } of expired) database.execute('delete from frame where id = ?', [id]);
  return { purged: expired.length, next: expired.length === 0 ? undefined : Number(rows.at(-1)?.id) };
}

/** What came in beside frames is of use with them only. */
function purgeInputs(database: SqliteDatabase, before: number): PurgeStep {
  const { changes } = database.execute(
    "delete from input where id in (select id from input where at < ? and kind not in ('started', 'policy') order by at limit ?)",
    [before, ROWS_AT_ONCE],
  );
  return { purged: Number(changes ?? 0), next: Number(changes ?? 0) < ROWS_AT_ONCE ? undefined : 0 };
}

/** What a telephone company said is of use for minutes; it goes with the frame that said it. */
function purgeCallerInfo(database: SqliteDatabase, before: number): PurgeStep {
  const { changes } = database.execute(
    'delete from callerInfo where id in (select id from callerInfo where receivedAt < ? order by receivedAt limit ?)',
    [before, ROWS_AT_ONCE],
  );
  return { purged: Number(changes ?? 0), next: Number(changes ?? 0) < ROWS_AT_ONCE ? undefined : 0 };
}

/** The words go; that there was a text stays as long as its incident, or it could be sent again. */
function purgeTexts(database: SqliteDatabase, before: number, after: number): PurgeStep {
  const rows = database.execute(
    `select rowid as id, createdAt, length(text) as length, status from message where rowid > ? order by rowid limit ?`,
    [after, ROWS_AT_ONCE],
  ).rows;
  const old = rows.filter(({ createdAt }) => Number(createdAt) < before);
  const expired = old.filter(({ length, status }) => Number(length) > 1 && !OPEN.has(String(status)));
  for (const { id } of expired) database.execute('update message set text = ? where rowid = ?', [FORGOTTEN, id]);
  return { purged: expired.length, next: old.length === 0 ? undefined : Number(rows.at(-1)?.id) };
}

/** What people replied, and what they were answered: first the words go, then that there was a reply. */
function purgeReplies(database: SqliteDatabase, textsBefore: number, incidentsBefore: number): PurgeStep {
  let purged = 0;
  const run = (sql: string, ...values: (number | Uint8Array)[]) => {
    purged += Number(database.execute(`${sql} limit ${ROWS_AT_ONCE})`, values).changes ?? 0);
  };
  const words = 'where length(text) > 1 and';
  run(`update inbound set text = ? where id in (select id from inbound ${words} storedAt < ?`, FORGOTTEN, textsBefore);
  run(`update reply set text = ? where id in (select id from reply ${words} expiresAt < ?`, FORGOTTEN, textsBefore);
  run('delete from inbound where id in (select id from inbound where storedAt < ?', incidentsBefore);
  run('delete from reply where id in (select id from reply where expiresAt < ?', incidentsBefore);
  return { purged, next: purged === 0 ? undefined : 0 };
}

const OPEN: ReadonlySet<string> = new Set(['held', 'ready', 'sending', 'unconfirmed']);

/** By the last change, so that one that lives on keeps all that belongs to it. Not while any of its texts is open. */
function purgeIncidents(
  database: SqliteDatabase,
  before: number,
  after: number,
  personal: Personal,
  forgotten: (id: number) => void,
): PurgeStep {
  const rows = database.execute('select id, createdAt, updatedAt from incident where id > ? order by id limit ?', [
    after,
    ROWS_AT_ONCE,
  ]).rows;
  let purged = 0;
  for (const { id, updatedAt } of rows) {
    if (Number(updatedAt) >= before || hasOpenTexts(database, id)) continue;
    purgeIncident(database, Number(id), Number(updatedAt), personal);
    forgotten(Number(id));
    purged += 1;
    if (purged === INCIDENTS_AT_ONCE) return { purged, next: Number(id) };
  }
  const young = rows.every(({ createdAt, updatedAt }) => Number(createdAt) >= before && Number(updatedAt) >= before);
  return { purged, next: rows.length < ROWS_AT_ONCE || (young && rows.length > 0) ? undefined : Number(rows.at(-1)?.id) };
}

function hasOpenTexts(database: SqliteDatabase, id: unknown): boolean {
  const found = database.execute(
    "select 1 from message where incidentId = ? and status in ('held', 'ready', 'sending', 'unconfirmed') limit 1",
    [id],
  );
  return found.rows.length > 0;
}

function purgeIncident(database: SqliteDatabase, id: number, lastChangeAt: number, personal: Personal): void {
  for (const { kind, name } of database.execute('select kind, name from incidentName where incidentId = ?', [id]).rows) {
    database.execute(
      `insert into purgedName (name, lastChangeAt) values (?, ?)
       on conflict (name) do update set lastChangeAt = max(lastChangeAt, excluded.lastChangeAt)`,
      [purgedNameKey(personal, String(kind), String(name)), lastChangeAt],
    );
  }
  database.execute('delete from messageChange where messageId in (select id from message where incidentId = ?)', [id]);
  database.execute('delete from numberSource where messageId in (select id from message where incidentId = ?)', [id]);
  for (const table of ['message', 'decision', 'event', 'snapshot', 'unitPlace', 'contactNumber', 'incidentName']) {
    database.execute(`delete from ${table} where incidentId = ?`, [id]);
  }
  database.execute('delete from incident where id = ?', [id]);
}

export function purgedNameKey(personal: Pick<Personal, 'lookupKey'>, kind: string, name: string): string {
  return personal.lookupKey('purgedName', `${kind}\0${name}`);
}

/** Entries from the beginning, up to the first that is not due: what stays is a whole end of the record. */
function purgeAudit(database: SqliteDatabase, before: number): PurgeStep {
  const rows = database.execute('select id, at from audit order by id limit ?', [ROWS_AT_ONCE]).rows;
  const kept = rows.findIndex(({ at }) => Number(at) >= before);
  const expired = kept < 0 ? rows : rows.slice(0, kept);
  const last = expired.at(-1)?.id;
  if (last !== undefined) database.execute('delete from audit where id <= ?', [last]);
  return { purged: expired.length, next: kept < 0 && rows.length === ROWS_AT_ONCE ? 0 : undefined };
}
