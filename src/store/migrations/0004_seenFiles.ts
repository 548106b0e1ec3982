import type { Migration } from '../migrate';

/** Which files of watched directories were read: `file` is a keyed hash of the name, `version` its size and last change. */
export const seenFiles: Migration = {
  number: 4,
  name: 'seenFiles',
  up(database) {
    database.runScript(`
      CREATE TABLE seenFile (
        feedId TEXT NOT NULL,
        file TEXT NOT NULL,
        version TEXT NOT NULL,
        seenAt INTEGER NOT NULL,
        PRIMARY KEY (feedId, file)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
