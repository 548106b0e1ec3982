import type { Policy, Template } from '../rules/ruleset';
import { lintTemplate } from '../rules/templateLint';
import { type PolicyProblem, readPolicy } from './policyBody';

/**
 * Checks a draft: by the schemas that profiles are checked by, and each template that is not in force already by what an
 * editor must not save. What a profile brought along is only warned of.
 */
export function readDraft(
  body: unknown,
  inForce: Policy,
): { readonly policy: Policy } | { readonly problems: readonly PolicyProblem[] } {
  const read = readPolicy(body);
  if ('problems' in read) return read;
  const known = new Set(inForce.templates.map(asText));
  const problems = read.policy.templates.flatMap((template, index) => {
    if (known.has(asText(template))) return [];
    const errors = lintTemplate({ ...template, cause: template.cause }, read.policy).findings.filter(
      ({ severity }) => severity === 'error',
    );
    return errors.map(({ message }) => ({ path: `templates[${index}].text`, message }));
  });
  return problems.length > 0 ? { problems } : read;
}

function asText({ stage, cause, language, text }: Template): string {
  return JSON.stringify([stage, cause, language, text]);
}
