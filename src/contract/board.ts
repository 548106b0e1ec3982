import { oc } from '@orpc/contract';
import { z } from 'zod';
import { at } from './shapes';
import { decisionSchema, incidentSummarySchema, messageSchema, outboxStateSchema, stageSchema, textingStateSchema } from './views';

const cause = messageSchema.shape.cause;

/** One incident on the board: its state in a sentence, what was sent, what comes next, what was not sent and why. */
export const boardRowSchema = incidentSummarySchema.extend({
  sent: z
    .object({ stage: stageSchema, cause, state: outboxStateSchema, at })
    .nullable()
    .describe('the last text that left, or may have'),
  next: z
    .object({ stage: stageSchema, cause, at: at.nullable().describe('null: as soon as it may'), text: z.string() })
    .nullable()
    .describe('what comes next unless something changes'),
  withheld: z
    .object({ stage: stageSchema, cause, code: z.string(), reason: z.string() })
    .nullable()
    .describe('the newest stage that stands as not sent'),
  waiting: z
    .array(
      z.object({
        id: z.string(),
        stage: stageSchema,
        cause,
        goesByItself: z.boolean().describe('false: held until a person lets it go, or sending goes on'),
      }),
    )
    .describe('the texts that can be held, released or cancelled; `sentence` and `next` speak of the first'),
});
export type BoardRowView = z.infer<typeof boardRowSchema>;

const count = z.number().int();
/** What the board can be narrowed to, each with how many rows that leaves, whatever else is chosen. */
export const boardChoicesSchema = z.object({
  texting: z.array(z.object({ texting: textingStateSchema, count })),
  stages: z.array(z.object({ stage: stageSchema, count })),
  reasons: z.array(z.object({ code: decisionSchema.shape.code, reason: z.string(), count })),
  callTypes: z.array(z.object({ callType: z.string(), label: z.string(), count })),
});
export type BoardChoicesView = z.infer<typeof boardChoicesSchema>;

/** The incidents that matter now: open ones, and closed ones with a text that waits, is on its way or is not settled. */
export const board = {
  list: oc
    .route({ method: 'GET', path: '/board', summary: 'Incidents that matter now, newest first' })
    .input(
      z.object({
        next: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
        find: z.string().trim().max(100).optional().describe('part of a number or call type, or a phone’s last four digits'),
        texting: textingStateSchema.optional(),
        stage: stageSchema.optional().describe('what the last, the next or the withheld text is about'),
        reason: z.string().max(100).optional().describe('a reason code'),
        callType: z.string().max(200).optional(),
      }),
    )
    .output(
      z.object({
        items: z.array(boardRowSchema),
        next: z.string().nullable(),
        total: count.describe('rows that fit what was asked, on all pages'),
        isCut: z.boolean().describe('more incidents matter than the board holds: these are the newest, the others can be found'),
        choices: boardChoicesSchema,
      }),
    ),
};
