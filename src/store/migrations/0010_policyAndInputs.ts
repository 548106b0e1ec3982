import type { Migration } from '../migrate';

/** Versions of the policy, what every decision was made under, and the journal of all that can change a decision. */
export const policyAndInputs: Migration = {
  number: 10,
  name: 'policyAndInputs',
  up(database) {
    database.runScript(`
      CREATE TABLE policyVersion (
        id INTEGER PRIMARY KEY,
        hash TEXT NOT NULL,
        body BLOB NOT NULL,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        proposedBy TEXT,
        approvedBy TEXT,
        source TEXT NOT NULL CHECK (source IN ('profile', 'console')),
        note TEXT NOT NULL,
        reason TEXT,
        rehearsalId TEXT
      ) STRICT;

      CREATE TABLE policyDraft (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        hash TEXT NOT NULL,
        body BLOB NOT NULL,
        note TEXT NOT NULL,
        basedOn INTEGER NOT NULL REFERENCES policyVersion (id),
        savedBy TEXT NOT NULL,
        savedAt INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'rejected')),
        proposedBy TEXT,
        proposedAt INTEGER,
        answeredBy TEXT,
        answeredAt INTEGER,
        answer TEXT
      ) STRICT;

      ALTER TABLE decision ADD COLUMN policyVersion INTEGER;
      ALTER TABLE message ADD COLUMN policyVersion INTEGER;

      CREATE TABLE input (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        firstFrame INTEGER,
        lastFrame INTEGER,
        body BLOB
      ) STRICT;
      -- For the rehearsal of a period, and for the last of a rare kind.
      CREATE INDEX inputAt ON input (at);
      CREATE INDEX inputRare ON input (kind, id) WHERE kind IN ('started', 'policy');

      -- For the measures of a period.
      CREATE INDEX incidentCreated ON incident (createdAt);
    `);
  },
};
