import type { Migration } from '../migrate';

/** Indexes for looking through an audit of years by person, by action, or by both. */
export const auditByPerson: Migration = {
  number: 14,
  name: 'auditByPerson',
  up(database) {
    database.runScript(`
      CREATE INDEX auditOfPerson ON audit (identity, id);
      CREATE INDEX auditOfAction ON audit (action, id);
      CREATE INDEX auditOfBoth ON audit (identity, action, id);
    `);
  },
};
