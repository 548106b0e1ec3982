import { oc } from '@orpc/contract';
import { z } from 'zod';
import { testReceiptSchema, testSendResultSchema } from './carrierSettings';
import { notNow, wholeNumber } from './shapes';
import { stageSchema } from './views';

/** Something about a template. An `error` keeps it from being saved; a `warning` is for a person to weigh. */
export const templateFindingSchema = z.object({
  code: z.string().describe('names the rule: `missingStop`, `unicodeCharacter`, `link`, ...'),
  severity: z.enum(['error', 'warning']),
  message: z.string().describe('what is wrong and what would be better, in a sentence'),
  from: z.number().int().nullable().describe('where in the text it begins, in UTF-16 units; null: the whole text'),
  to: z.number().int().nullable().describe('where it ends, exclusive'),
  instead: z.string().nullable().describe('what to put between `from` and `to` instead, where there is a plain form'),
});

export const templatePreviewSchema = z.object({
  name: z.enum(['usual', 'longest']).describe('with everyday values; with the longest real ones of roster and numbers'),
  text: z.string(),
  characters: z.number().int(),
  segments: z.number().int(),
  encoding: z.enum(['GSM-7', 'UCS-2']),
});

/** Why a call is among those a text is shown on. */
const callKindSchema = z.enum(['short', 'longest', 'missing']).describe('little to fill in; most to fill in; something missing');

/** A character that GSM-7 does not have: with one of them a text is UCS-2. */
export const foreignCharacterSchema = z.object({
  character: z.string(),
  name: z.string().describe('in words, such as `typographic apostrophe`'),
  code: z.string().describe('such as `U+2019`'),
  from: z.number().int().describe('where in the finished text it begins, in UTF-16 units'),
  to: z.number().int().describe('where it ends, exclusive'),
  instead: z.string().nullable().describe('the plain form; empty: leave it out; null: there is none'),
  field: z.string().nullable().describe('the field whose value brought it; null: it is in the template'),
});

/** A text as it would read on one call of the store, or on an invented example where no call serves. */
export const callPreviewSchema = z.object({
  kind: callKindSchema,
  incidentId: z.number().int().nullable().describe('null: an invented example'),
  incident: z.string().nullable().describe('its number, as screens name it'),
  createdAt: z.number().int().nullable(),
  text: z.string().nullable().describe('null: it would not be sent, for `missing` has nothing in it'),
  missing: z.string().nullable(),
  characters: z.number().int(),
  segments: z.number().int().describe('0 where it would not be sent'),
  encoding: z.enum(['GSM-7', 'UCS-2']),
  foreign: z.array(foreignCharacterSchema),
});

const draftText = {
  stage: stageSchema,
  cause: z.enum(['waiting', 'diverted']).nullable().default(null),
  language: z.string().trim().min(1).max(20),
  text: z.string().max(5_000, 'Too long for a template'),
};

/** Area `templates`. */
export const templatesContract = {
  onCalls: oc
    .route({
      method: 'POST',
      path: '/templates/onCalls',
      summary: 'How a template reads on three recent calls: a short one, the longest, one with something missing',
    })
    .input(z.object(draftText))
    .output(
      z.object({
        lookedAt: z.number().int().describe('recent calls that were chosen from; 0: there are none'),
        calls: z.array(callPreviewSchema).describe('none while the syntax is broken'),
      }),
    ),
  sendToPhone: oc
    .route({
      method: 'POST',
      path: '/templates/sendToPhone',
      summary: 'Sends a draft, marked as a test, to a phone of one’s own (supervisors)',
    })
    .input(
      z.object({
        ...draftText,
        on: z.object({ kind: callKindSchema, incidentId: wholeNumber(0).nullable() }).describe('which of `onCalls`'),
        seen: z.string().max(5_000).describe('how it read there: what reads otherwise by now is not sent'),
        number: z.string().trim().min(1).max(40),
      }),
    )
    .output(testSendResultSchema)
    .errors(notNow),
  phoneReceipt: oc
    .route({
      method: 'GET',
      path: '/templates/phoneReceipts/{carrierMessageId}',
      summary: 'How far a draft sent to a phone got (supervisors)',
    })
    .input(z.object({ carrierMessageId: z.string().min(1).max(200) }))
    .output(testReceiptSchema)
    .errors({ NOT_FOUND: { message: 'That test was not sent since Herald started' } }),
  check: oc
    .route({ method: 'POST', path: '/templates/check', summary: 'What is wrong with a template, and how long its texts become' })
    .input(z.object(draftText))
    .output(
      z.object({
        findings: z.array(templateFindingSchema).describe('errors first, each kind in the order of the text'),
        savable: z.boolean().describe('false: there are errors'),
        fields: z.array(z.object({ name: z.string(), example: z.string() })).describe('fields that this stage may use'),
        grade: z.number().nullable().describe('reading grade by school years; null where it cannot be told'),
        segments: z.number().int().describe('in the worst case'),
        encoding: z.enum(['GSM-7', 'UCS-2']),
        previews: z.array(templatePreviewSchema).describe('none while the syntax is broken'),
      }),
    ),
};

export type TemplateFinding = z.infer<typeof templateFindingSchema>;
export type CallPreview = z.infer<typeof callPreviewSchema>;
export type ForeignCharacterView = z.infer<typeof foreignCharacterSchema>;
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;
