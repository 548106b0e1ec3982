import type { z } from 'zod';
import { readJsonWithPlaces } from './jsonPlaces';
import { issueInWords, pathText } from './policy/issueInWords';
import { withoutComments } from './profile';

/** What is wrong with a JSON text that a person wrote, and where. `path` is empty for the whole. */
export interface JsonProblem {
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Reads a JSON text by a schema; keys that begin with `$` are comments. Everything that is wrong is told at once. */
export function readJsonBy<T extends z.ZodType>(
  schema: T,
  text: string,
): { readonly value: z.output<T> } | { readonly problems: JsonProblem[] } {
  const read = readJsonWithPlaces(text);
  if ('problem' in read) return { problems: [{ path: '', message: read.problem, ...read.place }] };
  const result = schema.safeParse(withoutComments(read.value));
  if (result.success) return { value: result.data };
  const problems = result.error.issues
    .flatMap((issue) => issueInWords(issue))
    .map(({ path, message }) => ({ path: pathText(path), message, ...read.placeOf(path) }));
  return { problems };
}
