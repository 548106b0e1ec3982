import { implement } from '@orpc/server';
import { measuresContract } from '../contract/measures';
import { type PolicyConflict, policyContract } from '../contract/policy';
import { rehearsalContract } from '../contract/rehearsal';
import type { MeasuresBackend } from './measuresBackend';
import type { PolicyBackend, PolicyRefusal } from './policyBackend';
import type { RehearsalBackend } from './rehearsalBackend';
import type { ConsoleContext } from './router';

/** The contract's `policy`. */
export function policyRouter(backend: PolicyBackend) {
  const os = implement(policyContract).$context<ConsoleContext>();
  return os.router({
    current: os.current.handler(() => backend.current()),
    versions: os.versions.handler(({ input }) => backend.versions(input)),
    version: os.version.handler(async ({ input, errors }) => {
      const version = await backend.version(input.id);
      if (version === undefined) throw errors.NOT_FOUND();
      return version;
    }),
    draft: os.draft.handler(() => backend.draft()),
    saveDraft: os.saveDraft.handler(async ({ input, context, errors }) =>
      granted(await backend.saveDraft(context.caller, input), errors),
    ),
    discardDraft: os.discardDraft.handler(async ({ input, context, errors }) => {
      granted(await backend.discardDraft(context.caller, input), errors);
      return { done: true as const };
    }),
    restore: os.restore.handler(async ({ input, context, errors }) =>
      granted(await backend.restore(context.caller, input), errors),
    ),
    propose: os.propose.handler(async ({ input, context, errors }) =>
      granted(await backend.propose(context.caller, input), errors),
    ),
    approve: os.approve.handler(async ({ input, context, errors }) =>
      granted(await backend.approve(context.caller, input), errors),
    ),
    reject: os.reject.handler(async ({ input, context, errors }) => granted(await backend.reject(context.caller, input), errors)),
    putInForce: os.putInForce.handler(async ({ input, context, errors }) =>
      granted(await backend.putInForce(context.caller, input), errors),
    ),
    compare: os.compare.handler(async ({ input, errors }) => granted(await backend.compare(input), errors)),
  });
}

/** The contract's `rehearsal`. */
export function rehearsalRouter(backend: RehearsalBackend) {
  const os = implement(rehearsalContract).$context<ConsoleContext>();
  return os.router({
    start: os.start.handler(async ({ input, context, errors }) => {
      const started = await backend.start(context.caller, input);
      if (started === 'notFound') throw errors.NOT_FOUND();
      if ('id' in started) return started;
      const { conflict, code, problems } = started;
      throw errors.CONFLICT({ message: conflict, data: { code, problems } });
    }),
    list: os.list.handler(() => backend.list()),
    status: os.status.handler(async ({ input, errors }) => {
      const status = await backend.status(input.id);
      if (status === undefined) throw errors.NOT_FOUND();
      return status;
    }),
    result: os.result.handler(async ({ input, errors }) => {
      const result = await backend.result(input);
      if (result === undefined) throw errors.NOT_FOUND();
      return result;
    }),
    cancel: os.cancel.handler(async ({ input, context, errors }) => {
      if ((await backend.cancel(context.caller, input.id)) === 'notFound') throw errors.NOT_FOUND();
      return { done: true as const };
    }),
  });
}

/** The contract's `measures`. */
export function measuresRouter(backend: MeasuresBackend) {
  const os = implement(measuresContract).$context<ConsoleContext>();
  return os.router({
    report: os.report.handler(({ input }) => backend.report(input)),
    csv: os.csv.handler(({ input }) => backend.csv(input)),
    behind: os.behind.handler(({ input }) => backend.behind(input)),
  });
}

interface PolicyErrors {
  NOT_FOUND(): Error;
  CONFLICT(options: { message: string; data: { code: PolicyConflict } }): Error;
}

function granted<T>(answer: T | PolicyRefusal, errors: PolicyErrors): Exclude<T, PolicyRefusal> {
  if (answer === 'notFound') throw errors.NOT_FOUND();
  if (isRefusal(answer)) throw errors.CONFLICT({ message: answer.conflict, data: { code: answer.code } });
  return answer as Exclude<T, PolicyRefusal>;
}

function isRefusal(answer: unknown): answer is Exclude<PolicyRefusal, 'notFound'> {
  return typeof answer === 'object' && answer !== null && 'conflict' in answer && 'code' in answer;
}
