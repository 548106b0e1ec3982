import path from 'node:path';
import { type Generated, Kysely } from 'kysely';
import { hotQuery } from '../../../src/store/sqlite/hotQuery';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import { WasmDialect } from '../../../src/store/sqlite/wasmDialect';
import { temporaryDirectory } from '../support/temporaryDirectory';

interface Schema {
  event: { id: Generated<number>; incident: number; unit: string | null };
}

let db: Kysely<Schema>;

beforeEach(() => {
  const database = openDatabase(path.join(temporaryDirectory(), 'herald.sqlite'));
  database.runScript('create table event (id integer primary key, incident integer not null, unit text) strict');
  db = new Kysely<Schema>({ dialect: new WasmDialect(database) });
});

afterEach(async () => db.destroy());

it('is built once and run with the values of each call, in and out of transactions', async () => {
  let built = 0;
  const insertEvent = hotQuery((on: Kysely<Schema>, p: { unit: string | null; incident: number }) => {
    built++;
    return on.insertInto('event').values({ incident: p.incident, unit: p.unit }).returning('id');
  });
  const eventsOf = hotQuery((on: Kysely<Schema>, p: { incident: number; limit: number }) =>
    on.selectFrom('event').select('unit').where('incident', '=', p.incident).where('id', '>', 0).orderBy('id').limit(p.limit),
  );
  await db.transaction().execute(async (trx) => {
    expect((await insertEvent(trx, { incident: 7, unit: '2A12' })).rows).toEqual([{ id: 1 }]);
    expect((await insertEvent(trx, { unit: null, incident: 7 })).rows).toEqual([{ id: 2 }]);
  });
  await insertEvent(db, { incident: 8, unit: 'E4' });
  expect((await eventsOf(db, { incident: 7, limit: 10 })).rows).toEqual([{ unit: '2A12' }, { unit: null }]);
  expect((await eventsOf(db, { incident: 7, limit: 1 })).rows).toEqual([{ unit: '2A12' }]);
  expect(built).toBe(1);
});

it('refuses to be built on a value that comes later', async () => {
  const wrong = hotQuery((on: Kysely<Schema>, p: { unit: string }) =>
    on.selectFrom('event').selectAll().where('unit', '=', `${p.unit}x`),
  );
  expect(() => wrong(db, { unit: 'A' })).toThrow('cannot depend on the value of unit');
});

it('a value that is missing is an error, not null', async () => {
  const byUnit = hotQuery((on: Kysely<Schema>, p: { unit: string }) =>
    on.selectFrom('event').selectAll().where('unit', '=', p.unit),
  );
  await expect(byUnit(db, {} as { unit: string })).rejects.toMatchObject({ code: 'store.unsupportedParameter' });
});
