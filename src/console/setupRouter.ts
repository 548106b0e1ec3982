import { implement } from '@orpc/server';
import { setupContract } from '../contract/setup';
import type { Caller } from './backend';
import type { SetupBackend } from './setupBackend';

/** The set-up of the contract, made of `backend`. */
export function setupRouter(backend: SetupBackend) {
  const os = implement(setupContract).$context<{ readonly caller: Caller }>();
  return os.router({
    state: os.state.handler(() => backend.state()),
    profile: os.profile.handler(() => backend.profile()),
    starter: os.starter.handler(() => backend.starter()),
    check: os.check.handler(async ({ input }) => ({ problems: await backend.check(input.text) })),
    keep: os.keep.handler(async ({ input, context, errors }) => {
      const outcome = await backend.keep(context.caller, input);
      if ('conflict' in outcome) throw errors.CONFLICT({ message: outcome.conflict });
      return { problems: outcome };
    }),
    goLive: os.goLive.handler(async ({ input, context, errors }) => {
      const outcome = await backend.goLive(context.caller, input);
      if (outcome !== 'done') throw errors.CONFLICT({ message: outcome.conflict });
      return { done: true as const };
    }),
    watchOnly: os.watchOnly.handler(async ({ input, context, errors }) => {
      const outcome = await backend.watchOnly(context.caller, input);
      if (outcome !== 'done') throw errors.CONFLICT({ message: outcome.conflict });
      return { done: true as const };
    }),
  });
}
