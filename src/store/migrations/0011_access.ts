import type { Migration } from '../migrate';

/** Accounts and sessions, and the chain that proves the audit; `detailProof` stays when the key of a detail is gone. */
export const access: Migration = {
  number: 11,
  name: 'access',
  up(database) {
    database.runScript(`
      CREATE TABLE account (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('dispatcher', 'supervisor', 'administrator')),
        password TEXT NOT NULL,
        mustChangePassword INTEGER NOT NULL,
        totp BLOB,
        totpPending BLOB,
        totpStep INTEGER NOT NULL,
        badTries TEXT NOT NULL,
        createdAt INTEGER NOT NULL,
        lastLogOnAt INTEGER,
        lockedAt INTEGER,
        disabledAt INTEGER
      ) STRICT;

      CREATE TABLE session (
        id INTEGER PRIMARY KEY,
        tokenHash TEXT NOT NULL UNIQUE,
        accountId INTEGER NOT NULL REFERENCES account (id),
        createdAt INTEGER NOT NULL,
        authenticatedAt INTEGER NOT NULL,
        activeAt INTEGER NOT NULL,
        lockedAt INTEGER
      ) STRICT;
      CREATE INDEX sessionOfAccount ON session (accountId);

      CREATE TABLE auditLink (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        entries BLOB NOT NULL,
        prev BLOB NOT NULL,
        hash BLOB NOT NULL
      ) STRICT;

      ALTER TABLE messageChange ADD COLUMN proof BLOB;

      ALTER TABLE audit ADD COLUMN source TEXT NOT NULL DEFAULT 'appliance';
      ALTER TABLE audit ADD COLUMN detailProof BLOB NOT NULL DEFAULT x'';
      CREATE INDEX auditByTime ON audit (at, id);
    `);
  },
};
