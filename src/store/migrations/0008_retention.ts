import type { Migration } from '../migrate';

/**
 * What is left of an incident whose time is over: keyed hashes of its names, so that a late frame about it is known for
 * what it is; and indexes to find an incident's rows by.
 */
export const retention: Migration = {
  number: 8,
  name: 'retention',
  up(database) {
    database.runScript(`
      CREATE TABLE purgedName (
        name TEXT PRIMARY KEY,
        lastChangeAt INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX incidentNameOf ON incidentName (incidentId);
      CREATE INDEX unitPlaceOf ON unitPlace (incidentId);
    `);
  },
};
