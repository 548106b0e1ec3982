import type { z } from 'zod';
import type { DraftProblem, FeedReading, ReadDraft } from './console/feedReading';
import { decodeText } from './feed/formats/decodeText';
import { formatByName } from './feed/formats/formatByName';
import { type Layout, layoutSchema } from './feed/formats/layout';
import type { FeedSetup } from './feedSetup';
import { isHeraldError } from './heraldError';
import { readJsonWithPlaces } from './jsonPlaces';
import { type Profile, withoutComments } from './profile';

/** How a feed that is set up reads its frames, for the console's tap. */
export function feedReading({ address, format }: FeedSetup, { layouts }: Profile): FeedReading {
  const layout = address.layout === undefined ? undefined : layouts[address.layout];
  return {
    format,
    layout: layout === undefined ? undefined : { name: address.layout, json: layout },
    text: (bytes) => decodeText(bytes, layout?.encoding),
  };
}

/** Reads a draft of one entry of a profile's `layouts`. What is wrong with it is told all at once, each with its place. */
export const readLayoutDraft: ReadDraft = (draft) => {
  const read = readJsonWithPlaces(draft);
  if ('problem' in read) return { problems: [{ path: '', message: read.problem, ...read.place }] };
  const result = layoutSchema.safeParse(withoutComments(read.value));
  if (!result.success) {
    const problems = result.error.issues
      .flatMap((issue) => inWords(issue))
      .map(({ path, message }): DraftProblem => {
        return { path: pathText(path), message, ...read.placeOf(path) };
      });
    return { problems };
  }
  const layout: Layout = result.data;
  try {
    return {
      format: formatByName(layout.kind, layout),
      layout: { name: undefined, json: layout },
      text: (bytes) => decodeText(bytes, layout.encoding),
    };
  } catch (error) {
    const message = isHeraldError(error) ? error.message : 'This layout cannot be used';
    return { problems: [{ path: '', message, line: 1, column: 1 }] };
  }
};

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function inWords(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'There is no such key' }));
  }
  // Of the ways in which a value may be written, the one that got furthest says most.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const tries = issue.errors.map((issues) => issues.flatMap((each) => inWords(each, path)));
    return tries.reduce((best, each) => (deepest(each) > deepest(best) ? each : best));
  }
  if (issue.code === 'invalid_value' && issue.values.length > 1) {
    return [{ path, message: `Must be one of ${issue.values.map(String).join(', ')}` }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith('received undefined')) {
    return [{ path, message: 'Is missing' }];
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

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}
