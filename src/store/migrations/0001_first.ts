import type { Migration } from '../migrate';

/** The tables of the first release. `...At` columns are epoch milliseconds UTC; sealed columns are blobs of `Personal`. */
export const first: Migration = {
  number: 1,
  name: 'first',
  up(database) {
    database.runScript(`
      CREATE TABLE frame (
        id INTEGER PRIMARY KEY,
        feedId TEXT NOT NULL,
        receivedAt INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        byteCount INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'rejected')),
        code TEXT,
        reason TEXT,
        field TEXT,
        byte INTEGER
      ) STRICT;
      CREATE INDEX frameByState ON frame (state, id) WHERE state <> 'done';

      CREATE TABLE feedCount (
        feedId TEXT PRIMARY KEY,
        frames INTEGER NOT NULL,
        lastFrameAt INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE incident (
        id INTEGER PRIMARY KEY,
        state BLOB NOT NULL,
        lastDecisions BLOB NOT NULL,
        open INTEGER NOT NULL,
        createdAt INTEGER NOT NULL,
        updatedAt INTEGER NOT NULL,
        delayDueAt INTEGER
      ) STRICT;
      CREATE INDEX incidentDelay ON incident (delayDueAt) WHERE delayDueAt IS NOT NULL;
      CREATE INDEX incidentOpen ON incident (open, id);

      CREATE TABLE incidentName (
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        PRIMARY KEY (name, kind, incidentId)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE snapshot (
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        feedId TEXT NOT NULL,
        state BLOB NOT NULL,
        PRIMARY KEY (incidentId, feedId)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE unitPlace (
        unit TEXT NOT NULL,
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        leftAt INTEGER,
        PRIMARY KEY (unit, incidentId)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        frameId INTEGER,
        feedId TEXT NOT NULL,
        type TEXT NOT NULL,
        occurredAt INTEGER NOT NULL,
        receivedAt INTEGER NOT NULL,
        body BLOB NOT NULL,
        fingerprint TEXT NOT NULL,
        UNIQUE (incidentId, fingerprint)
      ) STRICT;

      CREATE TABLE decision (
        id INTEGER PRIMARY KEY,
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        stage TEXT NOT NULL,
        cause TEXT,
        occurrence TEXT NOT NULL,
        role TEXT,
        outcome TEXT NOT NULL CHECK (outcome IN ('send', 'hold', 'skip')),
        code TEXT NOT NULL,
        detail TEXT,
        rule TEXT,
        at INTEGER NOT NULL,
        until INTEGER
      ) STRICT;
      CREATE INDEX decisionOfIncident ON decision (incidentId, id);

      CREATE TABLE message (
        id TEXT PRIMARY KEY,
        incidentId INTEGER NOT NULL REFERENCES incident (id) DEFERRABLE INITIALLY DEFERRED,
        stage TEXT NOT NULL,
        cause TEXT,
        occurrence TEXT NOT NULL,
        role TEXT NOT NULL,
        recipient TEXT NOT NULL,
        phone BLOB NOT NULL,
        text BLOB NOT NULL,
        language TEXT NOT NULL,
        segments INTEGER NOT NULL,
        status TEXT NOT NULL,
        code TEXT,
        detail TEXT,
        createdAt INTEGER NOT NULL,
        dueAt INTEGER NOT NULL,
        notBefore INTEGER,
        expiresAt INTEGER NOT NULL,
        sendingAt INTEGER,
        acceptedAt INTEGER,
        endedAt INTEGER,
        attempts INTEGER NOT NULL,
        carrierMessageId TEXT,
        asked INTEGER NOT NULL,
        polls INTEGER NOT NULL,
        nextAskAt INTEGER,
        needsPerson TEXT,
        candidates TEXT NOT NULL,
        released INTEGER NOT NULL,
        resent INTEGER NOT NULL,
        UNIQUE (incidentId, stage, recipient, occurrence)
      ) STRICT;
      CREATE UNIQUE INDEX messageCarrierId ON message (carrierMessageId) WHERE carrierMessageId IS NOT NULL;
      -- Each begins with the status: SQLite prefers an index by equality to a partial one in the right order, and then
      -- reads every message of that status.
      CREATE INDEX messageDue ON message (status, dueAt, createdAt);
      CREATE INDEX messageNotBefore ON message (status, notBefore) WHERE notBefore IS NOT NULL;
      CREATE INDEX messageOpenExpiry ON message (status, expiresAt) WHERE status IN ('held', 'ready');
      CREATE INDEX messageAsk ON message (status, nextAskAt) WHERE nextAskAt IS NOT NULL;
      CREATE INDEX messageRecipient ON message (recipient, sendingAt);
      CREATE INDEX messageCreated ON message (createdAt);

      CREATE TABLE messageChange (
        id INTEGER PRIMARY KEY,
        messageId TEXT NOT NULL REFERENCES message (id) DEFERRABLE INITIALLY DEFERRED,
        at INTEGER NOT NULL,
        input TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        code TEXT
      ) STRICT;
      CREATE INDEX messageChangeOf ON messageChange (messageId, id);

      CREATE TABLE suppression (
        recipient TEXT PRIMARY KEY,
        phone BLOB NOT NULL,
        reason TEXT NOT NULL,
        source TEXT NOT NULL,
        by TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        identity TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        outcome TEXT NOT NULL,
        detail TEXT NOT NULL
      ) STRICT;
    `);
  },
};
