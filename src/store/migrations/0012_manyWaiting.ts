import type { Migration } from '../migrate';

/** Indexes for when a million texts wait. */
export const manyWaiting: Migration = {
  number: 12,
  name: 'manyWaiting',
  up(database) {
    database.runScript(`
      -- What is held for one reason, longest due first.
      CREATE INDEX messageHeldFor ON message (status, code, dueAt) WHERE status = 'held';
      -- Has all that a claim looks at, so that what has had its time is passed over without being read.
      -- What has left: among a million that wait it would be looked for row by row.
      CREATE INDEX messageLeft ON message (sendingAt) WHERE sendingAt IS NOT NULL;
      DROP INDEX messageDue;
      CREATE INDEX messageDue ON message (status, dueAt, createdAt, expiresAt, notBefore);
    `);
  },
};
