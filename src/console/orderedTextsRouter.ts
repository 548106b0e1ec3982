import { implement } from '@orpc/server';
import { byHand, sendByHand } from '../contract/byHand';
import { corrections, sendCorrection } from '../contract/corrections';
import type { OrderedTextsBackend } from './orderedTexts';
import type { ConsoleContext } from './router';

/** The procedures of texts that people order: by hand, and corrections. */
export function orderedTextsRouter(backend: OrderedTextsBackend) {
  const os = implement({ byHand, corrections, sendByHand, sendCorrection }).$context<ConsoleContext>();
  return {
    byHand: {
      choices: os.byHand.choices.handler(async ({ input, errors }) => {
        const choices = await backend.byHandChoices(input);
        if (choices === undefined) throw errors.NOT_FOUND();
        return choices;
      }),
    },
    corrections: { preview: os.corrections.preview.handler(({ input }) => backend.previewCorrection(input.selection)) },
    sendByHand: os.sendByHand.handler(async ({ input, context, errors }) => {
      const outcome = await backend.sendByHand(context.caller, input);
      if (outcome === 'notFound') throw errors.NOT_FOUND();
      if ('conflict' in outcome) throw errors.CONFLICT(conflict(outcome));
      return { done: true as const, messageId: outcome.messageId };
    }),
    sendCorrection: os.sendCorrection.handler(async ({ input, context, errors }) => {
      const outcome = await backend.sendCorrection(context.caller, input);
      if (outcome === 'notFound') throw errors.NOT_FOUND();
      if ('conflict' in outcome) throw errors.CONFLICT(conflict(outcome));
      return { done: true as const, messageIds: [...outcome.messageIds] };
    }),
  };
}

function conflict({ conflict, state }: { conflict: string; state?: string }) {
  return { message: conflict, ...(state === undefined ? {} : { data: { state } }) };
}
