import { oc } from '@orpc/contract';
import { z } from 'zod';
import { behind } from './behind';
import { at, wholeNumber } from './shapes';

const count = z.number().int();
const spread = z.object({ count, p50Ms: z.number().nullable(), p90Ms: z.number().nullable() });
const input = z.object({
  from: wholeNumber(0),
  to: wholeNumber(0),
  by: z.enum(['day', 'week', 'month']).default('day').describe('in the agency’s time zone; weeks begin on Monday'),
});

const repeatSchema = z.object({
  calls: count.describe('numbers of incidents, each in the incident’s life'),
  repeats: count.describe('further calls of these numbers meanwhile'),
  rate: z.number().nullable().describe('repeats per call; null without calls'),
});

/** What became of the incidents that began, and the texts that came due, in a span of time. `behind` lists each number. */
export const measuresRowSchema = z.object({
  from: at,
  to: at,
  incidents: count,
  incidentsTexted: count,
  texts: z.object({
    due: count.describe('the following seven sum to it'),
    delivered: count,
    accepted: count.describe('the carrier took them and said nothing final'),
    undelivered: count,
    unconfirmed: count,
    expired: count,
    cancelled: count,
    open: count.describe('have not left'),
    left: count.describe('the carrier took them, or may have'),
    taken: count.describe('the carrier took them'),
  }),
  byStage: z.array(z.object({ stage: z.string(), cause: z.string().nullable(), sent: count, delivered: count })),
  dispatchToText: spread.describe('from the dispatch to the text about it leaving'),
  callToText: spread.describe('from the call to the first text about it leaving, where one left while help was on its way'),
  late: z.object({ calls: count.describe('incidents that waited longer than a delay rule allows'), told: count }),
  repeatCalls: z.object({ texted: repeatSchema, notTexted: repeatSchema }),
  optedOut: count.describe('numbers that opted out, and have not come back'),
  failures: z
    .array(z.object({ state: z.enum(['undelivered', 'unconfirmed']), code: z.string(), reason: z.string(), count }))
    .describe('not delivered or unconfirmed, by what the carrier said'),
  segments: count,
  cost: z.number().nullable().describe('segments times the profile’s carrier.segmentPrice; null without one'),
  feeds: z
    .array(z.object({ feed: z.string(), outages: count, downMs: z.number() }))
    .describe('feeds that were lost or too long silent: how often, and how long in this span; an outage may lie in several spans'),
  skips: z.array(z.object({ code: z.string(), reason: z.string(), count })).describe('stages not texted, by reason'),
});

const reportSchema = z.object({
  rows: z.array(measuresRowSchema),
  total: measuresRowSchema,
  timeZone: z.string(),
  madeAt: at,
  feedStrip: z
    .object({
      cellMs: z.number(),
      feeds: z.array(z.object({ feed: z.string(), cells: z.array(z.enum(['records', 'none', 'down', 'unknown', 'future'])) })),
    })
    .describe('what came of each feed, cell by cell of time from the first moment on'),
  targets: z.object({
    dispatchToTextMs: z
      .number()
      .nullable()
      .describe('what the rules let a text about an assigned officer wait, and half a minute for the carrier'),
    callToTextMs: z.number().nullable().describe('the longest that a delay rule lets a caller wait without a word'),
  }),
});

export const measuresContract = {
  behind,
  report: oc
    .route({ method: 'GET', path: '/measures', summary: 'What the texts did, by day, week or month' })
    .input(input)
    .output(reportSchema),
  csv: oc
    .route({ method: 'GET', path: '/measures/csv', summary: 'The same as comma-separated values' })
    .input(input)
    .output(z.object({ name: z.string().describe('a name for the file'), csv: z.string() })),
};

export type MeasuresReportView = z.infer<typeof reportSchema>;
export type MeasuresRowView = z.infer<typeof measuresRowSchema>;
