import type { z } from 'zod';

/** What is wrong with a value that a person wrote, and where. */
interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema finds wrong, in words that are no programmer’s; several where one thing has several names. */
export function issueInWords(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'There is no such key' }));
  }
  // Of the ways in which a value may be written, the one that got furthest says most.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const tries = issue.errors.map((issues) => issues.flatMap((each) => issueInWords(each, path)));
    return tries.reduce((best, each) => (deepest(each) > deepest(best) ? each : best));
  }
  if (issue.code === 'invalid_value' && issue.values.length > 1) {
    return [{ path, message: `Must be one of ${issue.values.map(String).join(', ')}` }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith('received undefined')) {
    return [{ path, message: 'Is missing' }];
  }
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.message.startsWith('Too small')) {
    return [
      {
        path,
        message: issue.origin === 'string' ? 'Is empty' : issue.origin === 'array' ? 'Needs at least one' : 'Must be 1 at least',
      },
    ];
  }
  return [{ path, message: plainWords(issue) }];
}

function plainWords({ code, message }: z.core.$ZodIssue): string {
  const kinds = /^Invalid discriminator value\. Expected (.+)$/.exec(message)?.[1];
  if (kinds !== undefined) return `Must be one of ${kinds.replace(/'/g, '').replace(/ \| /g, ', ')}`;
  if (code === 'invalid_type')
    return message.replace(/^Invalid input: expected (\w+), received (\w+)$/, 'Must be of the type $1, not $2');
  return message;
}

function deepest(problems: readonly Problem[]): number {
  return Math.max(0, ...problems.map(({ path }) => path.length));
}

/** A place in a JSON value as people write it: `delays[0].after`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}
