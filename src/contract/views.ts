import { z } from 'zod';

/** Epoch milliseconds UTC. */
const at = z.number().int();

export const stageSchema = z.enum([
  'received',
  'dispatched',
  'delayed',
  'arrived',
  'completed',
  'caseAssigned',
  'caseUpdated',
  'caseClosed',
  'correction',
]);
export const outboxStateSchema = z.enum([
  'held',
  'ready',
  'sending',
  'unconfirmed',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'cancelled',
]);

export const feedStatusSchema = z.object({
  id: z.string(),
  address: z.string().describe('host:port, device, directory or file'),
  format: z.string(),
  state: z.enum(['connecting', 'open', 'listening', 'lost', 'ended', 'failed', 'closed']),
  reason: z.string().nullable().describe('why it is lost or failed'),
  frames: z.number().int().describe('frames journaled since the store was made'),
  rejected: z.number().int().describe('of these, rejected and not yet replayed with success'),
  discardedBytes: z.number().int().describe('bytes that made no frame, since start'),
  lastFrameAt: at.nullable(),
  silent: z.boolean().describe('nothing came for longer than the feed’s silence limit'),
  carriesNarrative: z.boolean().describe('false: narrative exclusions cannot work on this feed'),
  gapSuspectedAt: at.nullable().describe('the link was lost and is back, or Herald was off: records may be missing'),
  clockSkewMs: z
    .number()
    .int()
    .nullable()
    .describe('how far the CAD’s clock is ahead of this console’s; negative: behind, or its records come late; null: not known'),
  duplicates: z.number().int().describe('records that said what had been said before, since start'),
  outOfOrder: z.number().int().describe('records older than what this feed had already told of the incident, since start'),
});

export const alarmSchema = z.object({
  id: z.string().describe('names this cause as long as it lasts: the code, and the feed or what else it is about'),
  code: z.string(),
  text: z.string().describe('what is wrong, in a sentence'),
  effect: z.string().describe('what follows from it for people'),
  action: z.string().describe('what to do about it'),
  priority: z.union([z.literal(1), z.literal(2), z.literal(3)]).describe('1 urgent, 2 soon, 3 note'),
  since: at,
  count: z.number().int(),
  acknowledged: z.object({ by: z.string(), at }).nullable(),
  shelved: z.object({ by: z.string(), at, until: at, reason: z.string() }).nullable(),
});

export const statusSchema = z.object({
  agency: z.string(),
  mode: z.enum(['live', 'watch', 'training']),
  now: at,
  startedAt: at,
  feeds: z.array(feedStatusSchema),
  carrier: z.object({
    state: z.enum(['ready', 'sending', 'waiting', 'paused', 'offline', 'watchOnly', 'stopped']),
    reason: z.string().nullable(),
    since: at,
    nextTryAt: at.nullable(),
    lastAcceptedAt: at.nullable(),
    stopSeenBy: z.enum(['tollFree', 'callbacks', 'acceptedBlind']).nullable(),
  }),
  outbox: z.record(outboxStateSchema, z.number().int()).describe('how many messages are in each state; every state is present'),
  heldUntilATime: z.number().int().describe('of those held, how many leave by themselves once their time has come'),
  alarms: z.array(alarmSchema),
  stopped: z.object({ by: z.string(), reason: z.string(), at }).nullable(),
});

export const agencySchema = z.object({
  name: z.string(),
  timeZone: z.string(),
  phone: z.string(),
  languages: z.array(z.string()),
  mode: z.enum(['live', 'watch', 'training']),
  configured: z.boolean().describe('false: no profile yet, the console offers training mode'),
  version: z.string(),
});

/** One of these for every incident, never none: what became of its texts. */
export const textingStateSchema = z.enum(['none', 'due', 'held', 'sent', 'confirmed', 'unconfirmed', 'failed', 'withheld']);

export const incidentSummarySchema = z.object({
  id: z.number().int(),
  number: z.string().describe('as texts name it: the agency’s incident number, else the call number'),
  callNumber: z.string().nullable(),
  callType: z.string().nullable(),
  callTypeLabel: z.string().nullable(),
  priority: z.string().nullable(),
  status: z.enum(['open', 'closed', 'cancelled']),
  createdAt: at,
  updatedAt: at,
  closedAt: at.nullable(),
  units: z.number().int().describe('units on the incident now'),
  texting: textingStateSchema,
  sentence: z.string().describe('its state in a sentence: `Will text the caller: officer assigned`, `Not texted: ...`'),
  nextAt: at.nullable().describe('when the next text or delay is due'),
});

export const contactSchema = z.object({
  role: z.enum(['caller', 'victim', 'complainant', 'other']),
  phone: z.string().nullable(),
  problem: z.string().nullable().describe('why it cannot be texted, in words'),
  name: z.string().nullable(),
  language: z.string().nullable(),
  suppressed: z.string().nullable().describe('why this number is not texted, in words'),
});

export const unitSchema = z.object({
  unit: z.string(),
  agency: z.string().nullable(),
  primary: z.boolean(),
  officers: z.array(z.string()).describe('officer ids'),
  assignedAt: at.nullable(),
  dispatchedAt: at.nullable(),
  enRouteAt: at.nullable(),
  arrivedAt: at.nullable(),
  clearedAt: at.nullable(),
  leftAt: at.nullable().describe('left before arriving'),
});

export const incidentSchema = incidentSummarySchema.extend({
  callId: z.string().nullable(),
  incidentNumber: z.string().nullable(),
  reportNumbers: z.array(z.string()),
  contexts: z.array(
    z.object({
      agency: z.string().nullable(),
      callType: z.string().nullable(),
      priority: z.string().nullable(),
      closed: z.boolean(),
      cancelled: z.boolean(),
    }),
  ),
  contacts: z.array(contactSchema),
  unitList: z.array(unitSchema),
  flags: z.array(z.string()),
  dispositions: z.array(z.string()),
  feeds: z.array(z.string()),
  excluded: z.object({ rule: z.string(), reason: z.string(), at }).nullable(),
  suppressed: z.object({ by: z.string(), reason: z.string(), at }).nullable(),
  waitingSince: at.nullable(),
  detectiveId: z.string().nullable(),
  caseStatus: z.string().nullable(),
});

export const eventSchema = z.object({
  id: z.number().int(),
  type: z.string(),
  occurredAt: at,
  receivedAt: at,
  feed: z.string(),
  frame: z.number().int().nullable(),
  inferred: z.boolean(),
  text: z.string().describe('what it says, in a sentence; nothing personal'),
});

export const decisionSchema = z.object({
  id: z.number().int(),
  stage: stageSchema,
  cause: z.enum(['waiting', 'diverted']).nullable(),
  outcome: z.enum(['send', 'hold', 'skip']),
  code: z.string(),
  reason: z.string().describe('the reason in a sentence'),
  at,
  rule: z.string().nullable(),
  until: at.nullable().describe('with hold: until when'),
  role: z.enum(['caller', 'victim', 'complainant', 'other']).nullable(),
  policyVersion: z.number().int().nullable().describe('the version of the policy it was made under'),
});

export const messageSchema = z.object({
  id: z.string(),
  incidentId: z.number().int(),
  incident: z.string().describe('the incident’s number'),
  stage: stageSchema,
  cause: z.enum(['waiting', 'diverted']).nullable(),
  occurrence: z.string(),
  role: z.enum(['caller', 'victim', 'complainant', 'other']),
  to: z.string(),
  text: z.string(),
  language: z.string(),
  languageFellBack: z.string().nullable().describe('the language it should have been in, where no template is in that one'),
  orderedBy: z.string().nullable().describe('who sent it by hand, or ordered the correction; null: the rules'),
  corrects: z.array(z.string()).describe('with a correction: the texts it corrects'),
  segments: z.number().int(),
  state: outboxStateSchema,
  reason: z.string().nullable().describe('why it is where it is, in a sentence'),
  code: z.string().nullable(),
  createdAt: at,
  dueAt: at,
  notBefore: at.nullable(),
  expiresAt: at,
  sendingAt: at.nullable(),
  acceptedAt: at.nullable(),
  endedAt: at.nullable(),
  attempts: z.number().int(),
  carrierMessageId: z.string().nullable(),
  needsPerson: z.string().nullable().describe('only with unconfirmed: why a person must settle it'),
  candidates: z.array(z.string()).describe('carrier message ids that might be it'),
  numberFrom: z
    .object({ feed: z.string(), at })
    .nullable()
    .optional()
    .describe('which feed told the number for this person, and when: the basis of consent'),
});

export const frameSchema = z.object({
  id: z.number().int(),
  feed: z.string(),
  receivedAt: at,
  bytes: z.number().int(),
  state: z.enum(['pending', 'done', 'rejected']),
  code: z.string().nullable(),
  reason: z.string().nullable().describe('names the field or the byte'),
  field: z.string().nullable(),
  byte: z.number().int().nullable(),
});

/** A line of a frame as bytes came, masked; control characters as pictures (`␍`). */
export const rawLineSchema = z.object({
  text: z.string(),
  byte: z.number().int().describe('where in the frame it begins'),
  mark: z.enum(['fault', 'unaccounted']).nullable().describe('where reading failed, or what nothing was made of'),
});

/** What was made of a frame, or would be. Masked: numbers to four digits, names to initials, narratives to their length. */
export const readingSchema = z.object({
  outcome: z.enum(['understood', 'nothing', 'rejected']).describe('nothing: a blank line, a heartbeat, a comment'),
  facts: z.array(
    z.object({
      title: z.string(),
      lines: z.array(z.object({ label: z.string(), value: z.string(), masked: z.boolean() })),
    }),
  ),
  faults: z.array(
    z.object({ code: z.string(), message: z.string(), field: z.string().nullable(), byte: z.number().int().nullable() }),
  ),
  unaccounted: z.array(z.object({ line: z.number().int(), text: z.string() })).describe('lines that nothing was made of, masked'),
});

export const tapFrameSchema = z.object({
  id: z.number().int(),
  receivedAt: at,
  state: z.enum(['pending', 'done', 'rejected']),
  bytes: z.number().int(),
  raw: z.array(rawLineSchema),
  leftOut: z.number().int().describe('bytes of a long frame that `raw` does not show'),
  reading: readingSchema.describe('by the layout in force now'),
});

/** A frame under a draft. */
export const triedFrameSchema = tapFrameSchema.extend({
  draft: readingSchema,
  change: z.enum(['same', 'different', 'gained', 'lost']).describe('gained: understood by the draft only; lost: no longer'),
});

export const layoutProblemSchema = z.object({
  path: z.string().describe('the key, such as `columns[3]`; empty for the whole'),
  message: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});

export const auditEntrySchema = z.object({
  id: z.number().int(),
  at,
  identity: z.string(),
  action: z.string(),
  subject: z.string(),
  outcome: z.enum(['success', 'failure']),
  detail: z.record(z.string(), z.unknown()),
  incident: z
    .object({ id: z.number().int(), number: z.string() })
    .nullable()
    .describe('where the subject is an incident or one of its texts, and the incident is still kept'),
});

export type StatusView = z.infer<typeof statusSchema>;
export type FeedStatusView = z.infer<typeof feedStatusSchema>;
export type AlarmView = z.infer<typeof alarmSchema>;
export type AgencyView = z.infer<typeof agencySchema>;
export type IncidentSummaryView = z.infer<typeof incidentSummarySchema>;
export type IncidentView = z.infer<typeof incidentSchema>;
export type EventView = z.infer<typeof eventSchema>;
export type DecisionView = z.infer<typeof decisionSchema>;
export type MessageView = z.infer<typeof messageSchema>;
export type FrameView = z.infer<typeof frameSchema>;
export type RawLineView = z.infer<typeof rawLineSchema>;
export type ReadingView = z.infer<typeof readingSchema>;
export type TapFrameView = z.infer<typeof tapFrameSchema>;
export type TriedFrameView = z.infer<typeof triedFrameSchema>;
export type LayoutProblemView = z.infer<typeof layoutProblemSchema>;
export type AuditEntryView = z.infer<typeof auditEntrySchema>;
export type TextingState = z.infer<typeof textingStateSchema>;
export type OutboxStateView = z.infer<typeof outboxStateSchema>;
