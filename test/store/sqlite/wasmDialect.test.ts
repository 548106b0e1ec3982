import path from 'node:path';
import { type Generated, Kysely, sql } from 'kysely';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import { savepoint } from '../../../src/store/sqlite/savepoint';
import type { SqliteDatabase } from '../../../src/store/sqlite/sqliteDatabase';
import { WasmDialect } from '../../../src/store/sqlite/wasmDialect';
import { temporaryDirectory } from '../support/temporaryDirectory';

interface Schema {
  frame: { id: Generated<number>; at: number; bytes: Uint8Array | null };
}

let database: SqliteDatabase;
let db: Kysely<Schema>;

beforeEach(() => {
  database = openDatabase(path.join(temporaryDirectory(), 'herald.sqlite'));
  database.runScript('create table frame (id integer primary key, at integer not null unique, bytes blob) strict');
  db = new Kysely<Schema>({ dialect: new WasmDialect(database) });
});

afterEach(async () => {
  await db.destroy();
  database.close();
});

const insert = (on: Kysely<Schema>, at: number) => on.insertInto('frame').values({ at }).execute();
const times = async (on: Kysely<Schema> = db) =>
  (await on.selectFrom('frame').select('at').orderBy('id').execute()).map(({ at }) => at);

it('answers as Kysely promises', async () => {
  const inserted = await db
    .insertInto('frame')
    .values({ at: 5, bytes: Uint8Array.of(1) })
    .executeTakeFirstOrThrow();
  expect([inserted.insertId, inserted.numInsertedOrUpdatedRows]).toEqual([1n, 1n]);
  expect(await db.insertInto('frame').values({ at: 6 }).returningAll().execute()).toEqual([{ id: 2, at: 6, bytes: null }]);
  expect((await db.updateTable('frame').set({ at: 7 }).where('at', '=', 6).executeTakeFirst()).numUpdatedRows).toBe(1n);
  expect((await db.deleteFrom('frame').where('at', '>', 0).executeTakeFirst()).numDeletedRows).toBe(2n);
  expect((await sql`insert into frame (at) values (8), (9)`.execute(db)).numAffectedRows).toBe(2n);
  expect(await db.selectFrom('frame').selectAll().where('at', '=', 8).executeTakeFirst()).toEqual({ id: 1, at: 8, bytes: null });
});

it('undoes a transaction that throws, and throws what it threw', async () => {
  const work = db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await times()).toEqual([]);
});

it('begins by taking the write lock', async () => {
  const queries: string[] = [];
  const execute = database.execute.bind(database);
  database.execute = (statement, parameters) => {
    queries.push(statement);
    return execute(statement, parameters);
  };
  await db.transaction().execute(async (trx) => times(trx));
  await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (trx) => times(trx));
  expect(queries.filter((statement) => statement.startsWith('begin'))).toEqual(['begin immediate', 'begin']);
});

it('queries outside wait for the transaction, in the order they came', async () => {
  const order: string[] = [];
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const transaction = db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    await waiting;
    await insert(trx, 2);
    order.push('transaction');
  });
  const others = [3, 4, 5].map((at) => insert(db, at).then(() => order.push(String(at))));
  goOn();
  await Promise.all([transaction, ...others]);
  expect(order).toEqual(['transaction', '3', '4', '5']);
  expect(await times()).toEqual([1, 2, 3, 4, 5]);
});

it('a savepoint undoes its own part only, at any depth', async () => {
  await db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    const outer = savepoint(trx, async () => {
      await insert(trx, 2);
      await expect(
        savepoint(trx, async () => {
          await insert(trx, 3);
          await insert(trx, 1);
        }),
      ).rejects.toMatchObject({ code: 'store.constraint' });
      expect(await times(trx)).toEqual([1, 2]);
      return savepoint(trx, async () => insert(trx, 4));
    });
    await outer;
    await expect(savepoint(trx, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await insert(trx, 5);
  });
  expect(await times()).toEqual([1, 2, 4, 5]);
});

it("has Kysely's own controlled savepoints", async () => {
  const trx = await db.startTransaction().execute();
  await insert(trx, 1);
  const marked = await trx.savepoint('a"b').execute();
  await insert(marked, 2);
  await marked.rollbackToSavepoint('a"b').execute();
  await insert(trx, 3);
  await trx.commit().execute();
  expect(await times()).toEqual([1, 3]);
});

it('nothing commits by itself in a transaction that SQLite has rolled back', async () => {
  database.execute('pragma max_page_count = 20');
  const work = db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    await trx
      .insertInto('frame')
      .values({ at: 2, bytes: new Uint8Array(1_000_000) })
      .execute()
      .catch(() => undefined);
    await insert(trx, 3);
  });
  await expect(work).rejects.toMatchObject({ code: 'store.transactionLost' });
  expect(await times()).toEqual([]);
  const swallowed = db.transaction().execute(async (trx) => {
    await insert(trx, 4);
    await trx
      .insertInto('frame')
      .values({ at: 5, bytes: new Uint8Array(1_000_000) })
      .execute()
      .catch(() => undefined);
  });
  await expect(swallowed).rejects.toMatchObject({ code: 'store.transactionLost' });
  await insert(db, 6);
  expect(await times()).toEqual([6]);
});

it('the first error is what a savepoint reports where the whole transaction is gone', async () => {
  database.execute('pragma max_page_count = 20');
  const work = db.transaction().execute((trx) =>
    savepoint(trx, () =>
      trx
        .insertInto('frame')
        .values({ at: 2, bytes: new Uint8Array(1_000_000) })
        .execute(),
    ),
  );
  await expect(work).rejects.toMatchObject({ code: 'store.full' });
  expect(database.inTransaction).toBe(false);
});

it('a transaction begun by hand does not outlive its connection', async () => {
  await db.connection().execute(async (connection) => {
    await sql`begin`.execute(connection);
    await insert(connection, 1);
  });
  expect(await times()).toEqual([]);
});

it('does not stream', async () => {
  const read = async () => {
    for await (const row of db.selectFrom('frame').selectAll().stream()) throw new Error(JSON.stringify(row));
  };
  await expect(read()).rejects.toMatchObject({ code: 'store.cannotStream' });
});

it('destroy waits for the transaction under way, then closes the database', async () => {
  let begun = () => {};
  const underWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const transaction = db.transaction().execute(async (trx) => {
    await insert(trx, 1);
    begun();
    await new Promise((resolve) => setImmediate(resolve));
    await insert(trx, 2);
  });
  await underWay;
  await Promise.all([transaction, db.destroy()]);
  expect(database.isOpen).toBe(false);
});
