import type { PhoneProblem } from '../incident/phone';

/** Why a stage is sent, held or skipped, and why a message is where it is. Codes are stored; people read the sentence. */
export type ReasonCode = keyof typeof SENTENCES;

const SENTENCES = {
  due: 'It is due and true',
  byHand: 'A person sends it',
  correction: 'A person corrects a text that was sent in error',
  hold: 'Waits a moment in case CAD takes it back',
  catchUp: 'Waits a moment: it came late, and more may follow',
  quietHours: 'Waits for the end of quiet hours',
  minGap: 'Waits because this number was texted a moment ago',
  stopped: 'Held: sending is stopped',
  breakerRate: 'Held: too many texts came due at once',
  breakerClock: 'Held: the clock of this console jumped',
  oldEvent: 'Held: what happened was already old when it came in',
  repliedUnseen: 'Held: this number has replied, and Herald cannot see what it says',
  replyWaits: 'Held: a reply from this number waits for a person to read it',
  heldByPerson: 'Held by a person',
  released: 'Released by a person',
  noRetryYet: 'Waits to be tried again',
  waitsForCarrier: 'Ready: waits for the carrier',
  excluded: 'Excluded',
  suppressedIncident: 'A person suppressed this incident',
  suppressedNumber: 'This number must not be texted',
  optedOut: 'This person asked for no more texts',
  unreachable: 'Texts cannot be delivered to this number',
  callTypeBlank: 'The call type is blank',
  callTypeUnknown: 'The call type is not on the list of those that may be texted',
  otherAgency: 'This call is another agency’s',
  stageDisabled: 'The agency does not send this text',
  stageNotForCallType: 'This call type does not get this text',
  noDelayRule: 'No delay rule fits this call',
  delayCapped: 'It has been told as often as the rule allows',
  overtakenByArrival: 'Overtaken: an officer has arrived',
  overtakenByClosing: 'Overtaken: the incident is closed',
  overtakenByCase: 'Overtaken: the case has moved on',
  cancelledIncident: 'The incident was cancelled',
  noLongerTrue: 'It is no longer true',
  feedUnheard: 'Waits until CAD is heard again: nobody knows whether it is still true',
  unitUncertain: 'Whether the unit is still on the call cannot be told',
  notArrived: 'The incident ended without an officer arriving',
  noReport: 'No report number is known',
  noRecipient: 'Nobody is known whom this text could go to',
  callerNotVictim: 'No victim is known, and the caller may be somebody else',
  phoneMissing: 'No phone number is known',
  phoneEmergency: 'The number is an emergency or service number',
  phoneIncomplete: 'The phone number has no area code',
  phoneExtension: 'The phone number has an extension',
  phoneForeign: 'The phone number is not a US or Canadian one',
  phoneInvalid: 'The phone number is not valid',
  phoneLandline: 'The phone is a landline',
  phonePseudo: 'The phone number stands for a cell tower or a gateway, and reaches nobody',
  phoneUncertain: 'Two phone numbers were told, and which was the later one cannot be told',
  recipientChanged: 'The phone number on the incident has changed',
  noTemplate: 'There is no template for this text',
  emptyField: 'A field of the text is empty',
  textTooLong: 'The text is too long',
  caseStatusUntold: 'This case status is not told',
  thirdPartyCaller: 'The caller may be a third party, who is not told the officer or the report',
  notTrueNow: 'It is not true of this call now',
  waitsAlready: 'It waits to be sent already',
  notTexted: 'The text that was wrong has not reached this person',
  alreadyCorrected: 'It has been corrected already',
  alreadyTexted: 'This person has had this text',
  cappedPerIncident: 'This person has had as many texts about this incident as allowed',
  cappedPerDay: 'This number has had as many texts within 24 hours as allowed',
  expired: 'It came too late to be of use',
  watchOnly: 'Watch-only mode: it would have been sent',
  cancelledByPerson: 'Cancelled by a person',
  replacedByResend: 'Sent again by a person',
  carrierRefused: 'The carrier refused it',
  carrierOutcomeUnknown: 'The carrier’s answer is not known',
  acceptedByCarrier: 'The carrier has accepted it',
  deliveredToHandset: 'Delivered to the handset’s carrier',
  notDelivered: 'The carrier could not deliver it',
  expiredAtCarrier: 'It expired at the carrier before it could be delivered',
  settledByPerson: 'Settled by a person',
  statusUnavailable: 'The carrier said nothing further about it',
} as const;

/** The sentence for a code; `detail` (a rule's own reason, a field's name) follows a colon. */
export function sentence(code: string, detail?: string | undefined): string {
  const text = (SENTENCES as Readonly<Record<string, string>>)[code] ?? code;
  return detail === undefined || detail === '' ? text : `${text}: ${detail}`;
}

export const REASON_CODES = Object.keys(SENTENCES) as readonly ReasonCode[];

const PHONE_REASONS: Readonly<Record<PhoneProblem, ReasonCode>> = {
  missing: 'phoneMissing',
  emergencyNumber: 'phoneEmergency',
  incomplete: 'phoneIncomplete',
  extension: 'phoneExtension',
  notNorthAmerican: 'phoneForeign',
  invalid: 'phoneInvalid',
  landline: 'phoneLandline',
  pseudoNumber: 'phonePseudo',
  uncertain: 'phoneUncertain',
};

export function phoneReason(problem: PhoneProblem | undefined): ReasonCode {
  return PHONE_REASONS[problem ?? 'missing'];
}
