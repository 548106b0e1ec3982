import type { Migration } from '../migrate';

/** The agency's profile as it was entered in the console, newest last; `body` is sealed: a roster has names in it. */
export const keptProfile: Migration = {
  number: 5,
  name: 'keptProfile',
  up(database) {
    database.runScript(`
      CREATE TABLE keptProfile (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL,
        hash TEXT NOT NULL,
        body BLOB NOT NULL,
        liveBy TEXT,
        liveAt INTEGER,
        liveReason TEXT
      ) STRICT;
    `);
  },
};
