import { createHash } from 'node:crypto';
import { z } from 'zod';
import { agencySchema, type Policy, rosterSchema, rulesetSchema, templateSchema } from '../rules/ruleset';
import { issueInWords, pathText } from './issueInWords';

const policySchema = z.strictObject({
  agency: agencySchema,
  ruleset: rulesetSchema,
  templates: z.array(templateSchema),
  roster: rosterSchema.default([]),
});

/** A policy as profiles write it. */
export type PolicyBody = z.input<typeof policySchema>;

export interface PolicyProblem {
  /** Such as `ruleset.delays[2].after`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** The policy of a profile, or of anything else that has one, as profiles write it, with what was left out filled in. */
export function writtenPolicy({ agency, ruleset, templates, roster }: Policy): PolicyBody {
  return z.encode(policySchema, { agency, ruleset, templates: [...templates], roster: [...roster] });
}

/** A profile's text with the policy in force in place of its own. */
export function withPolicy(profileText: string, policy: Policy): string {
  return JSON.stringify({ ...JSON.parse(profileText), ...writtenPolicy(policy) }, undefined, 2);
}

/** Checks a body by the schemas that profiles are checked by. */
export function readPolicy(body: unknown): { readonly policy: Policy } | { readonly problems: readonly PolicyProblem[] } {
  const result = policySchema.safeParse(withoutComments(body));
  if (result.success) return { policy: result.data };
  const problems = result.error.issues.flatMap((issue) => issueInWords(issue));
  return { problems: problems.map(({ path, message }) => ({ path: pathText(path), message })) };
}

/** A stored version's policy: it was checked before it was put in force. Throws where this Herald cannot read it. */
export function storedPolicy(body: string): Policy {
  return policySchema.parse(JSON.parse(body));
}

/** The same for bodies that say the same, in whatever order their keys are. */
export function policyHash(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('base64url').slice(0, 22);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** Keys that begin with `$` are comments, as in profiles. */
function withoutComments(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutComments);
  if (typeof json !== 'object' || json === null) return json;
  const kept = Object.entries(json).filter(([key]) => !key.startsWith('$'));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutComments(value)]));
}
