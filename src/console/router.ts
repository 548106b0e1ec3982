import { implement, type RouterClient } from '@orpc/server';
import { type Clock, systemClock } from '../clock';
import { contract } from '../contract/contract';
import type { AccessParts } from './accessRouter';
import { accessRouter } from './accessRouter';
import type { AuditProof } from './auditProof';
import { auditProofRouter } from './auditProofRouter';
import type { CommandOutcome, ConsoleBackend } from './backend';
import { alarmsRouter, boardRouter } from './boardRouter';
import { carrierSettingsRouter } from './carrierSettingsRouter';
import type { ChangeSource } from './changeSource';
import { changeStream } from './changeStream';
import { type ConsoleContext, gate } from './gate';
import { optOutHandlers } from './optOutRouter';
import { orderedTextsRouter } from './orderedTextsRouter';
import { measuresRouter, policyRouter, rehearsalRouter } from './policyRouter';
import { setupRouter } from './setupRouter';
import { storeRouter } from './storeRouter';
import { templatesRouter } from './templatesRouter';

export type { ConsoleContext };

export type ConsoleRouter = ReturnType<typeof consoleRouter>;

/** The contract's procedures over in-process calls, as tests and the shell use them. */
export type ConsoleClient = RouterClient<ConsoleRouter>;

/** Who may come in, and what the audit is worth; without them callers are who they say, as in tests of other things. */
export interface Guarding {
  readonly access?: AccessParts | undefined;
  readonly auditProof?: AuditProof | undefined;
}

/** The contract, made of `backend` and `changes`; the HTTP and port servers serve it. `clock` paces changes. */
export function consoleRouter(
  backend: ConsoleBackend,
  changes: ChangeSource,
  clock: Clock = systemClock,
  { access, auditProof }: Guarding = {},
) {
  const os = implement(contract).$context<ConsoleContext>();
  const { commands } = os;
  const ordered = orderedTextsRouter(backend.orderedTexts);

  // Also before procedures that were made elsewhere: none is served that the gate does not stand before.
  return os.use(gate(access?.control, clock)).router({
    status: os.status.handler(() => backend.status()),
    agency: os.agency.handler(() => backend.agency()),
    // Every server passes a signal; a caller in this process may leave it out, and then the stream lasts as long as it does.
    changes: os.changes.handler(({ signal }) => changeStream(changes, clock, signal ?? new AbortController().signal)),
    incidents: {
      list: os.incidents.list.handler(({ input }) => backend.incidents(input)),
      get: os.incidents.get.handler(async ({ input, errors }) => {
        const detail = await backend.incident(input.number);
        if (detail === undefined) throw errors.NOT_FOUND();
        return detail;
      }),
      byId: os.incidents.byId.handler(async ({ input, errors }) => found(await backend.incidentById(input.id), errors)),
    },
    why: {
      incident: os.why.incident.handler(async ({ input, errors }) => found(await backend.whyIncident.why(input.id), errors)),
    },
    board: boardRouter(backend.board),
    alarms: alarmsRouter(backend.alarms),
    outbox: { list: os.outbox.list.handler(({ input }) => backend.outbox(input)) },
    frames: { list: os.frames.list.handler(({ input }) => backend.frames(input)) },
    feeds: {
      tap: os.feeds.tap.handler(async ({ input, errors }) => found(await backend.feedTap(input), errors)),
      layout: os.feeds.layout.handler(async ({ input, errors }) => found(await backend.feedLayout(input.id), errors)),
      tryLayout: os.feeds.tryLayout.handler(async ({ input, errors }) => found(await backend.tryLayout(input), errors)),
    },
    ...optOutHandlers(os, backend, done),
    byHand: ordered.byHand,
    corrections: ordered.corrections,
    templates: templatesRouter(backend),
    store: storeRouter(backend.store),
    access: accessRouter(access),
    audit: {
      list: os.audit.list.handler(({ input }) => backend.audit(input)),
      names: os.audit.names.handler(() => backend.auditNames()),
      ...auditProofRouter(auditProof),
    },
    carrierSettings: carrierSettingsRouter(backend.carrierSettings),
    policy: policyRouter(backend.policies),
    rehearsal: rehearsalRouter(backend.rehearsals),
    measures: measuresRouter(backend.measures),
    setup: setupRouter(backend.setup),
    commands: {
      stopAll: commands.stopAll.handler(async ({ input, context, errors }) =>
        done(await backend.stopAll(context.caller, input), errors, 'There is nothing to stop'),
      ),
      resume: commands.resume.handler(async ({ input, context, errors }) =>
        done(await backend.resume(context.caller, input), errors, 'There is nothing to resume'),
      ),
      suppressNumber: commands.suppressNumber.handler(async ({ input, context, errors }) =>
        done(await backend.suppressNumber(context.caller, input), errors, 'That is not a phone number'),
      ),
      liftSuppression: commands.liftSuppression.handler(async ({ input, context, errors }) =>
        done(await backend.liftSuppression(context.caller, input), errors, 'That number is not suppressed'),
      ),
      suppressIncident: commands.suppressIncident.handler(async ({ input, context, errors }) =>
        done(await backend.suppressIncident(context.caller, input), errors, 'No incident has that id'),
      ),
      unsuppressIncident: commands.unsuppressIncident.handler(async ({ input, context, errors }) =>
        done(await backend.unsuppressIncident(context.caller, input), errors, 'No incident has that id'),
      ),
      liftExclusion: commands.liftExclusion.handler(async ({ input, context, errors }) =>
        done(await backend.liftExclusion(context.caller, input), errors, 'No incident has that id'),
      ),
      hold: commands.hold.handler(async ({ input, context, errors }) =>
        done(await backend.hold(context.caller, input), errors, 'No message has that id'),
      ),
      unhold: commands.unhold.handler(async ({ input, context, errors }) =>
        done(await backend.unhold(context.caller, input), errors, 'No message has that id'),
      ),
      release: commands.release.handler(async ({ input, context, errors }) =>
        done(await backend.release(context.caller, input), errors, 'No message has that id'),
      ),
      cancelMessage: commands.cancelMessage.handler(async ({ input, context, errors }) =>
        done(await backend.cancelMessage(context.caller, input), errors, 'No message has that id'),
      ),
      resend: commands.resend.handler(async ({ input, context, errors }) =>
        done(await backend.resend(context.caller, input), errors, 'No message has that id'),
      ),
      settle: commands.settle.handler(async ({ input, context, errors }) =>
        done(await backend.settle(context.caller, input), errors, 'No message has that id'),
      ),
      sendByHand: ordered.sendByHand,
      sendCorrection: ordered.sendCorrection,
      replayFrame: commands.replayFrame.handler(async ({ input, context, errors }) =>
        done(await backend.replayFrame(context.caller, input), errors, 'No frame has that id'),
      ),
      startTraining: commands.startTraining.handler(async ({ context, errors }) =>
        done(await backend.startTraining(context.caller), errors, 'There is no training to start'),
      ),
    },
  });
}

function found<T>(answer: T | undefined, errors: { NOT_FOUND(): Error }): T {
  if (answer === undefined) throw errors.NOT_FOUND();
  return answer;
}

interface CommandErrors {
  NOT_FOUND(options: { message: string }): Error;
  CONFLICT(options: { message: string; data?: { state: string } }): Error;
}

/** Outcomes a dispatcher can act on become answers with their own code and a sentence; `done` is the rest. */
function done(outcome: CommandOutcome, errors: CommandErrors, notFound: string): { done: true } {
  if (outcome === 'done') return { done: true };
  if (outcome === 'notFound') throw errors.NOT_FOUND({ message: notFound });
  const { conflict, state } = outcome;
  throw errors.CONFLICT({ message: conflict, ...(state === undefined ? {} : { data: { state } }) });
}
