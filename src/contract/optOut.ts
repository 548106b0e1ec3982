import { oc } from '@orpc/contract';
import { z } from 'zod';
import { at, command, get, page, paging, reason, wholeNumber } from './shapes';

const numberOf = {
  number: z.string().trim().min(1).max(40).describe('whole; or masked, as `…0142`, with `incidentId`'),
  incidentId: wholeNumber(0).optional().describe('whose contact has the masked number'),
};
const listed = z.string().min(1).max(200).describe('the id of an entry of the list');

/** What a reply means; `unclear`: a person has to say. */
export const replyMeaningSchema = z.enum(['optOut', 'help', 'start', 'nothing', 'unclear']);

/** A text that somebody sent to the agency's number. */
export const inboundSchema = z.object({
  id: z.number().int(),
  receivedAt: at.describe('by the carrier’s clock'),
  number: z.string().describe('masked: ...0142'),
  text: z.string().nullable().describe('what it says; null where only that there was a reply is known'),
  characters: z.number().int().nullable().describe('its length, where known'),
  meaning: replyMeaningSchema,
  suggested: z.enum(['optOut', 'help', 'nothing']).nullable().describe('what Herald takes it for, while a person has not said'),
  needsPerson: z.boolean(),
  holdsTexts: z.boolean().describe('texts to this number wait until a person has said what it means'),
  sentence: z.string().describe('what became of it, in a sentence'),
  incident: z.string().nullable().describe('number of the incident this person was texted about last'),
  resolved: z.object({ by: z.string(), at, reason: z.string() }).nullable(),
});

/** Why a number is not texted. A number may have several. */
export const suppressionSchema = z.object({
  id: z.string().describe('tells nothing of the number'),
  number: z.string().describe('masked: ...0142'),
  kind: z
    .enum(['optOut', 'person', 'unreachable'])
    .describe('optOut: asked for no texts; person: a person decided so; unreachable: the carrier cannot deliver there'),
  source: z.string().describe('in words: `replied STOP`, `asked by phone`, `the carrier’s error 4720`'),
  reason: z.string(),
  by: z.string(),
  at,
});

export const numberFactsSchema = z.object({
  number: z.string().describe('masked: ...0142'),
  valid: z.boolean(),
  problem: z.string().nullable().describe('why it can never be texted, in words'),
  line: z.object({
    type: z.enum(['landline', 'mobile', 'voip', 'unknown']),
    source: z.enum(['lookup', 'ali']).nullable(),
    at: at.nullable(),
  }),
  texted: z.boolean().describe('false: nothing is sent to it as things are'),
  suppressions: z.array(suppressionSchema),
  waitsForPerson: z.boolean().describe('it has replied, and a person has to say what that means'),
  textsLastDay: z.number().int(),
  lastTextAt: at.nullable(),
});

/** Area `optOut`. */
export const optOutContract = {
  inbound: {
    list: get('/inbound', 'Replies, newest first; those that need a person, or all')
      .input(z.object({ ...paging, only: z.enum(['needsPerson', 'all']).default('needsPerson') }))
      .output(page(inboundSchema)),
    resolve: command(
      'resolveInbound',
      'Say what a reply means; what follows from it is done, and what waited for it goes on; wrongPerson: the number is not texted any more',
      z.object({ id: wholeNumber(0), meaning: z.enum(['optOut', 'help', 'nothing', 'wrongPerson']), reason }),
    ),
  },
  suppressions: get('/suppressions', 'Numbers that are not texted, newest first')
    .input(z.object({ ...paging, kind: z.enum(['optOut', 'person', 'unreachable']).optional() }))
    .output(page(suppressionSchema)),
  record: command(
    'recordOptOut',
    'Somebody asked for no more texts; with how `text` they get the one confirmation',
    z.object({ ...numberOf, how: z.enum(['phone', 'desk', 'text']), reason }),
  ),
  resubscribe: command(
    'resubscribe',
    'Somebody who had opted out asks for texts again; a person’s own suppression of the number stays',
    z.object({ ...numberOf, reason }),
  ),
  liftUnreachable: command('liftUnreachable', 'The number can be texted again', z.object({ ...numberOf, reason })),
  liftPerson: command(
    'liftPerson',
    'Lifts what a person decided about a number; an opt-out of its own stays',
    z.object({ ...numberOf, reason }),
  ),
  lift: command(
    'liftListed',
    'Lifts one entry of the list, whatever its kind; other entries of that number stay',
    z.object({ id: listed, reason }),
  ),
  putBack: command(
    'putBackListed',
    'Takes back what `lift` lifted a moment ago; what only said that a number is unreachable comes back by itself',
    z.object({ id: listed, reason }),
  ),
};

/** Area `numbers`. */
export const numbersContract = {
  check: oc
    .route({ method: 'POST', path: '/numbers/check', summary: 'What is known of a number' })
    .input(z.object({ ...numberOf }))
    .output(numberFactsSchema),
};

export type InboundView = z.infer<typeof inboundSchema>;
export type SuppressionView = z.infer<typeof suppressionSchema>;
export type NumberFactsView = z.infer<typeof numberFactsSchema>;
