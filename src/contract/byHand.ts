import { oc } from '@orpc/contract';
import { z } from 'zod';
import { reason, wholeNumber } from './shapes';
import { stageSchema } from './views';

const cause = z.enum(['waiting', 'diverted']);
const role = z.enum(['caller', 'victim', 'complainant', 'other']);
const incidentId = wholeNumber(1);
const language = z.string().trim().min(1).max(35);

/** One of the agency's texts for one person on an incident, as it would leave now; or why it would not. */
export const byHandChoiceSchema = z.object({
  stage: stageSchema,
  cause: cause.nullable(),
  role,
  contact: z.string().describe('names the person in `sendByHand`; tells nothing of the number'),
  to: z.string(),
  possible: z.boolean(),
  code: z.string().nullable().describe('where it is not possible: a reason code'),
  why: z.string().nullable().describe('where it is not possible: the reason in a sentence'),
  text: z.string().nullable(),
  language: z.string().nullable(),
  languageFellBack: z.string().nullable().describe('the language it should have been in, where no template is in that one'),
  segments: z.number().int().nullable(),
});
export type ByHandChoiceView = z.infer<typeof byHandChoiceSchema>;

/** Texts that a person orders: an incident's, in the agency's words. There is no free text. */
export const byHand = {
  choices: oc
    .route({ method: 'GET', path: '/byHand/choices', summary: 'Which texts a person could send on an incident now, and to whom' })
    .input(z.object({ incidentId, language: language.optional().describe('instead of each person’s own') }))
    .output(
      z.object({
        choices: z.array(byHandChoiceSchema),
        nobody: z.string().nullable().describe('why there is nobody to text, where that is so'),
      }),
    )
    .errors({ NOT_FOUND: { message: 'No incident has that id' } }),
};

export const sendByHand = oc
  .route({ method: 'POST', path: '/commands/sendByHand', summary: 'Send one of the agency’s texts to a contact of an incident' })
  .input(
    z.object({
      incidentId,
      stage: stageSchema.exclude(['correction']),
      cause: cause.optional().describe('only with stage `delayed`'),
      contact: z.string().min(1).max(100).describe('as `byHand.choices` names it'),
      language: language.optional(),
      reason,
    }),
  )
  .output(z.object({ done: z.literal(true), messageId: z.string() }))
  .errors({
    NOT_FOUND: { message: 'No incident has that id' },
    CONFLICT: { message: 'It cannot be sent', data: z.object({ state: z.string() }).optional() },
  });
