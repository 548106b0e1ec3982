import type { Migration } from '../migrate';

/**
 * For finding incidents by the end of a number or a phone's last four digits, for how many texts are in each state, which
 * every console asks all the time, and for what became of alarms.
 */
export const findAndAlarms: Migration = {
  number: 9,
  name: 'findAndAlarms',
  up(database) {
    database.runScript(`
      ALTER TABLE incidentName ADD COLUMN backwards TEXT;
      CREATE INDEX incidentNameBackwards ON incidentName (backwards);

      -- Keyed hash of the last four digits.
      ALTER TABLE contactNumber ADD COLUMN ending TEXT;
      CREATE INDEX contactNumberEnding ON contactNumber (ending, incidentId);

      CREATE TABLE messageCount (status TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      INSERT INTO messageCount SELECT status, count(*) FROM message GROUP BY status;
      CREATE TRIGGER messageCounted AFTER INSERT ON message BEGIN
        INSERT INTO messageCount VALUES (new.status, 1) ON CONFLICT (status) DO UPDATE SET count = count + 1;
      END;
      CREATE TRIGGER messageRecounted AFTER UPDATE OF status ON message WHEN old.status <> new.status BEGIN
        UPDATE messageCount SET count = count - 1 WHERE status = old.status;
        INSERT INTO messageCount VALUES (new.status, 1) ON CONFLICT (status) DO UPDATE SET count = count + 1;
      END;
      CREATE TRIGGER messageUncounted AFTER DELETE ON message BEGIN
        UPDATE messageCount SET count = count - 1 WHERE status = old.status;
      END;

      CREATE TABLE alarmEpisode (
        id INTEGER PRIMARY KEY,
        alarm TEXT NOT NULL,
        code TEXT NOT NULL,
        priority INTEGER NOT NULL,
        raisedAt INTEGER NOT NULL,
        clearedAt INTEGER,
        acknowledgedBy TEXT,
        acknowledgedAt INTEGER,
        shelvedBy TEXT,
        shelvedAt INTEGER,
        shelvedUntil INTEGER,
        shelvedReason TEXT
      ) STRICT;
      CREATE INDEX alarmEpisodeStanding ON alarmEpisode (raisedAt) WHERE clearedAt IS NULL;
      CREATE INDEX alarmEpisodeRaised ON alarmEpisode (raisedAt);
    `);
  },
};
