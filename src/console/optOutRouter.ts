import { implement } from '@orpc/server';
import { contract } from '../contract/contract';
import type { CommandOutcome, ConsoleBackend } from './backend';
import type { ConsoleContext } from './router';

const implementer = () => implement(contract).$context<ConsoleContext>();
type Implementer = ReturnType<typeof implementer>;
interface CommandErrors {
  NOT_FOUND(options: { message: string }): Error;
  CONFLICT(options: { message: string; data?: { state: string } }): Error;
}
type Done = (outcome: CommandOutcome, errors: CommandErrors, notFound: string) => { done: true };

/** The areas `optOut` and `numbers`. */
export function optOutHandlers(os: Implementer, { optOut }: ConsoleBackend, done: Done) {
  const { inbound, suppressions, record, resubscribe, liftUnreachable, liftPerson, lift, putBack } = os.optOut;
  return {
    optOut: {
      inbound: {
        list: inbound.list.handler(({ input }) => optOut.inbound(input)),
        resolve: inbound.resolve.handler(async ({ input, context, errors }) =>
          done(await optOut.resolveInbound(context.caller, input), errors, 'No reply has that id'),
        ),
      },
      suppressions: suppressions.handler(({ input }) => optOut.suppressions(input)),
      record: record.handler(async ({ input, context, errors }) =>
        done(await optOut.recordOptOut(context.caller, input), errors, 'That is not a phone number'),
      ),
      resubscribe: resubscribe.handler(async ({ input, context, errors }) =>
        done(await optOut.resubscribe(context.caller, input), errors, 'That number has not opted out'),
      ),
      liftUnreachable: liftUnreachable.handler(async ({ input, context, errors }) =>
        done(await optOut.liftUnreachable(context.caller, input), errors, 'That number is not marked as unreachable'),
      ),
      liftPerson: liftPerson.handler(async ({ input, context, errors }) =>
        done(await optOut.liftPerson(context.caller, input), errors, 'Nobody has decided against that number'),
      ),
      lift: lift.handler(async ({ input, context, errors }) =>
        done(await optOut.lift(context.caller, input), errors, 'That entry is not there any more'),
      ),
      putBack: putBack.handler(async ({ input, context, errors }) =>
        done(await optOut.putBack(context.caller, input), errors, 'It was lifted too long ago to be put back so'),
      ),
    },
    numbers: { check: os.numbers.check.handler(({ input }) => optOut.checkNumber(input)) },
  };
}
