import path from 'node:path';
import { migrate, schemaVersion } from '../../src/store/migrate';
import { clearPersonal } from '../../src/store/personal';
import { openDatabase } from '../../src/store/sqlite/openDatabase';
import type { SqliteDatabase } from '../../src/store/sqlite/sqliteDatabase';
import { DATABASE_FILE, MIGRATIONS, openStore } from '../../src/store/store';
import { temporaryDirectory } from './support/temporaryDirectory';

/** What a constraint asks of a column; else a row has 1, `x` and a byte. */
const VALUES: Readonly<Record<string, unknown>> = {
  'account.role': 'dispatcher',
  'frame.state': 'done',
  'decision.outcome': 'skip',
  'suppression.kind': 'person',
  'reply.kind': 'help',
  'policyVersion.source': 'profile',
  'policyDraft.state': 'draft',
};

const tables = (database: SqliteDatabase) =>
  database
    .execute("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by rowid")
    .rows.map(({ name }) => String(name));

/** One row in every table, which refer to each other. */
function fill(database: SqliteDatabase): void {
  database.execute('BEGIN IMMEDIATE');
  for (const table of tables(database)) {
    const columns = database.execute(`select name, type from pragma_table_info('${table}')`).rows;
    const values = columns.map(
      ({ name, type }) => VALUES[`${table}.${name}`] ?? { INTEGER: 1, TEXT: 'x', BLOB: Uint8Array.of(0) }[String(type)] ?? null,
    );
    database.execute(`insert or replace into ${table} values (${columns.map(() => '?').join(', ')})`, values);
  }
  database.execute('COMMIT');
}

it.each(MIGRATIONS.map((_, version) => [version]))(
  'from version %i, with a row in every table: nothing is lost',
  async (version) => {
    const directory = temporaryDirectory();
    const file = path.join(directory, DATABASE_FILE);
    let database = openDatabase(file);
    await migrate(database, MIGRATIONS.slice(0, version));
    fill(database);
    const before = tables(database);
    expect(before.length > 0).toBe(version > 0);
    database.close();

    await (await openStore(directory, clearPersonal(new Uint8Array(32)))).close();

    database = openDatabase(file);
    expect(schemaVersion(database)).toBe(MIGRATIONS.length);
    for (const table of before) {
      expect([table, database.execute(`select count(*) as n from ${table}`).rows]).toEqual([table, [{ n: 1 }]]);
    }
    expect(database.execute('PRAGMA integrity_check').rows).toEqual([{ integrity_check: 'ok' }]);
    expect(database.execute('PRAGMA foreign_key_check').rows).toEqual([]);
    database.close();
  },
);
