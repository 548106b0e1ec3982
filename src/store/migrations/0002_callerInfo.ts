import type { Migration } from '../migrate';

/** What telephone companies say of callers, and which incidents have which numbers; numbers as keyed hashes. */
export const callerInfo: Migration = {
  number: 2,
  name: 'callerInfo',
  up(database) {
    database.runScript(`
      CREATE TABLE callerInfo (
        id INTEGER PRIMARY KEY,
        feedId TEXT NOT NULL,
        receivedAt INTEGER NOT NULL,
        body BLOB NOT NULL,
        fingerprint TEXT NOT NULL UNIQUE
      ) STRICT;
      CREATE INDEX callerInfoReceived ON callerInfo (receivedAt);

      CREATE TABLE callerInfoNumber (
        recipient TEXT NOT NULL,
        callerInfoId INTEGER NOT NULL REFERENCES callerInfo (id) ON DELETE CASCADE,
        PRIMARY KEY (recipient, callerInfoId)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX callerInfoNumberOf ON callerInfoNumber (callerInfoId);

      CREATE TABLE contactNumber (
        recipient TEXT NOT NULL,
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        seenAt INTEGER NOT NULL,
        PRIMARY KEY (recipient, incidentId)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX contactNumberOf ON contactNumber (incidentId);
    `);
  },
};
