import { oc } from '@orpc/contract';
import { z } from 'zod';
import { at, done, get, paging, reason, wholeNumber } from './shapes';

const versionId = wholeNumber(1);
const draftHash = z.string().min(1).max(64).describe('the draft as the caller saw it; another one is a CONFLICT');
const note = z.string().trim().max(500).describe('what the change is for, in a sentence');

/** A policy as profiles write it: durations are strings such as `20m`. What is not named here is passed on as it is. */
export const policyBodySchema = z.looseObject({
  agency: z.looseObject({
    name: z.string(),
    timeZone: z.string(),
    phone: z.string(),
    languages: z.array(z.string()),
    cadAgency: z.string().optional(),
    secondPerson: z.boolean().optional().describe('putting a policy in force takes a second person'),
  }),
  ruleset: z.looseObject({
    callTypes: z.array(
      z.looseObject({
        code: z.string(),
        label: z.string().optional(),
        stages: z.array(z.string()),
        callerIsVictim: z.boolean().optional(),
      }),
    ),
    exclusions: z.array(z.looseObject({ id: z.string(), reason: z.string(), when: z.record(z.string(), z.array(z.string())) })),
    priorityOrder: z.array(z.union([z.string(), z.array(z.string()).min(1)])),
    caseStatuses: z.array(
      z.looseObject({ code: z.string(), stage: z.string().nullable(), say: z.record(z.string(), z.string()).optional() }),
    ),
    delays: z.array(
      z.looseObject({
        id: z.string(),
        cause: z.string(),
        callTypes: z.array(z.string()),
        priorities: z.array(z.string()),
        after: z.string(),
        repeatEvery: z.string().optional(),
        max: z.number(),
      }),
    ),
    stages: z.record(
      z.string(),
      z.looseObject({ enabled: z.boolean(), hold: z.string(), expires: z.string(), quietHours: z.boolean() }),
    ),
    quietHours: z.looseObject({ from: z.string(), to: z.string() }).nullable(),
    caps: z.looseObject({ perIncident: z.number(), minGap: z.string(), perNumberPerDay: z.number() }),
    breaker: z.looseObject({ maxEventAge: z.string(), maxTextsPerMinute: z.number() }),
  }),
  templates: z.array(z.looseObject({ stage: z.string(), cause: z.string().optional(), language: z.string(), text: z.string() })),
  roster: z.array(z.looseObject({ id: z.string(), name: z.string(), phone: z.string() })),
});

/** A policy that may still be wrong: any JSON object. */
const draftBodySchema = z.record(z.string(), z.unknown()).describe('keys agency, ruleset, templates, roster, as in a profile');

export const policyProblemSchema = z.object({
  path: z.string().describe('the key, such as `ruleset.delays[2].after`; empty for the whole'),
  message: z.string(),
});

export const policyVersionSummarySchema = z.object({
  id: z.number().int(),
  hash: z.string(),
  at: at.describe('when it was put in force'),
  until: at.nullable().describe('when the next was put in force; null: it is in force'),
  by: z.string().describe('who put it in force'),
  proposedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  source: z.enum(['profile', 'console']),
  note: z.string(),
  reason: z.string().nullable().describe('why it was put in force, as written then'),
  rehearsalId: z.string().nullable().describe('the rehearsal it was put in force upon'),
});
export const policyVersionSchema = policyVersionSummarySchema.extend({ body: policyBodySchema });

export const policyDraftSchema = z.object({
  body: draftBodySchema,
  hash: z.string(),
  note: z.string(),
  basedOn: z.number().int().describe('the version that was in force when it was begun'),
  outdated: z.boolean().describe('another version has been put in force since'),
  savedBy: z.string(),
  savedAt: at,
  problems: z.array(policyProblemSchema).describe('while there are any it cannot be proposed, rehearsed or put in force'),
  state: z.enum(['draft', 'proposed', 'approved', 'rejected']),
  proposedBy: z.string().nullable(),
  proposedAt: at.nullable(),
  answeredBy: z.string().nullable().describe('who approved or rejected it'),
  answeredAt: at.nullable(),
  answer: z.string().nullable().describe('the reason given with the state: why it was proposed, approved or rejected'),
});

export const policyChangeSchema = z.object({
  area: z.enum([
    'agency',
    'callTypes',
    'exclusions',
    'priorityOrder',
    'caseStatuses',
    'delays',
    'stages',
    'quietHours',
    'caps',
    'breaker',
    'templates',
    'roster',
    'other',
  ]),
  kind: z.enum(['added', 'removed', 'changed', 'reordered']),
  subject: z.string().describe('which one: a call type, a rule’s id, a stage; empty where the area is one thing'),
  path: z.string().describe('such as `ruleset.delays[late].after`'),
  before: z.string().nullable(),
  after: z.string().nullable(),
  sentence: z.string().describe('the change in a sentence'),
  loosens: z.boolean().describe('something that kept texts back is gone or weaker: look at it twice'),
});

const draftErrors = {
  NOT_FOUND: { message: 'There is no draft' },
  CONFLICT: {
    message: 'It is not as you saw it',
    data: z.object({
      code: z.enum([
        'draftChanged',
        'versionChanged',
        'problems',
        'notProposed',
        'samePerson',
        'secondPersonNeeded',
        'notApproved',
        'unchanged',
        'notRehearsed',
        'notConfirmed',
      ]),
    }),
  },
};
const post = (name: string, summary: string) =>
  oc.route({ method: 'POST', path: `/policy/${name}` as `/${string}`, summary }).errors(draftErrors);

/** Rules, templates and roster: what is in force, what was, and how another is put in force. */
export const policyContract = {
  current: get('/policy/current', 'The policy in force').output(policyVersionSchema),
  versions: get('/policy/versions', 'Policies that are or were in force, newest first')
    .input(z.object(paging))
    .output(z.object({ items: z.array(policyVersionSummarySchema), next: z.string().nullable() })),
  version: get('/policy/versions/{id}', 'One version with all it says')
    .input(z.object({ id: versionId }))
    .output(policyVersionSchema)
    .errors({ NOT_FOUND: { message: 'There is no such version' } }),
  draft: get('/policy/draft', 'The draft, if there is one').output(
    z.object({
      draft: policyDraftSchema.nullable(),
      secondPerson: z.boolean().describe('putting it in force takes a second person'),
    }),
  ),
  saveDraft: post('saveDraft', 'Keeps a draft and says what is wrong with it; a proposal ends with that')
    .input(
      z.object({
        body: draftBodySchema,
        note: note.default(''),
        basedOn: versionId.describe('the version in force that the editor began with'),
        replaces: draftHash.nullable().optional().describe('the draft that the editor began with; null: there was none'),
      }),
    )
    .output(policyDraftSchema),
  discardDraft: post('discardDraft', 'Throws the draft away').input(z.object({ draftHash })).output(done),
  restore: post('restore', 'Makes an older version the draft')
    .input(z.object({ id: versionId, replaces: draftHash.nullable().optional() }))
    .output(policyDraftSchema),
  propose: post('propose', 'Asks a second person to approve the draft')
    .input(z.object({ draftHash, reason }))
    .output(policyDraftSchema),
  approve: post('approve', 'Approves a proposed draft; not one’s own')
    .input(z.object({ draftHash, reason }))
    .output(policyDraftSchema),
  reject: post('reject', 'Sends a proposed draft back').input(z.object({ draftHash, reason })).output(policyDraftSchema),
  putInForce: post('putInForce', 'Puts the draft in force, at once and for everything that has not left')

    .input(
      z.object({
        draftHash,
        rehearsalId: z.string().min(1).max(64).optional(),
        confirmed: z
          .array(z.string().max(400))
          .max(1_000)
          .default([])
          .describe('rows of the rehearsal with a risk for safety that somebody has looked at, by `rehearsalRowKey`'),
        reason,
      }),
    )
    .output(policyVersionSchema),
  compare: get('/policy/compare', 'What changes from one version to another, or to the draft')
    .input(
      z.object({
        from: versionId.optional().describe('left out: the one in force'),
        to: versionId.optional().describe('left out: the draft'),
      }),
    )
    .output(z.object({ from: z.number().int(), to: z.number().int().nullable(), changes: z.array(policyChangeSchema) }))
    .errors({ NOT_FOUND: { message: 'There is no such version or draft' }, CONFLICT: draftErrors.CONFLICT }),
};

export type PolicyBodyView = z.infer<typeof policyBodySchema>;
export type PolicyProblemView = z.infer<typeof policyProblemSchema>;
export type PolicyVersionSummaryView = z.infer<typeof policyVersionSummarySchema>;
export type PolicyVersionView = z.infer<typeof policyVersionSchema>;
export type PolicyDraftView = z.infer<typeof policyDraftSchema>;
export type PolicyChangeView = z.infer<typeof policyChangeSchema>;
export type PolicyConflict = z.infer<typeof draftErrors.CONFLICT.data>['code'];
