import { ORPCError, ValidationError } from '@orpc/server';
import { HeraldError, isHeraldError } from '../heraldError';
import type { Logger } from '../logger';

/**
 * Thrown by a backend for input the contract cannot judge (a page cursor of another list, say): the console is told
 * 400 with `field` and `message`, which must hold nothing of the store's insides.
 */
export function badInput(field: string, message: string): HeraldError {
  return new HeraldError('console.badInput', message, { field });
}

interface Call {
  readonly path: readonly string[];
  readonly signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

/** Options for every oRPC handler: bad input names its field, and what was not planned is logged and kept from the caller. */
export function requestErrors(logger: Logger) {
  return {
    clientInterceptors: [
      async (call: Call): Promise<unknown> => {
        try {
          return await call.next();
        } catch (error) {
          if (call.signal?.aborted) throw error;
          const answer = answerTo(error);
          if (answer !== undefined) throw answer;
          logger.error('console.procedureFailed', { procedure: call.path.join('.'), ...describe(error) });
          throw new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Herald could not do that; its log says why' });
        }
      },
    ],
  };
}

function answerTo(error: unknown): Error | undefined {
  if (isHeraldError(error, 'console.badInput')) return badRequest([{ field: String(error.context.field), message: error.message }]);
  if (!(error instanceof ORPCError)) return undefined;
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) return badRequest(error.cause.issues.map(named));
  return error.status < 500 ? error : undefined;
}

function badRequest(fields: readonly { readonly field: string; readonly message: string }[]): Error {
  const message = fields.map((each) => `${each.field}: ${each.message}`).join('; ');
  return new ORPCError('BAD_REQUEST', { message, data: { fields } });
}

type Issue = ValidationError['issues'][number];

function named(issue: Issue): { field: string; message: string } {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return { field: path.length > 0 ? path.join('.') : 'input', message: issue.message };
}

/**
 * For the log. Messages of errors that are not ours may quote what they choked on (JSON.parse does), which may be a
 * narrative or a name: of those only the kind and the place are told.
 */
function describe(error: unknown): Record<string, unknown> {
  if (isHeraldError(error)) return { code: error.code, message: error.message, context: error.context };
  if (error instanceof ORPCError && error.cause instanceof ValidationError) {
    return { code: 'console.outputInvalid', fields: error.cause.issues.map(named) };
  }
  if (!(error instanceof Error)) return { code: 'console.notAnError', kind: typeof error };
  const at = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { code: 'console.unexpected', kind: error.name, at: at?.slice(0, 8).map((line) => line.trim()) };
}
