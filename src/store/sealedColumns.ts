import { DATA_SEAL_VERSION, keyIdOf } from './keys/dataSeal';
import { type Personal, type Place, sealedText } from './personal';
import type { SqliteDatabase } from './sqlite/sqliteDatabase';
import { eventFingerprint } from './transactionRecords';

/** One sealed column of one table, and what its rows are found by. */
interface SealedColumn {
  readonly place: Exclude<Place, 'other'>;
  readonly table: string;
  readonly column: string;
  readonly keys: readonly string[];
  /** Text columns hold sealed values as `Personal.sealText` writes them. */
  readonly form: 'blob' | 'text';
}

const of = (place: SealedColumn['place'], form: SealedColumn['form'], ...keys: readonly string[]): SealedColumn => {
  const [table = '', column = ''] = place.split('.');
  return { place, table, column, form, keys: keys.length === 0 ? ['rowid'] : keys };
};

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  of('frame.bytes', 'blob'),
  of('frame.reason', 'text'),
  of('callerInfo.body', 'blob'),
  of('incident.state', 'blob'),
  of('incident.lastDecisions', 'blob'),
  of('snapshot.state', 'blob', 'incidentId', 'feedId'),
  of('event.body', 'blob'),
  of('decision.detail', 'text'),
  of('message.phone', 'blob'),
  of('message.detail', 'text'),
  of('message.text', 'blob'),
  of('suppression.phone', 'blob', 'recipient', 'kind'),
  of('suppression.reason', 'text', 'recipient', 'kind'),
  of('inbound.phone', 'blob'),
  of('inbound.text', 'blob'),
  of('inbound.resolvedReason', 'text'),
  of('reply.phone', 'blob', 'id'),
  of('reply.text', 'blob', 'id'),
  of('reply.detail', 'text', 'id'),
  of('setting.value', 'text', 'key'),
  of('audit.detail', 'text'),
  of('account.totp', 'blob'),
  of('account.totpPending', 'blob'),
  of('keptProfile.body', 'blob'),
  of('keptProfile.reason', 'text'),
  of('keptProfile.liveReason', 'text'),
  of('policyVersion.body', 'blob'),
  of('policyVersion.note', 'text'),
  of('policyVersion.reason', 'text'),
  of('policyDraft.body', 'blob'),
  of('policyDraft.note', 'text'),
  of('policyDraft.answer', 'text'),
  of('alarmEpisode.shelvedReason', 'text'),
  of('input.body', 'blob'),
];

/** Which values are to be sealed again: those in the clear, and those sealed by one of these keys. */
export interface Due {
  readonly clear: boolean;
  readonly keyIds: ReadonlySet<number>;
}

/** Where a walk through a column is; undefined at its beginning. */
export type Position = readonly unknown[] | undefined;

const ROWS_AT_ONCE = 64;

/**
 * Looks at the next rows of a column and seals again what is due, in one transaction of its own. Takes about `forMs` at
 * most. `next` is where to go on; undefined at the column's end.
 */
export function sealAgain(
  database: SqliteDatabase,
  column: SealedColumn,
  {
    due,
    personal,
    after,
    forMs,
  }: { readonly due: Due; readonly personal: Personal; readonly after: Position; readonly forMs: number },
): { readonly next: Position; readonly sealed: number } {
  const endsAt = performance.now() + forMs;
  let position = after;
  let sealed = 0;
  database.execute('BEGIN IMMEDIATE');
  try {
    do {
      const rows = rowsAfter(database, column, position);
      for (const { value, keys } of rows) {
        if (value === null || !isDue(value, due)) continue;
        sealOne(database, column, keys, value, personal);
        sealed += 1;
      }
      position = rows.length < ROWS_AT_ONCE ? undefined : rows.at(-1)?.keys;
    } while (position !== undefined && performance.now() < endsAt);
    database.execute('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.execute('ROLLBACK');
    throw error;
  }
  return { next: position, sealed };
}

function rowsAfter(database: SqliteDatabase, { table, column, keys }: SealedColumn, position: Position) {
  const names = keys.join(', ');
  const from = position === undefined ? '' : `where (${names}) > (${keys.map(() => '?').join(', ')})`;
  const sql = `select ${keys.map((key, i) => `${key} as k${i}`).join(', ')}, ${column} as value from ${table} ${from} order by ${names} limit ${ROWS_AT_ONCE}`;
  return database.execute(sql, position ?? []).rows.map((row) => ({
    value: row.value as Uint8Array | string | null,
    keys: keys.map((_, i) => row[`k${i}`]),
  }));
}

function isDue(value: Uint8Array | string, { clear, keyIds }: Due): boolean {
  const sealed = typeof value === 'string' ? sealedText(value) : value;
  if (sealed === undefined) return clear;
  // A single byte stands for nothing: a row just begun, a text that is forgotten.
  if (sealed[0] === 0) return clear && sealed.byteLength > 1;
  return sealed[0] === DATA_SEAL_VERSION && keyIds.has(keyIdOf(sealed.subarray(1, 5)));
}

function sealOne(
  database: SqliteDatabase,
  { table, column, keys, place }: SealedColumn,
  at: readonly unknown[],
  value: Uint8Array | string,
  personal: Personal,
): void {
  const where = keys.map((key) => `${key} = ?`).join(' and ');
  const again =
    typeof value === 'string'
      ? personal.sealText(personal.openText(value, place), place)
      : personal.sealBytes(personal.openBytes(value, place), place);
  if (place === 'event.body' && (value as Uint8Array)[0] === 0) {
    // From before there was encryption, and with a fingerprint that anybody could make again.
    const plain = database.execute('select fingerprint from event where rowid = ?', at).rows[0]?.fingerprint as string;
    database.execute('update event set fingerprint = ? where rowid = ?', [eventFingerprint(personal, plain), ...at]);
  }
  database.execute(`update ${table} set ${column} = ? where ${where}`, [again, ...at]);
}

/**
 * Takes out what was sealed by a key that is gone, as a backup has it of what was purged since. Such rows have had their
 * time; all that refers to them stays whole.
 */
export function dropShut(database: SqliteDatabase, isGone: (keyId: number) => boolean): number {
  let dropped = 0;
  for (const column of SEALED_COLUMNS) {
    let after: Position;
    do {
      const rows = rowsAfter(database, column, after);
      for (const { value, keys } of rows) {
        const sealed = typeof value === 'string' ? sealedText(value) : (value ?? undefined);
        if (sealed?.[0] !== DATA_SEAL_VERSION || !isGone(keyIdOf(sealed.subarray(1, 5)))) continue;
        const where = column.keys.map((key) => `${key} = ?`).join(' and ');
        for (const sql of WITHOUT[column.place]) database.execute(sql.replaceAll('WHERE', `where ${where}`), keys);
        dropped += 1;
      }
      after = rows.length < ROWS_AT_ONCE ? undefined : rows.at(-1)?.keys;
    } while (after !== undefined);
  }
  return dropped;
}

const WITHOUT: Readonly<Record<SealedColumn['place'], readonly string[]>> = {
  'frame.bytes': ['delete from frame WHERE'],
  'frame.reason': ['update frame set reason = null WHERE'],
  'callerInfo.body': ['delete from callerInfo WHERE'],
  'incident.state': ["update incident set state = x'00', lastDecisions = x'00', open = 0, delayDueAt = null WHERE"],
  'incident.lastDecisions': ["update incident set state = x'00', lastDecisions = x'00', open = 0, delayDueAt = null WHERE"],
  'snapshot.state': ['delete from snapshot WHERE'],
  'event.body': ['delete from event WHERE'],
  'decision.detail': ['update decision set detail = null WHERE'],
  'message.phone': [
    'delete from messageChange where messageId in (select id from message WHERE)',
    'delete from numberSource where messageId in (select id from message WHERE)',
    'delete from message WHERE',
  ],
  'message.detail': ['update message set detail = null WHERE'],
  'message.text': ["update message set text = x'00' WHERE"],
  'suppression.phone': ["update suppression set phone = x'00' WHERE"],
  'suppression.reason': ["update suppression set reason = 'asked not to be texted' WHERE"],
  'inbound.phone': ["update inbound set phone = x'00' WHERE"],
  'inbound.text': ['update inbound set text = null WHERE'],
  'inbound.resolvedReason': ['update inbound set resolvedReason = null WHERE'],
  'reply.phone': ['delete from reply WHERE'],
  'reply.detail': ['update reply set detail = null WHERE'],
  'reply.text': ["update reply set text = x'00' WHERE"],
  'setting.value': ['delete from setting WHERE'],
  // Its owner enrols another second factor.
  'account.totp': ['update account set totp = null WHERE'],
  'account.totpPending': ['update account set totpPending = null WHERE'],
  'keptProfile.body': ['delete from keptProfile WHERE'],
  'keptProfile.reason': ["update keptProfile set reason = '' WHERE"],
  'keptProfile.liveReason': ['update keptProfile set liveReason = null WHERE'],
  'policyVersion.body': [],
  'policyVersion.note': ["update policyVersion set note = '' WHERE"],
  'policyVersion.reason': ['update policyVersion set reason = null WHERE'],
  'policyDraft.body': ['delete from policyDraft WHERE'],
  'policyDraft.note': ["update policyDraft set note = '' WHERE"],
  'policyDraft.answer': ['update policyDraft set answer = null WHERE'],
  'alarmEpisode.shelvedReason': ['update alarmEpisode set shelvedReason = null WHERE'],
  'input.body': ['delete from input WHERE'],
  'audit.detail': ['delete from audit WHERE'],
};
