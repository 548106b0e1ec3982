import { unpackEntries } from '../auditProofs';
import { FORGOTTEN, type Personal } from '../personal';
import { dropShut } from '../sealedColumns';
import type { SqliteDatabase } from '../sqlite/sqliteDatabase';
import { doubtStatements } from './doubtOpen';
import type { DamageMark } from './restore';

/**
 * Makes a store of rows from a backup and from a damaged file one that can be worked with, and certain: nothing that may
 * have been sent already is ready to be sent.
 */
export function settleRestored(
  database: SqliteDatabase,
  {
    lastFrame,
    now,
    isWhole,
    mark,
    personal,
    hasNoKey,
  }: {
    /** The backup's last frame. */
    readonly lastFrame: number;
    readonly now: number;
    /** Every row could be read. */
    readonly isWhole: boolean;
    readonly mark: DamageMark;
    readonly personal: Personal;
    readonly hasNoKey: (keyId: number) => boolean;
  },
): { readonly unconfirmed: number; readonly framesToReplay: number } {
  database.execute('BEGIN IMMEDIATE');
  try {
    dropShut(database, hasNoKey);
    standInForLostIncidents(database, now);
    removeOrphans(database);
    const { history, messages, replies } = doubtStatements(now, lastChangeOnChain(database));
    database.execute(...history);
    const unconfirmed = Number(database.execute(...messages).changes ?? 0);
    database.execute(...replies);
    const framesToReplay = isWhole ? 0 : replayFrom(database, lastFrame);
    // Kept by triggers, which have seen rows come and go that are counted elsewhere.
    database.runScript(
      `delete from messageCount; insert into messageCount select status, count(*) from message group by status;
       insert into messageCount select 'heldUntilATime', count(*) from message where status = 'held' and notBefore is not null group by status`,
    );
    if (!isWhole) stopSending(database, now, mark, personal);
    database.execute('COMMIT');
    return { unconfirmed, framesToReplay };
  } catch (error) {
    if (database.inTransaction) database.execute('ROLLBACK');
    throw error;
  }
}

/** What followed from the frames after the backup may be among the rows that are lost; twice they change nothing. */
function replayFrom(database: SqliteDatabase, lastFrame: number): number {
  const { changes } = database.execute("update frame set state = 'pending' where id > ? and state = 'done'", [lastFrame]);
  return Number(changes ?? 0);
}

/** A text outlives the incident it is about, or it could be sent again. */
function standInForLostIncidents(database: SqliteDatabase, now: number): void {
  database.execute(
    `insert into incident (id, state, lastDecisions, open, createdAt, updatedAt, delayDueAt)
     select distinct incidentId, ?, ?, 0, ?, ?, null from message where incidentId not in (select id from incident)`,
    [FORGOTTEN, FORGOTTEN, now, now],
  );
}

function removeOrphans(database: SqliteDatabase): void {
  for (let rounds = 0; rounds < 5; rounds++) {
    const broken = database.execute(
      'select distinct "table" as name, rowid as id, parent, fkid from pragma_foreign_key_check',
    ).rows;
    if (broken.length === 0) return;
    for (const { name, parent, fkid } of broken) {
      const key = database.execute(`select "from" as child, "to" as parent from pragma_foreign_key_list('${name}') where id = ?`, [
        fkid,
      ]).rows[0];
      database.execute(
        `delete from ${name} where ${key?.child} is not null and ${key?.child} not in (select ${key?.parent ?? 'rowid'} from ${parent})`,
      );
    }
  }
}

/** Lost or not: a row of its number would look like that one, changed. */
function lastChangeOnChain(database: SqliteDatabase): number {
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const links = database.execute('select id, entries from auditLink where id < ? order by id desc limit 100', [before]).rows;
    const entries = links.flatMap((link) => unpackEntries(link.entries as Uint8Array) ?? []);
    const ids = entries.filter(({ kind }) => kind === 'messageChange').map(({ id }) => id);
    if (ids.length > 0 || links.length === 0) return ids.reduce((last, id) => Math.max(last, id), 0);
    before = Number(links.at(-1)?.id);
  }
}

/** Who asked not to be texted may be among the rows that are lost. */
function stopSending(database: SqliteDatabase, now: number, { reason }: DamageMark, personal: Personal): void {
  const stopped = {
    by: 'Herald',
    reason: `the store was damaged (${reason}) and rows are lost; opt-outs may be among them`,
    at: now,
  };
  database.execute("insert or replace into setting (key, value) values ('stopped', ?)", [
    personal.sealText(JSON.stringify(stopped), 'setting.value'),
  ]);
}
