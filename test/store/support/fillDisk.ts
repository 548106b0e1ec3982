import path from 'node:path';
import { isHeraldError } from '../../../src/heraldError';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';

// Writes until the disk is full and says what it was told, and how many of the rows committed are there afterwards.
const file = path.join(process.argv[3] as string, 'herald.sqlite');
const database = openDatabase(file);
database.runScript('create table frame (id integer primary key, bytes blob not null) strict');
let committed = 0;
let code: unknown;
try {
  for (; committed < 10_000; committed++) database.execute('insert into frame (bytes) values (?)', [new Uint8Array(50_000)]);
} catch (error) {
  code = isHeraldError(error) ? error.code : String(error);
}
database.close();
const again = openDatabase(file);
const kept = again.execute('select count(*) as n from frame').rows[0]?.n;
again.close();
process.stdout.write(`${JSON.stringify({ code, committed, kept })}\n`);
