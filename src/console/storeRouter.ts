import { implement } from '@orpc/server';
import { storeContract } from '../contract/store';
import type { ConsoleContext } from './router';
import type { StoreBackend } from './storeBackend';

/** The contract's `store`, made of its backend. */
export function storeRouter(backend: StoreBackend) {
  const os = implement(storeContract).$context<ConsoleContext>();
  return {
    status: os.status.handler(() => backend.status()),
    retention: os.retention.handler(() => backend.retention()),
    backups: os.backups.handler(async () => ({ items: await backend.backups() })),
    backupNow: os.backupNow.handler(({ context }) => backend.backupNow(context.caller)),
    checkBackup: os.checkBackup.handler(async ({ input, context, errors }) => {
      const begun = await backend.checkBackup(context.caller, input.name);
      if (begun === undefined) throw errors.NOT_FOUND();
      return begun;
    }),
    verifyBackup: os.verifyBackup.handler(async ({ input, context, errors }) => {
      const result = await backend.verifyBackup(context.caller, input.name);
      if (result === undefined) throw errors.NOT_FOUND();
      return result;
    }),
  };
}
