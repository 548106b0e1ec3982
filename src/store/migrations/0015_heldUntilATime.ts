import type { Migration } from '../migrate';

/** How many texts are held until a time, and so leave by themselves: among a million that are held, too many to count each time. */
export const heldUntilATime: Migration = {
  number: 15,
  name: 'heldUntilATime',
  up(database) {
    database.runScript(`
      INSERT INTO messageCount
        SELECT 'heldUntilATime', count(*) FROM message WHERE status = 'held' AND notBefore IS NOT NULL GROUP BY status;
      CREATE TRIGGER messageHeldUntilATime AFTER INSERT ON message
      WHEN new.status = 'held' AND new.notBefore IS NOT NULL BEGIN
        INSERT INTO messageCount VALUES ('heldUntilATime', 1) ON CONFLICT (status) DO UPDATE SET count = count + 1;
      END;
      CREATE TRIGGER messageHeldAnotherWay AFTER UPDATE OF status, notBefore ON message
      WHEN (old.status = 'held' AND old.notBefore IS NOT NULL) <> (new.status = 'held' AND new.notBefore IS NOT NULL) BEGIN
        INSERT INTO messageCount VALUES ('heldUntilATime', iif(new.status = 'held' AND new.notBefore IS NOT NULL, 1, -1))
        ON CONFLICT (status) DO UPDATE SET count = count + excluded.count;
      END;
      CREATE TRIGGER messageHeldNoMore AFTER DELETE ON message
      WHEN old.status = 'held' AND old.notBefore IS NOT NULL BEGIN
        UPDATE messageCount SET count = count - 1 WHERE status = 'heldUntilATime';
      END;
    `);
  },
};
