import { oc } from '@orpc/contract';
import { z } from 'zod';

const at = z.number().int().describe('epoch milliseconds UTC');

/** How the store on this machine is: what is kept, how it is sealed, and whether it could be restored. */
export const storeStatusSchema = z.object({
  state: z
    .enum(['ok', 'full', 'readOnly', 'damaged', 'failing'])
    .describe('damaged: it is set aside at the next start and the last good backup restored'),
  since: at.describe('since when it is so'),
  sizeBytes: z.number().int().describe('the database and its log'),
  freeBytes: z.number().int().nullable().describe('what the disk has left'),
  lastBackupAt: at.nullable().describe('when the last backup was begun that was found whole'),
  lastBackupOk: z.boolean().nullable().describe('whether the last attempt was found whole; null: none yet'),
  lastBackupReason: z.string().nullable().describe('what was wrong with the last attempt'),
  backups: z.number().int().describe('how many are kept'),
  backupBytes: z.number().int(),
  backupRunning: z.boolean(),
  keyState: z.enum(['keyFile', 'passphrase', 'keychain']).describe('where the key is that protects all others'),
  keyFileMadeAt: at
    .nullable()
    .describe(
      'when the key file was made, of which nobody has said yet that it was copied to a safe place; acknowledging the alarm says so',
    ),
  dataKeys: z.number().int().describe('how many data keys there are'),
  oldestDataKeyAt: at.nullable(),
  restored: z
    .object({
      at,
      backupAt: at.nullable().describe('null: there was no backup, and the store began empty'),
      unreadableRows: z.number().int().describe('rows that could be read neither from the damaged store nor from a backup'),
      unconfirmed: z.number().int().describe('texts of which it is not known any more whether they left'),
      setAside: z
        .string()
        .nullable()
        .describe('the name of the damaged store in the data directory; null: there was none any more'),
    })
    .nullable()
    .describe('what was done at this start because the store was damaged'),
  lastPurgeAt: at.nullable(),
  retention: z.object({
    framesMs: z.number().int(),
    incidentsMs: z.number().int(),
    textsMs: z.number().int(),
    auditMs: z.number().int(),
  }),
});

const backupName = z.string().regex(/^[\w.-]{1,100}$/, 'Not the name of a backup');

export const backupSchema = z.object({
  name: z.string(),
  at,
  bytes: z.number().int(),
  check: z
    .object({ state: z.enum(['running', 'whole', 'broken']), startedAt: at, endedAt: at.nullable(), reason: z.string().nullable() })
    .nullable()
    .describe('the last check from end to end since this start; null: none'),
});

/** How long what is kept, what that has left of it, and when more of it goes. */
export const retentionSchema = z.object({
  kept: z.object({
    framesMs: z.number().int(),
    incidentsMs: z.number().int().describe('by their last change'),
    textsMs: z.number().int().describe('the words of texts and replies'),
    auditMs: z.number().int(),
  }),
  oldest: z.object({
    framesAt: at.nullable(),
    incidentsAt: at.nullable().describe('when the oldest incident that is still here began'),
    auditAt: at.nullable(),
  }),
  lastPurgeAt: at.nullable().describe('when it was last looked for what has had its time; a new store begins with its first start'),
  lastPurge: z
    .object({ at, frames: z.number().int(), incidents: z.number().int(), texts: z.number().int(), audit: z.number().int() })
    .nullable()
    .describe('what went then; null: nothing has been purged yet'),
  nextPurgeAt: at.nullable().describe('the earliest; null where Herald has just been started for the first time'),
  waitsForClock: z
    .boolean()
    .describe('the clock was set, or the machine was off for long: nothing goes until it has run evenly for a day'),
});
export type RetentionView = z.infer<typeof retentionSchema>;

/** Backups and encryption of the store; included in the contract as `store`. HTTP paths are below `/api`. */
export const storeContract = {
  status: oc
    .route({ method: 'GET', path: '/store/status', summary: 'The store: size, backups, keys, retention' })
    .output(storeStatusSchema),
  retention: oc
    .route({ method: 'GET', path: '/store/retention', summary: 'How long what is kept, and what was purged' })
    .output(retentionSchema),
  backups: oc
    .route({ method: 'GET', path: '/store/backups', summary: 'Backups that were found whole, newest first' })
    .output(z.object({ items: z.array(backupSchema) })),
  backupNow: oc
    .route({
      method: 'POST',
      path: '/commands/backupNow',
      summary: 'Begin a backup now, unless one is under way; store.status says what came of it',
    })
    .input(z.object({}))
    .output(z.object({ startedAt: at, running: z.boolean() })),
  checkBackup: oc
    .route({
      method: 'POST',
      path: '/commands/checkBackup',
      summary: 'Begin to check a backup from end to end; store.backups says what came of it',
    })
    .input(z.object({ name: backupName }))
    .output(z.object({ startedAt: at }))
    .errors({ NOT_FOUND: { message: 'There is no such backup' } }),
  verifyBackup: oc
    .route({ method: 'POST', path: '/commands/verifyBackup', summary: 'Check a backup from end to end' })
    .input(z.object({ name: backupName }))
    .output(z.object({ whole: z.boolean(), reason: z.string().nullable() }))
    .errors({ NOT_FOUND: { message: 'There is no such backup' } }),
};

export type StoreStatusView = z.infer<typeof storeStatusSchema>;
export type BackupView = z.infer<typeof backupSchema>;
