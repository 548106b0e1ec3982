import type { Migration } from '../migrate';

/**
 * Accounts and sessions, and the chain that proves the audit. `audit.detail` becomes a sealed column, since people write
 * reasons in it; `detailProof` stays when its key is gone.
 */
export const access: Migration = {
  number: 5,
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

      CREATE TABLE auditNew (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        identity TEXT NOT NULL,
        source TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        outcome TEXT NOT NULL,
        detail BLOB NOT NULL,
        detailProof BLOB NOT NULL
      ) STRICT;
    `);
    for (const { id, at, identity, action, subject, outcome, detail } of database.execute('SELECT * FROM audit').rows) {
      // Sealed in the clear, as all was before; whoever adds a key seals it anew. The chain takes these rows in at the start.
      const sealed = Buffer.concat([Buffer.of(0), Buffer.from(JSON.stringify({ salt: '', detail: JSON.parse(String(detail)) }))]);
      database.execute('INSERT INTO auditNew VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
        id,
        at,
        identity,
        'appliance',
        action,
        subject,
        outcome,
        new Uint8Array(sealed),
        new Uint8Array(0),
      ]);
    }
    database.runScript('DROP TABLE audit; ALTER TABLE auditNew RENAME TO audit; CREATE INDEX auditByTime ON audit (at, id);');
  },
};
