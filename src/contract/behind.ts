import { z } from 'zod';
import { at, get, paging, wholeNumber } from './shapes';
import { incidentSummarySchema, messageSchema, stageSchema } from './views';

/** Every number of a report that counts something; what each counts is defined once, in the store. */
export const measureNumberSchema = z.enum([
  'incidents',
  'incidentsTexted',
  'late',
  'lateTold',
  'callToText',
  'due',
  'left',
  'taken',
  'delivered',
  'accepted',
  'undelivered',
  'unconfirmed',
  'expired',
  'cancelled',
  'open',
  'dispatchToText',
  'failed',
  'callsTexted',
  'callsNotTexted',
  'repeatsTexted',
  'repeatsNotTexted',
  'optedOut',
  'skipped',
  'outages',
]);

/** One thing that a number counts. What it is not about is null. */
export const behindEntrySchema = z.object({
  key: z.string().describe('tells it from all others of the list'),
  at: at.describe(
    'the time by which it is counted: when the call came in, the text came due, the number opted out, the feed was down',
  ),
  incident: incidentSummarySchema.nullable(),
  message: messageSchema.nullable(),
  again: incidentSummarySchema.nullable().describe('with repeats: the further call'),
  person: z.string().nullable().describe('with calls, repeats and opt-outs: whose number; masked'),
  stage: stageSchema.nullable().describe('with skips: the text that was not sent'),
  cause: z.enum(['waiting', 'diverted']).nullable(),
  role: z.string().nullable(),
  reason: z.string().nullable().describe('with skips and opt-outs: why, in a sentence'),
  outage: z
    .object({ feed: z.string(), kind: z.enum(['lost', 'silent']), until: at.nullable().describe('null: not over yet') })
    .nullable()
    .describe('with outages: when a feed was lost or too long silent, from `at`'),
  measuredMs: z.number().nullable().describe('with measured times: how long it took'),
});

const only = 'only these; with `cause` null where it is left out';

/** What is behind a number of a report: as many entries as the number says, newest first. */
export const behind = get('/measures/behind', 'The incidents, texts, calls or reasons that a number of a report counts')
  .input(
    z.object({
      ...paging,
      from: wholeNumber(0),
      to: wholeNumber(0),
      number: measureNumberSchema,
      stage: stageSchema.optional().describe(only),
      cause: z.enum(['waiting', 'diverted']).optional(),
      code: z
        .string()
        .max(2_000)
        .optional()
        .describe('with skipped and failed: only with this reason, or these with commas between'),
      feed: z.string().max(64).optional().describe('with outages: only of this feed'),
      state: z.enum(['undelivered', 'unconfirmed']).optional().describe('with failed: only these'),
    }),
  )
  .output(
    z.object({
      items: z.array(behindEntrySchema),
      next: z.string().nullable(),
      total: z.number().int().nullable().describe('how many there are; only with the first page'),
      segments: z.number().int().nullable().describe('with texts that left: their segments; only with the first page'),
    }),
  );

export type MeasureNumber = z.infer<typeof measureNumberSchema>;
export type BehindEntryView = z.infer<typeof behindEntrySchema>;
