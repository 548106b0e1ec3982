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
    compare: os.compare.handler(({ input }) => backend.compare(input.text)),
    layouts: os.layouts.handler(async () => ({ layouts: await backend.layouts() })),
    serialPorts: os.serialPorts.handler(async () => ({ ports: await backend.serialPorts() })),
    tryFeed: os.tryFeed.handler(async ({ input, context, errors }) => {
      const outcome = await backend.tryFeed(context.caller, input);
      if ('conflict' in outcome) throw errors.CONFLICT({ message: outcome.conflict });
      return { problems: outcome };
    }),
    trial: os.trial.handler(async () => ({ trial: (await backend.trial()) ?? null })),
    stopTrying: os.stopTrying.handler(async () => {
      await backend.stopTrying();
      return { done: true as const };
    }),
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
