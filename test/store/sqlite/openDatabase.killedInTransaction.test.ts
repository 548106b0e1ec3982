import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isHeraldError } from '../../../src/heraldError';
import { ownDataDirectory, removeStaleLock } from '../../../src/store/dataDirectory';
import { openDatabase } from '../../../src/store/sqlite/openDatabase';
import { Child } from '../support/child';
import { temporaryDirectory } from '../support/temporaryDirectory';

it('after kill -9 in the middle of a transaction every committed row is there, and no other', async () => {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'herald.sqlite');
  for (let kills = 1; kills <= 2; kills++) {
    const child = Child.ofTypeScript('dieInTransaction', directory);
    expect(await child.next()).toEqual({ written: 15 });
    await child.kill();
    expect(readdirSync(directory)).toContain('herald.sqlite.lock');
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'store.busy' }));

    const owned = ownDataDirectory(directory);
    expect(removeStaleLock(owned, 'herald.sqlite')).toBe(true);
    const database = openDatabase(file);
    const { rows } = database.execute('select at from frame order by id');
    expect(rows.map((row) => row.at)).toEqual(Array.from({ length: 10 * kills }, (_, index) => (index % 10) + 1));
    expect(database.execute('pragma integrity_check').rows).toEqual([{ integrity_check: 'ok' }]);
    database.close();
    owned.release();
  }
});

it('while its owner lives, neither the directory nor the database can be had', async () => {
  const directory = temporaryDirectory();
  const child = Child.ofTypeScript('dieInTransaction', directory);
  await child.next();
  try {
    ownDataDirectory(directory);
    throw new Error('It was had');
  } catch (error) {
    expect(isHeraldError(error, 'store.dataDirectoryInUse')).toBe(true);
  }
  await child.kill();
});
