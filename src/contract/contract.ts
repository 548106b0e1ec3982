import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { access } from './access';
import { alarms } from './alarms';
import { auditProof } from './auditProof';
import { board } from './board';
import { byHand, sendByHand } from './byHand';
import { carrierSettingsContract } from './carrierSettings';
import { corrections, sendCorrection } from './corrections';
import { measuresContract } from './measures';
import { numbersContract, optOutContract } from './optOut';
import { policyContract } from './policy';
import { rehearsalContract } from './rehearsal';
import { setupContract } from './setup';
import { command, get, page, paging, reason, wholeNumber } from './shapes';
import { storeContract } from './store';
import { templatesContract } from './templates';
import {
  agencySchema,
  auditEntrySchema,
  decisionSchema,
  eventSchema,
  frameSchema,
  incidentSchema,
  incidentSummarySchema,
  layoutProblemSchema,
  messageSchema,
  outboxStateSchema,
  statusSchema,
  tapFrameSchema,
  triedFrameSchema,
} from './views';
import { whyContract } from './why';

const messageId = z.string().min(1);
const rowId = wholeNumber(0);
const numberOf = {
  number: z.string().min(1).max(40).describe('whole; or masked, as `…0142`, with `incidentId`'),
  incidentId: rowId.optional().describe('whose contact has the masked number'),
};
const incidentDetail = z.object({
  incident: incidentSchema,
  events: z.array(eventSchema),
  decisions: z.array(decisionSchema),
  messages: z.array(messageSchema),
});
const feedId = z.string().min(1).max(64);
/** Which of a feed's frames: the newest, or the newest that could not be read. */
const recent = { limit: z.coerce.number().int().min(1).max(50).default(20), only: z.enum(['all', 'rejected']).default('all') };
const noFeed = { NOT_FOUND: { message: 'There is no such feed' } };

/** Which parts of what a console shows have changed; it asks again for those. */
export const changeSchema = z.object({
  topics: z.array(z.enum(['status', 'incidents', 'outbox', 'frames', 'agency', 'policy', 'audit'])),
  /** Incidents that changed, at most 50; more are left out and `incidents` stands for all. */
  incidentIds: z.array(z.number().int()),
});
export type Change = z.infer<typeof changeSchema>;

/** All that a console may see and do. HTTP paths are below `/api`. */
export const contract = {
  status: get('/status', 'Feeds, carrier, outbox and alarms').output(statusSchema),
  agency: get('/agency', 'Whose appliance this is').output(agencySchema),
  changes: get('/changes', 'What changes, as it changes').output(eventIterator(changeSchema)),
  incidents: {
    list: get('/incidents', 'Incidents, newest first')
      .input(z.object({ ...paging, status: z.enum(['open', 'all']).default('all'), find: z.string().trim().max(100).optional() }))
      .output(page(incidentSummarySchema)),
    get: get('/incidents/{number}', 'One incident by incident, call, call id or report number, the newest that carries it')
      .input(z.object({ number: z.string().min(1).max(200) }))
      .output(incidentDetail)
      .errors({ NOT_FOUND: { message: 'No incident has that number' } }),
    byId: get('/incidents/byId/{id}', 'One incident by its id, whichever numbers it shares with others')
      .input(z.object({ id: rowId }))
      .output(incidentDetail)
      .errors({ NOT_FOUND: { message: 'No incident has that id' } }),
  },
  why: whyContract,
  board,
  alarms,
  outbox: {
    list: get('/outbox', 'Messages, newest first')
      .input(
        z.object({
          ...paging,
          state: outboxStateSchema.optional(),
          leaves: z
            .enum(['byItself', 'byPerson'])
            .optional()
            .describe(
              'of those that wait: what is due, now or at a time, and leaves by itself; what is held until a person lets it go',
            ),
        }),
      )
      .output(page(messageSchema)),
  },
  frames: {
    list: get('/frames', 'Frames, newest first')
      .input(z.object({ ...paging, state: z.enum(['pending', 'done', 'rejected']).optional(), feed: z.string().optional() }))
      .output(page(frameSchema)),
  },
  feeds: {
    tap: get('/feeds/{id}/tap', 'The newest frames of a feed and what was read from them, personal values masked')
      .input(z.object({ id: feedId, ...recent }))
      .output(z.object({ frames: z.array(tapFrameSchema) }))
      .errors(noFeed),
    layout: get('/feeds/{id}/layout', 'The layout a feed is read by')
      .input(z.object({ id: feedId }))
      .output(
        z.object({
          format: z.string(),
          name: z.string().nullable().describe('its key in the profile’s layouts; null where the format needs none'),
          text: z.string().nullable().describe('as JSON, with what the profile left out filled in'),
        }),
      )
      .errors(noFeed),
    tryLayout: oc
      .route({
        method: 'POST',
        path: '/feeds/{id}/tryLayout',
        summary: 'What a draft of a layout would make of a feed’s newest frames; changes nothing',
      })
      .input(z.object({ id: feedId, draft: z.string().max(200_000, 'Too long for a layout'), ...recent }))
      .output(
        z.object({
          problems: z.array(layoutProblemSchema).describe('what is wrong with the draft; then nothing is tried'),
          frames: z.array(triedFrameSchema),
        }),
      )
      .errors(noFeed),
  },
  optOut: optOutContract,
  numbers: numbersContract,
  templates: templatesContract,
  byHand,
  corrections,
  access,
  audit: {
    list: get('/audit', 'Who did what, newest first')
      .input(
        z.object({
          ...paging,
          identity: z.string().min(1).max(200).optional().describe('only what this person did'),
          action: z.string().min(1).max(100).optional().describe('only this'),
        }),
      )
      .output(page(auditEntrySchema)),
    names: get('/audit/names', 'Who and what there is in the audit, for looking through it').output(
      z.object({ identities: z.array(z.string()), actions: z.array(z.string()) }),
    ),
    ...auditProof,
  },
  setup: setupContract,
  carrierSettings: carrierSettingsContract,
  policy: policyContract,
  rehearsal: rehearsalContract,
  measures: measuresContract,
  store: storeContract,
  commands: {
    stopAll: command('stopAll', 'Nothing is sent until resumed', z.object({ reason })),
    resume: command('resume', 'Sends again what is still true, after stop-all or a breaker', z.object({ reason })),
    suppressNumber: command('suppressNumber', 'Never text this number', z.object({ ...numberOf, reason })),
    liftSuppression: command(
      'liftSuppression',
      'Text this number again; who opted out stays so',
      z.object({ ...numberOf, reason }),
    ),
    suppressIncident: command('suppressIncident', 'Never text about this incident', z.object({ id: rowId, reason })),
    unsuppressIncident: command(
      'unsuppressIncident',
      'Take back “never text about this incident”; exclusions stay (supervisors)',
      z.object({ id: rowId, reason }),
    ),
    liftExclusion: command(
      'liftExclusion',
      'Lift an incident’s exclusion or suppression (supervisors)',
      z.object({ id: rowId, reason }),
    ),
    hold: command('hold', 'Hold a message that has not left', z.object({ id: messageId, reason })),
    unhold: command(
      'unhold',
      'Take a person’s hold back: it waits for what it waited for before',
      z.object({ id: messageId, reason }),
    ),
    release: command('release', 'Let a held message go, if it is still true', z.object({ id: messageId, reason })),
    cancelMessage: command('cancelMessage', 'Cancel a message that has not left', z.object({ id: messageId, reason })),
    resend: command(
      'resend',
      'Text again what is unconfirmed or undelivered, as a new message',
      z.object({ id: messageId, reason }),
    ),
    settle: command(
      'settle',
      'Say what became of an unconfirmed message',
      z.object({
        id: messageId,
        outcome: z.enum(['accepted', 'notSent']),
        carrierMessageId: z.string().min(1).max(200).optional(),
        reason,
      }),
    ),
    sendByHand,
    sendCorrection,
    replayFrame: command('replayFrame', 'Read a rejected frame again', z.object({ id: rowId })),
    startTraining: command('startTraining', 'Start training mode where nothing is configured yet', z.object({})),
  },
};
