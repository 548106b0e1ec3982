import { oc } from '@orpc/contract';
import { z } from 'zod';
import { policyChangeSchema } from './policy';
import { at, done } from './shapes';
import { stageSchema } from './views';

const id = z.string().min(1).max(64);
const noRehearsal = { NOT_FOUND: { message: 'There is no such rehearsal any more' } };

export const rehearsalStatusSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  by: z.string(),
  hash: z.string().describe('of the policy that was rehearsed: a draft of the same hash need not be rehearsed again'),
  startedAt: at,
  endedAt: at.nullable(),
  from: at.describe('of the journal: texts that come due from here on count'),
  to: at,
  frames: z.number().int().describe('frames that are read, those before `from` included'),
  done: z.number().int().describe('of these, read so far'),
  reason: z.string().nullable().describe('why it failed'),
});

export const rehearsedOutcomeSchema = z.object({
  outcome: z.enum(['texted', 'skipped', 'waiting']).describe('waiting: still held at the end of the period'),
  code: z.string(),
  reason: z.string().describe('in a sentence'),
  rule: z.string().nullable(),
  at: at.describe('when it would have left, or was last decided'),
  text: z.string().nullable(),
  language: z.string().nullable(),
  segments: z.number().int(),
});

export const rehearsalRowSchema = z.object({
  incident: z.string().describe('as texts name it'),
  callType: z.string().nullable(),
  priority: z.string().nullable(),
  stage: stageSchema,
  cause: z.enum(['waiting', 'diverted']).nullable(),
  occurrence: z.string(),
  role: z.enum(['caller', 'victim', 'complainant', 'other']).nullable(),
  to: z.string().nullable().describe('the last three digits'),
  change: z
    .enum(['newlyTexted', 'noLongerTexted', 'waitsLonger', 'waitsLess', 'otherText', 'otherTime', 'otherReason', 'same'])
    .describe(
      'of several the first in this order; a text that still waits at the end of the period counts as one that comes, so that waitsLonger is one that left until now and is still to come, and waitsLess the other way round',
    ),
  before: rehearsedOutcomeSchema.nullable().describe('under the policy in force; null: it does not come up'),
  after: rehearsedOutcomeSchema.nullable().describe('under what is rehearsed'),
  because: z.string().describe('the rule or reason that makes the difference, in a sentence'),
  changes: z.array(z.number().int()).describe('which entries of `changes` bear on it'),
  risk: z
    .object({ level: z.enum(['safety', 'attention']), sentence: z.string() })
    .nullable()
    .describe('safety: a call that was kept from texts for somebody’s safety is texted now'),
});

const countsSchema = z.object({
  considered: z.number().int().describe('stages of incidents for persons; the next three sum to it'),
  texted: z.number().int(),
  skipped: z.number().int(),
  waiting: z.number().int(),
  people: z.number().int().describe('different numbers texted'),
  segments: z.number().int(),
  incidents: z.number().int().describe('incidents with at least one text'),
  breakerTrips: z.number().int().describe('how often too many texts would have come due at once'),
  byStage: z
    .array(
      z.object({
        stage: stageSchema,
        cause: z.enum(['waiting', 'diverted']).nullable(),
        texted: z.number().int(),
        skipped: z.number().int(),
        waiting: z.number().int(),
      }),
    )
    .describe('sums to the totals'),
  byReason: z
    .array(
      z.object({
        outcome: z.enum(['texted', 'skipped', 'waiting']),
        code: z.string(),
        reason: z.string(),
        count: z.number().int(),
      }),
    )
    .describe('sums to `considered`'),
});

export const rehearsalHeadlineSchema = z.object({
  before: countsSchema.describe('under the policy in force'),
  after: countsSchema.describe('under what is rehearsed'),
  differences: z.object({
    total: z.number().int().describe('the next seven sum to it'),
    newlyTexted: z.number().int(),
    noLongerTexted: z.number().int(),
    waitsLonger: z.number().int(),
    waitsLess: z.number().int(),
    otherText: z.number().int(),
    otherTime: z.number().int(),
    otherReason: z.number().int(),
    same: z.number().int().describe('with `total` it is all that was considered under either policy'),
    safety: z.number().int(),
    attention: z.number().int(),
  }),
  frames: z.object({ read: z.number().int(), rejected: z.number().int(), incidents: z.number().int() }),
  coverage: z
    .object({
      period: z.string().describe('how long it is, such as `7 days`'),
      sentence: z.string().nullable().describe('what of the period the journal does not have; null: it has all of it'),
      beginsAt: at.nullable().describe('the oldest record still here; null where it is not a journal that was read'),
      lastAt: at.nullable().describe('the last record of the period'),
    })
    .describe('how much of the period there was to rehearse'),
  sentence: z.string().describe('the difference in a sentence, whose numbers sum to what was considered'),
});

export const rehearsalContract = {
  start: oc
    .route({
      method: 'POST',
      path: '/rehearsals',
      summary: 'Runs the draft, or a version, over what came in; nothing is sent and nothing changes',
    })
    .input(
      z.object({
        what: z
          .union([
            z.object({ draft: z.literal(true) }),
            z.object({ version: z.number().int().min(1) }),
            z.object({ body: z.record(z.string(), z.unknown()) }),
          ])
          .describe('the saved draft, a version, or a policy as a profile writes it'),
        from: at,
        to: at,
      }),
    )
    .output(z.object({ id: z.string() }))
    .errors({
      NOT_FOUND: { message: 'There is no such version or draft' },
      CONFLICT: {
        message: 'It cannot be rehearsed',
        data: z.object({
          code: z.enum(['problems', 'busy', 'noFrames']),
          problems: z.array(z.object({ path: z.string(), message: z.string() })),
        }),
      },
    }),
  list: oc
    .route({ method: 'GET', path: '/rehearsals', summary: 'Rehearsals since start, newest first' })
    .output(z.object({ items: z.array(rehearsalStatusSchema) })),
  status: oc
    .route({ method: 'GET', path: '/rehearsals/{id}', summary: 'How far a rehearsal has got' })
    .input(z.object({ id }))
    .output(rehearsalStatusSchema)
    .errors(noRehearsal),
  result: oc
    .route({ method: 'GET', path: '/rehearsals/{id}/result', summary: 'What a rehearsal found, its rows page by page' })
    .input(
      z.object({
        id,
        show: z
          .enum([
            'differences',
            'risks',
            'newlyTexted',
            'noLongerTexted',
            'waitsLonger',
            'waitsLess',
            'otherText',
            'otherTime',
            'otherReason',
            'all',
          ])
          .default('differences'),
        stage: stageSchema.optional(),
        find: z.string().trim().max(100).optional().describe('part of an incident number or call type'),
        next: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        status: rehearsalStatusSchema,
        headline: rehearsalHeadlineSchema.nullable().describe('null until it is done'),
        changes: z.array(policyChangeSchema).describe('what differs from the policy in force'),
        items: z.array(rehearsalRowSchema).describe('risks first, then by time'),
        next: z.string().nullable(),
      }),
    )
    .errors(noRehearsal),
  cancel: oc
    .route({ method: 'POST', path: '/rehearsals/{id}/cancel', summary: 'Stops a rehearsal' })
    .input(z.object({ id }))
    .output(done)
    .errors(noRehearsal),
};

export type RehearsalStatusView = z.infer<typeof rehearsalStatusSchema>;
export type RehearsedOutcomeView = z.infer<typeof rehearsedOutcomeSchema>;
export type RehearsalRowView = z.infer<typeof rehearsalRowSchema>;
export type RehearsalCountsView = z.infer<typeof countsSchema>;
export type RehearsalHeadlineView = z.infer<typeof rehearsalHeadlineSchema>;
