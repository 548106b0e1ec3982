import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { layoutSchema } from './feed/formats/layout';
import { HeraldError } from './heraldError';
import { retentionSchema } from './retentionPeriods';
import { durationSchema } from './rules/duration';
import { replyTextsSchema } from './rules/replyTexts';
import { agencySchema, rosterSchema, rulesetSchema, templateSchema } from './rules/ruleset';

const feedSchema = z.strictObject({
  id: z.string().trim().min(1).max(64),
  url: z.string().min(1),
  /** Nothing for so long is an alarm: a dead link looks like a quiet night. */
  silentAfter: durationSchema.optional(),
});

/** An agency's profile: who it is, what it listens to, and its rules. Unknown keys are refused; `$` keys are comments. */
export const profileSchema = z.strictObject({
  agency: agencySchema,
  feeds: z.array(feedSchema).default([]),
  layouts: z.record(z.string(), layoutSchema).default({}),
  mode: z.enum(['live', 'watch']).default('live'),
  carrier: z
    .strictObject({
      /** How STOP is seen. Without it nothing is sent. */
      optOut: z.enum(['tollFree', 'callbacks', 'acceptedBlind']).optional(),
      campaign: z.string().trim().min(1).optional(),
      /** Asks Bandwidth what kind of line a number is, where the account has number lookup. */
      lookup: z.boolean().default(false),
      /** The agency's own wording of answers to replies, by language. */
      replies: replyTextsSchema,
      /** What one segment costs, in the agency's currency: for the measures. */
      segmentPrice: z.number().min(0).optional(),
    })
    .prefault({}),
  ruleset: rulesetSchema,
  templates: z.array(templateSchema),
  roster: rosterSchema.default([]),
  retention: retentionSchema,
});

export type Profile = z.output<typeof profileSchema>;

/** Reads a profile file. Throws `profile.bad` with one message that names the key, or the place in the file. */
export function readProfile(file: string): Profile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new HeraldError('profile.bad', `The profile ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new HeraldError('profile.bad', `The profile ${file} is not JSON: ${(error as Error).message}`);
  }
  return parseProfile(json, file);
}

/** Checks a profile. `name` is what messages call it. */
export function parseProfile(json: unknown, name: string): Profile {
  const result = profileSchema.safeParse(withoutComments(json));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new HeraldError('profile.bad', `The profile ${name} is wrong at ${describeIssue(issue)}`);
  }
  const doubled = firstDouble(result.data.feeds.map((feed) => feed.id));
  if (doubled !== undefined) {
    throw new HeraldError('profile.bad', `The profile ${name} is wrong at feeds: the id "${doubled}" is there twice`);
  }
  return result.data;
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'an unknown place';
  const path = issue.path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
  if (issue.code === 'unrecognized_keys') {
    const at = path === '' ? '' : `${path}.`;
    return `${issue.keys.map((key) => `${at}${key}`).join(', ')}: there is no such key`;
  }
  return `${path === '' ? 'its top level' : path}: ${issue.message}`;
}

/** JSON without its comments, which are the keys that begin with `$`. */
export function withoutComments(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutComments);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([key]) => !key.startsWith('$'))
      .map(([key, value]) => [key, withoutComments(value)]),
  );
}

function firstDouble(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) !== index);
}
