import type { Migration } from '../migrate';

/** An index for a board over a million texts that wait. */
export const boardOfMany: Migration = {
  number: 13,
  name: 'boardOfMany',
  up(database) {
    database.runScript(`
      -- Which incidents have a text that is not over: the newest are found without reading the others.
      CREATE INDEX messageOpenOf ON message (incidentId) WHERE status IN ('held', 'ready', 'sending', 'unconfirmed');
    `);
  },
};
