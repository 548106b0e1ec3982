import { oc } from '@orpc/contract';
import { z } from 'zod';
import { at, done, wholeNumber } from './shapes';

/** One thing wrong with the audit. `entry` names it: `audit 17`, `decision 203`, `messageChange 9`, `link 55`. */
export const auditFaultSchema = z.object({
  kind: z.enum(['changed', 'removed', 'inserted', 'reordered', 'truncated', 'unreadable']),
  entry: z.string(),
  at: at.nullable().describe('when it was written, where that can still be told'),
  text: z.string().describe('in a sentence'),
});
export type AuditFaultView = z.infer<typeof auditFaultSchema>;

export const auditVerificationSchema = z.object({
  state: z.enum(['never', 'running', 'sound', 'broken', 'failed']),
  startedAt: at.nullable(),
  endedAt: at.nullable(),
  beginsWith: z
    .object({ link: z.number().int(), at })
    .nullable()
    .describe('the first link of the chain, where those before it have had their time; null: nothing was purged of it'),
  links: z.number().int().describe('links of the chain looked at so far'),
  ofLinks: z.number().int(),
  entries: z.number().int().describe('audit entries, decisions and message changes proven so far'),
  purged: z.number().int().describe('entries gone by retention, on record'),
  restores: z
    .array(z.object({ at, lost: z.number().int().describe('entries and links, at least') }))
    .describe('damaged stores that were restored, and what of the audit was lost then, on record'),
  anchoredTo: at.nullable().describe('nothing written before this can have been cut off the end unnoticed'),
  faults: z.array(auditFaultSchema).describe('the first 100'),
  faultCount: z.number().int(),
});
export type AuditVerificationView = z.infer<typeof auditVerificationSchema>;

const count = z.object({ action: z.string(), count: z.number().int() });
export const auditReviewSchema = z.object({
  from: at,
  to: at,
  entries: z.number().int(),
  failedLogOns: z.array(z.object({ identity: z.string(), count: z.number().int(), lastAt: at })),
  lockedOut: z.array(z.object({ identity: z.string(), at })),
  refused: z.array(z.object({ identity: z.string(), action: z.string(), count: z.number().int() })).describe('rights not held'),
  reveals: z.array(z.object({ identity: z.string(), count: z.number().int() })),
  accountChanges: z.array(z.object({ at, identity: z.string(), action: z.string(), subject: z.string() })),
  changes: z.array(count).describe('everything that was done, by kind'),
  reviewed: z.array(z.object({ by: z.string(), at })).describe('who has signed this week'),
});
export type AuditReviewView = z.infer<typeof auditReviewSchema>;

const range = { from: wholeNumber(0).optional(), to: wholeNumber(0).optional() };

/** What the audit is worth: added to the contract's `audit`. */
export const auditProof = {
  verify: oc
    .route({ method: 'POST', path: '/audit/verify', summary: 'Starts to check the whole audit, unless that is under way' })
    .input(z.object({}))
    .output(auditVerificationSchema),
  verification: oc
    .route({ method: 'GET', path: '/audit/verification', summary: 'How far the check is, and what it found' })
    .output(auditVerificationSchema),
  export: oc
    .route({ method: 'GET', path: '/audit/export', summary: 'A page of the audit as text, oldest first' })
    .input(
      z.object({
        ...range,
        format: z.enum(['jsonl', 'csv']).default('jsonl'),
        redacted: z
          .enum(['true', 'false'])
          .or(z.boolean())
          .transform((value) => value === true || value === 'true')
          .default(true)
          .describe('true: without reasons and other words typed by people'),
        next: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(10_000).default(5_000),
      }),
    )
    .output(z.object({ text: z.string(), next: z.string().nullable() })),
  review: oc
    .route({ method: 'GET', path: '/audit/review', summary: 'A week to look through: log-ons, refusals, reveals, changes' })
    .input(z.object({ week: wholeNumber(0).optional().describe('any time within it; left out: the last seven days') }))
    .output(auditReviewSchema),
  signReview: oc
    .route({ method: 'POST', path: '/audit/signReview', summary: 'Says on record that this week was looked through' })
    .input(z.object({ from: at, to: at }))
    .output(done),
};
