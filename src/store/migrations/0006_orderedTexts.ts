import type { Migration } from '../migrate';

/** Texts that people order: who did, which texts a correction corrects, and the language a text should have been in. */
export const orderedTexts: Migration = {
  number: 6,
  name: 'orderedTexts',
  up(database) {
    database.runScript(`
      ALTER TABLE message ADD COLUMN orderedBy TEXT;
      ALTER TABLE message ADD COLUMN wantedLanguage TEXT;
      ALTER TABLE message ADD COLUMN corrects TEXT NOT NULL DEFAULT '[]';
    `);
  },
};
