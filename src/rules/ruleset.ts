import { IANAZone } from 'luxon';
import { z } from 'zod';
import { durationSchema } from './duration';
import { templateProblem } from './template';

/** Stages that rules may make due, in the order of an incident's life. */
export const RULE_STAGES = [
  'received',
  'dispatched',
  'delayed',
  'arrived',
  'completed',
  'caseAssigned',
  'caseUpdated',
  'caseClosed',
] as const;
export const STAGES = [...RULE_STAGES, 'correction'] as const;
export type RuleStage = (typeof RULE_STAGES)[number];
export type Stage = (typeof STAGES)[number];
export const CASE_STAGES: readonly Stage[] = ['caseAssigned', 'caseUpdated', 'caseClosed'];
export const DELAY_CAUSES = ['waiting', 'diverted'] as const;
export type DelayCause = (typeof DELAY_CAUSES)[number];

const name = z.string().trim().min(1);
const pattern = z.string().min(1);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "21:00"');
const stageSchema = z.enum(RULE_STAGES);

const callTypeSchema = z.strictObject({
  /** Matched whole, ignoring case; `*` stands for anything. */
  code: pattern,
  label: z.string().optional(),
  stages: z.array(stageSchema),
  callerIsVictim: z.boolean().default(false),
});

const exclusionSchema = z.strictObject({
  id: name,
  reason: name,
  when: z
    .strictObject({
      callType: z.array(pattern).min(1).optional(),
      priority: z.array(pattern).min(1).optional(),
      flag: z.array(pattern).min(1).optional(),
      narrative: z.array(pattern).min(1).optional(),
    })
    .refine((when) => Object.keys(when).length > 0, 'must name at least one of callType, priority, flag, narrative'),
});

const caseStatusSchema = z
  .strictObject({
    code: pattern,
    stage: z.enum(['caseUpdated', 'caseClosed']).nullable(),
    say: z.record(z.string(), z.string().min(1)).optional(),
  })
  .refine((status) => status.stage === null || Object.keys(status.say ?? {}).length > 0, {
    path: ['say'],
    message: 'must give the words for at least one language',
  });

const delaySchema = z.strictObject({
  id: name,
  cause: z.enum(DELAY_CAUSES),
  callTypes: z.array(pattern).min(1).default(['*']),
  priorities: z.array(pattern).min(1).default(['*']),
  after: durationSchema,
  repeatEvery: durationSchema.optional(),
  max: z.number().int().min(1).default(1),
});

const stageRuleSchema = z.strictObject({
  enabled: z.boolean().default(true),
  hold: durationSchema,
  expires: durationSchema,
  quietHours: z.boolean().default(false),
});

const stageDefaults = {
  received: { enabled: false, hold: '0s', expires: '5m' },
  dispatched: { hold: '15s', expires: '5m' },
  delayed: { hold: '0s', expires: '15m' },
  arrived: { enabled: false, hold: '0s', expires: '5m' },
  completed: { hold: '2m', expires: '12h', quietHours: true },
  caseAssigned: { hold: '0s', expires: '72h', quietHours: true },
  caseUpdated: { hold: '0s', expires: '72h', quietHours: true },
  caseClosed: { hold: '0s', expires: '72h', quietHours: true },
  correction: { hold: '0s', expires: '12h' },
} as const;

export const rulesetSchema = z.strictObject({
  callTypes: z.array(callTypeSchema),
  /** False: a caller who may not be the victim is not sent a text that names the officer, the report or the case. */
  detailsToThirdParties: z.boolean().default(true),
  exclusions: z.array(exclusionSchema),
  /** The highest first. A list within it holds the ways in which several feeds write one rank: `["P3", "3*"]`. */
  priorityOrder: z.array(z.union([pattern, z.array(pattern).min(1)])).default([]),
  caseStatuses: z.array(caseStatusSchema).default([]),
  delays: z.array(delaySchema).default([]),
  stages: z.strictObject({
    received: stageRuleSchema.prefault(stageDefaults.received),
    dispatched: stageRuleSchema.prefault(stageDefaults.dispatched),
    delayed: stageRuleSchema.prefault(stageDefaults.delayed),
    arrived: stageRuleSchema.prefault(stageDefaults.arrived),
    completed: stageRuleSchema.prefault(stageDefaults.completed),
    caseAssigned: stageRuleSchema.prefault(stageDefaults.caseAssigned),
    caseUpdated: stageRuleSchema.prefault(stageDefaults.caseUpdated),
    caseClosed: stageRuleSchema.prefault(stageDefaults.caseClosed),
    /** Only a person orders it: it waits for nothing but a stop of all texts. */
    correction: stageRuleSchema.prefault(stageDefaults.correction),
  }),
  quietHours: z
    .strictObject({ from: clockTime, to: clockTime })
    .refine((hours) => hours.from !== hours.to, 'must not begin and end at the same time')
    .nullable()
    .default(null),
  caps: z.strictObject({
    perIncident: z.number().int().min(1),
    minGap: durationSchema,
    perNumberPerDay: z.number().int().min(1),
  }),
  breaker: z.strictObject({ maxEventAge: durationSchema, maxTextsPerMinute: z.number().int().min(1) }),
});

export const templateSchema = z
  .strictObject({
    stage: z.enum(STAGES),
    cause: z.enum(DELAY_CAUSES).optional(),
    language: name,
    text: z.string().min(1),
  })
  .superRefine((template, context) => {
    if (template.stage === 'delayed' && template.cause === undefined) {
      context.addIssue({ code: 'custom', path: ['cause'], message: 'must be "waiting" or "diverted": each has its own template' });
    }
    if (template.stage !== 'delayed' && template.cause !== undefined) {
      context.addIssue({ code: 'custom', path: ['cause'], message: 'belongs to stage "delayed" only' });
    }
    const problem = templateProblem(template.text);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['text'], message: problem });
  });

export const rosterSchema = z.array(
  z.strictObject({ id: z.string().trim().min(1), name: z.string().trim().min(1), phone: z.string().trim().default('') }),
);

export const agencySchema = z.strictObject({
  name,
  timeZone: z.string().refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone such as "America/New_York"'),
  phone: z.string().trim().default(''),
  languages: z.array(name.toLowerCase()).min(1),
  /** With it, only this agency's context of a shared call makes texts. */
  cadAgency: name.optional(),
  /** Putting another policy in force takes a second person. */
  secondPerson: z.boolean().default(false),
});

export type Ruleset = z.output<typeof rulesetSchema>;
export type Exclusion = Ruleset['exclusions'][number];
export type CallType = Ruleset['callTypes'][number];
export type DelayRule = Ruleset['delays'][number];
export type Template = z.output<typeof templateSchema>;
export type RosterEntry = z.output<typeof rosterSchema>[number];
export type Agency = z.output<typeof agencySchema>;

/** All that decides who is texted what: one version of it is in force at a time. */
export interface Policy {
  readonly agency: Agency;
  readonly ruleset: Ruleset;
  readonly templates: readonly Template[];
  readonly roster: readonly RosterEntry[];
}
