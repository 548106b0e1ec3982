import path from 'node:path';
import { ownDataDirectory, removeStaleLock } from '../../../src/store/dataDirectory';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';

// Commits ten rows one by one, writes five more in a transaction it never ends, says so, and waits to be killed.
const owned = ownDataDirectory(process.argv[3] as string);
removeStaleLock(owned, 'herald.sqlite');
const database = openDatabase(path.join(owned.path, 'herald.sqlite'));
database.runScript('create table if not exists frame (id integer primary key, at integer not null) strict');
for (let at = 1; at <= 10; at++) database.execute('insert into frame (at) values (?)', [at]);
database.execute('begin immediate');
for (let at = 11; at <= 15; at++) database.execute('insert into frame (at) values (?)', [at]);
process.stdout.write(`${JSON.stringify({ written: 15 })}\n`);
setInterval(() => {}, 60_000);
