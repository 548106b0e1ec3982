import { ORPCError } from '@orpc/client';
import type { AccessError } from '../../src/contract/access';

const ERRORS: Readonly<Record<AccessError, string>> = {
  UNAUTHORIZED: 'You are signed out: sign in again.',
  FORBIDDEN: 'Your role may not do that.',
  LOCKED: 'This console is locked: give your password.',
  REAUTHENTICATE: 'Not done: that needs your password again, and it was not given.',
  SETUP_NEEDED: 'Your account has to be set up first.',
  TOO_MANY_REQUESTS: 'Too many tries: wait a little.',
};

/** What the appliance said of who may do what, for the person; undefined where it was something else. */
export function accessProblem(error: unknown): string | undefined {
  if (!(error instanceof ORPCError)) return undefined;
  return (ERRORS as Readonly<Record<string, string>>)[error.code];
}

/** What went wrong with signing in or with one's account. */
export function signInProblem(error: unknown): string {
  // The appliance's own sentence says which of the rules it was.
  if (error instanceof ORPCError && error.code === 'CONFLICT') return error.message;
  // It did answer, and trying the same again would not help.
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return 'Not taken: look at each field and what is said of it.';
  return accessProblem(error) ?? 'The appliance did not answer. Try again.';
}
