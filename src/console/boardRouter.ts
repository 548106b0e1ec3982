import { implement, ORPCError } from '@orpc/server';
import { alarms } from '../contract/alarms';
import { board } from '../contract/board';
import type { AlarmBackend, BoardBackend, MarkOutcome } from './backend';
import type { ConsoleContext } from './router';

/** Area `board`. */
export function boardRouter(backend: BoardBackend) {
  const os = implement(board).$context<ConsoleContext>();
  return os.router({ list: os.list.handler(({ input }) => backend.list(input)) });
}

/** Area `alarms`. */
export function alarmsRouter(backend: AlarmBackend) {
  const os = implement(alarms).$context<ConsoleContext>();
  return os.router({
    list: os.list.handler(() => backend.alarms()),
    acknowledge: os.acknowledge.handler(async ({ input, context, errors }) =>
      done(await backend.acknowledge(context.caller, input), errors),
    ),
    shelve: os.shelve.handler(async ({ input, context, errors }) => done(await backend.shelve(context.caller, input), errors)),
    unshelve: os.unshelve.handler(async ({ input, context, errors }) =>
      done(await backend.unshelve(context.caller, input), errors),
    ),
  });
}

interface AlarmErrors {
  NOT_FOUND(): Error;
  CONFLICT(options: { message: string }): Error;
}

function done(outcome: MarkOutcome, errors: AlarmErrors): { done: true } {
  if (outcome === 'done') return { done: true };
  if (outcome === 'forbidden') throw new ORPCError('FORBIDDEN', { message: 'Only a supervisor puts an urgent alarm aside' });
  throw outcome === 'notFound' ? errors.NOT_FOUND() : errors.CONFLICT({ message: outcome.conflict });
}
