import type { Migration } from '../migrate';

/**
 * Replies that came in and answers that went out, why numbers are not texted (several reasons each), what a lookup said of
 * numbers, and where the number of a text came from. Numbers as keyed hashes; `phone` and `text` are sealed.
 */
export const optOut: Migration = {
  number: 7,
  name: 'optOut',
  up(database) {
    database.runScript(`
      CREATE TABLE suppressionByKind (
        recipient TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'optOut', 'unreachable')),
        phone BLOB NOT NULL,
        reason TEXT NOT NULL,
        source TEXT NOT NULL,
        by TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (recipient, kind)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO suppressionByKind (recipient, kind, phone, reason, source, by, at)
        SELECT recipient,
          CASE WHEN source = 'person' THEN 'person' WHEN by = 'unreachable' THEN 'unreachable' ELSE 'optOut' END,
          phone, reason, source, by, at
        FROM suppression;
      DROP TABLE suppression;
      ALTER TABLE suppressionByKind RENAME TO suppression;
      CREATE INDEX suppressionAt ON suppression (at);

      CREATE TABLE inbound (
        id INTEGER PRIMARY KEY,
        carrierMessageId TEXT NOT NULL UNIQUE,
        recipient TEXT NOT NULL,
        phone BLOB NOT NULL,
        text BLOB,
        characters INTEGER,
        receivedAt INTEGER NOT NULL,
        storedAt INTEGER NOT NULL,
        meaning TEXT NOT NULL,
        suggested TEXT,
        outcome TEXT NOT NULL,
        needsPerson INTEGER NOT NULL,
        holds INTEGER NOT NULL,
        resolvedBy TEXT,
        resolvedAt INTEGER,
        resolvedReason TEXT
      ) STRICT;
      CREATE INDEX inboundOf ON inbound (recipient, receivedAt);
      CREATE INDEX inboundHolds ON inbound (recipient) WHERE holds = 1;
      CREATE INDEX inboundNeedsPerson ON inbound (id) WHERE needsPerson = 1;

      CREATE TABLE reply (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('optOut', 'help', 'start')),
        recipient TEXT NOT NULL,
        phone BLOB NOT NULL,
        text BLOB NOT NULL,
        language TEXT NOT NULL,
        segments INTEGER NOT NULL,
        status TEXT NOT NULL,
        code TEXT,
        detail TEXT,
        createdAt INTEGER NOT NULL,
        notBefore INTEGER,
        expiresAt INTEGER NOT NULL,
        sendingAt INTEGER,
        acceptedAt INTEGER,
        endedAt INTEGER,
        attempts INTEGER NOT NULL,
        carrierMessageId TEXT UNIQUE,
        asked INTEGER NOT NULL,
        polls INTEGER NOT NULL,
        nextAskAt INTEGER
      ) STRICT;
      CREATE INDEX replyReady ON reply (status, createdAt) WHERE status IN ('ready', 'sending', 'unconfirmed');
      CREATE INDEX replyAsk ON reply (status, nextAskAt) WHERE nextAskAt IS NOT NULL;
      CREATE INDEX replyOf ON reply (recipient, createdAt);

      CREATE TABLE numberLookup (
        recipient TEXT PRIMARY KEY,
        lineType TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE numberSource (
        messageId TEXT PRIMARY KEY REFERENCES message (id) DEFERRABLE INITIALLY DEFERRED,
        feedId TEXT NOT NULL,
        toldAt INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
