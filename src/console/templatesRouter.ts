import { implement } from '@orpc/server';
import { templatesContract } from '../contract/templates';
import type { ConsoleBackend } from './backend';
import type { ConsoleContext } from './gate';

/** The templates of the contract, made of `backend`. */
export function templatesRouter({ templates, checkTemplate }: Pick<ConsoleBackend, 'templates' | 'checkTemplate'>) {
  const os = implement(templatesContract).$context<ConsoleContext>();
  return os.router({
    check: os.check.handler(({ input }) => checkTemplate(input)),
    onCalls: os.onCalls.handler(({ input }) => templates.onCalls(input)),
    sendToPhone: os.sendToPhone.handler(async ({ input, context, errors }) => {
      const result = await templates.sendToPhone(context.caller, input);
      if ('conflict' in result) throw errors.CONFLICT({ message: result.conflict });
      return result;
    }),
    phoneReceipt: os.phoneReceipt.handler(async ({ input, errors }) => {
      const receipt = await templates.phoneReceipt(input.carrierMessageId);
      if (receipt === undefined) throw errors.NOT_FOUND();
      return receipt;
    }),
  });
}
