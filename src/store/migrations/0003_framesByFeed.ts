import type { Migration } from '../migrate';

/** The newest frames of one feed among millions of others, for the console's tap. */
export const framesByFeed: Migration = {
  number: 3,
  name: 'framesByFeed',
  up(database) {
    database.runScript('CREATE INDEX frameByFeed ON frame (feedId);');
  },
};
