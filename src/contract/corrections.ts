import { oc } from '@orpc/contract';
import { z } from 'zod';
import { reason, wholeNumber } from './shapes';
import { stageSchema } from './views';

const at = wholeNumber(0);
const cause = z.enum(['waiting', 'diverted']).optional();
const stage = stageSchema.exclude(['correction']);

/** Which texts were sent in error: by message, by incident and stage, or all of a stage that left from `from` to `to`. */
export const correctionSelectionSchema = z.union([
  z.strictObject({ messageIds: z.array(z.string().min(1)).min(1).max(1_000) }),
  z.strictObject({ incidentId: wholeNumber(1), stage, cause }),
  z.strictObject({ stage, cause, from: at, to: at.describe('epoch milliseconds UTC, exclusive') }),
]);

/** One person who got a text in error, or several about one incident; and what they would be told, or why not. */
export const correctionItemSchema = z.object({
  messageIds: z.array(z.string()).describe('the texts that were sent in error'),
  incidentId: z.number().int(),
  incident: z.string(),
  role: z.enum(['caller', 'victim', 'complainant', 'other']),
  to: z.string(),
  sentAt: z.number().int().nullable().describe('when the last of them left'),
  willSend: z.boolean(),
  code: z.string().nullable().describe('where nothing is sent: a reason code'),
  why: z.string().nullable().describe('where nothing is sent: the reason in a sentence'),
  text: z.string().nullable(),
  language: z.string().nullable(),
  languageFellBack: z.string().nullable(),
  segments: z.number().int().nullable(),
});
export type CorrectionItemView = z.infer<typeof correctionItemSchema>;

export const corrections = {
  preview: oc
    .route({
      method: 'POST',
      path: '/corrections/preview',
      summary: 'Who would get a correction, and in which words; sends nothing',
    })
    .input(z.object({ selection: correctionSelectionSchema }))
    .output(
      z.object({
        confirm: z
          .string()
          .describe('stands for exactly this list: `sendCorrection` wants it, and fails where the list has changed'),
        willSend: z.number().int(),
        skipped: z.number().int(),
        items: z.array(correctionItemSchema),
      }),
    ),
};

export const sendCorrection = oc
  .route({ method: 'POST', path: '/commands/sendCorrection', summary: 'Tell those who got a text in error, once (supervisors)' })
  .input(z.object({ selection: correctionSelectionSchema, confirm: z.string().min(1).max(100), reason }))
  .output(z.object({ done: z.literal(true), messageIds: z.array(z.string()) }))
  .errors({
    NOT_FOUND: { message: 'No text is meant by that' },
    CONFLICT: { message: 'It cannot be sent', data: z.object({ state: z.string() }).optional() },
  });
