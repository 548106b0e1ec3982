import { oc } from '@orpc/contract';
import { z } from 'zod';
import { decisionSchema, messageSchema, outboxStateSchema } from './views';

/** Epoch milliseconds UTC. */
const at = z.number().int();

export const conditionSchema = z.object({
  name: z.string().describe('what must hold, in words: `This call type gets this text`'),
  seen: z.string().describe('the value it was judged by, in words'),
  state: z.enum(['met', 'not', 'waits']).describe('waits: not now, and not never'),
});
export type ConditionView = z.infer<typeof conditionSchema>;

export const consideredTextSchema = z.object({
  stage: decisionSchema.shape.stage,
  cause: decisionSchema.shape.cause,
  role: decisionSchema.shape.role.describe('whom it would go to; null: there is nobody'),
  to: z.string().nullable(),
  conditions: z.array(conditionSchema).describe('in the order in which the rules ask: the first that is not met decides'),
});
export type ConsideredTextView = z.infer<typeof consideredTextSchema>;

export const messageStepSchema = z.object({
  at,
  what: z.string().describe('in words: `Handed to the carrier`'),
  state: outboxStateSchema.describe('where it stood from then on'),
  untilATime: z.boolean().describe('held until a time: it left by itself then, unless something changed'),
  reason: z.string().nullable(),
});
export type MessageStepView = z.infer<typeof messageStepSchema>;

export const messageHistorySchema = z.object({
  messageId: messageSchema.shape.id,
  rule: z.string().nullable().describe('the delay rule that made it due'),
  policyVersion: z.number().int().nullable().describe('the version of rules and templates it was made by'),
  trigger: z.string().nullable().describe('what CAD said just before, in words; null where time or a person made it due'),
  steps: z.array(messageStepSchema).describe('newest first'),
  nextTryAt: at.nullable(),
});
export type MessageHistoryView = z.infer<typeof messageHistorySchema>;

const id = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0));

/** Why a text goes out or does not, condition by condition, and how far each one got, step by step. */
export const whyContract = {
  incident: oc
    .route({ method: 'GET', path: '/incidents/byId/{id}/why', summary: 'Every condition of every text of an incident, as of now' })
    .input(z.object({ id }))
    .output(z.object({ now: at, texts: z.array(consideredTextSchema), messages: z.array(messageHistorySchema) }))
    .errors({ NOT_FOUND: { message: 'No incident has that id' } }),
};
