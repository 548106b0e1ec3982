import { implement } from '@orpc/server';
import { carrierSettingsContract } from '../contract/carrierSettings';
import type { Caller } from './backend';
import type { CarrierSettingsBackend } from './carrierSettingsBackend';

/** The carrier settings of the contract, made of `backend`. */
export function carrierSettingsRouter(backend: CarrierSettingsBackend) {
  const os = implement(carrierSettingsContract).$context<{ readonly caller: Caller }>();
  return os.router({
    get: os.get.handler(() => backend.get()),
    set: os.set.handler(async ({ input, context, errors }) => {
      const outcome = await backend.set(context.caller, input);
      if (outcome === 'done') return { done: true as const };
      throw errors.CONFLICT({ message: outcome === 'notFound' ? 'There is nothing to set' : outcome.conflict });
    }),
    testSend: os.testSend.handler(async ({ input, context, errors }) => {
      const result = await backend.testSend(context.caller, input);
      if ('conflict' in result) throw errors.CONFLICT({ message: result.conflict });
      return result;
    }),
    testReceipt: os.testReceipt.handler(async ({ input, errors }) => {
      const receipt = await backend.testReceipt(input.carrierMessageId);
      if (receipt === undefined) throw errors.NOT_FOUND();
      return receipt;
    }),
  });
}
