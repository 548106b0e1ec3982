import type { ContactRole } from '../incident/contact';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import { type Response, responseOf } from '../incident/response';
import { EVERY_TEXT, freeOccurrence, isOrdered, stagesByHand } from './byHand';
import { callTypeOf } from './callTypes';
import { judgeCorrection } from './correction';
import { baseOccurrence, type DueStage, dueStages, hasCase } from './due';
import { standingExclusion } from './exclusion';
import { gapEndsAt, type NumberFacts, numberBlock } from './numberFacts';
import { quietUntil } from './quietHours';
import type { ReasonCode } from './reasons';
import { type Recipient, recipientsByHand, recipientsOf } from './recipients';
import { CASE_STAGES, type CallType, type DelayCause, type Policy, type Stage } from './ruleset';
import { spoken, textFor } from './textFor';
import { TextTally, UNCAPPED } from './textTally';
import { tellsThirdParty } from './thirdParty';

/** A message that exists for an incident, as far as rules care. */
export interface KnownMessage {
  readonly id: string;
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly occurrence: string;
  readonly phone: E164;
  /** Has not left, and may yet. */
  readonly open: boolean;
  /** Reached the carrier, or may have. */
  readonly maybeTexted: boolean;
  /** Why it is where it is. */
  readonly code: string | undefined;
}

/** A message under the truth check. */
export interface CheckedMessage extends KnownMessage {
  readonly createdAt: number;
  readonly expiresAt: number;
  /** A person asked for it again: its occurrence is its own. */
  readonly resent: boolean;
  /** A person let it go, whatever held it. */
  readonly released: boolean;
  /** A person's hold is taken back: what held it when it was made holds it again, for as long. */
  readonly unheld?: boolean;
  /** A person ordered it: no rule made it due, so none has to find it due still. */
  readonly byHand: boolean;
  readonly role: ContactRole;
  readonly language: string;
  readonly wantedLanguage: string | undefined;
}

export interface Circumstances {
  readonly now: number;
  readonly policy: Policy;
  readonly messages: readonly KnownMessage[];
  /** The same messages, counted. Whoever asks about many hands it over, and keeps it as they change. */
  readonly tally?: TextTally;
  readonly numbers: ReadonlyMap<E164, NumberFacts>;
  /** Everything waits for a person: stop-all, or a breaker that tripped. */
  readonly holdAll: 'stopped' | 'breakerRate' | 'breakerClock' | undefined;
  /** A feed that would tell of units is not heard: nobody knows who is on a call by now. */
  readonly unheard?: boolean;
}

/** What rules say of one stage for one person (or for nobody, where there is no one to text). */
export interface Verdict {
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly occurrence: string;
  readonly recipient: Recipient | undefined;
  readonly outcome: 'send' | 'hold' | 'skip';
  readonly code: ReasonCode;
  /** A rule's own reason, or a field's name. */
  readonly detail: string | undefined;
  readonly rule: string | undefined;
  /** With `hold`: until then; undefined until a person lets it go. */
  readonly until: number | undefined;
  readonly eventAt: number;
  readonly expiresAt: number;
  /** Set unless the outcome is `skip`. */
  readonly text: string | undefined;
  readonly language: string | undefined;
  /** The language the text should have been in, where no template is in that one. */
  readonly fellBackFrom: string | undefined;
}

export interface Evaluation {
  readonly verdicts: readonly Verdict[];
  /** When a delay will be due if nothing happens before. */
  readonly nextAt: number | undefined;
}

/** Stages a person hears once in an incident's life, whatever happens with it. */
export const ONCE: readonly Stage[] = ['received', 'dispatched', 'arrived', 'completed'];

/** Considers every stage whose moment has come and for which no message exists yet. Pure. */
export function evaluate(incident: Incident, circumstances: Circumstances): Evaluation {
  const { policy, now, messages } = circumstances;
  const response = responseOf(incident, policy.agency.cadAgency);
  const block = incidentBlock(incident, response, policy);
  const { due, nextAt } = dueStages(incident, response, policy.ruleset, now);
  const verdicts: Verdict[] = [];
  for (const stage of due) {
    const people = recipientsOf(incident, stage.stage, block.callType);
    const recipients = 'recipients' in people ? people.recipients : [undefined];
    for (const recipient of recipients) {
      const earlier = messages.filter(
        (m) =>
          m.stage === stage.stage &&
          baseOccurrence(m.occurrence) === stage.occurrence &&
          (recipient === undefined ? m.maybeTexted : m.phone === recipient.phone),
      );
      if (earlier.some((m) => !wasTakenBack(m))) continue;
      const none = 'none' in people ? people : undefined;
      // What a rule took back may become true again (a type or a number that was corrected): that is a row of its own.
      const again = earlier.length === 0 ? stage : { ...stage, occurrence: `${stage.occurrence}~${earlier.length + 1}` };
      verdicts.push(judge(again, recipient, none?.none, incident, response, block, circumstances, undefined));
    }
  }
  // Nothing is due yet, but it is known already that nothing will be sent: the incident says why from the start.
  if (due.length === 0 && response.cancelled === false) {
    const why = block.code ?? noCallerReason(incident);
    if (why !== undefined) verdicts.push(blockedFromStart(why, block, response, now));
  }
  return { verdicts, nextAt: block.code === undefined ? nextAt : undefined };
}

/**
 * The truth check: what rules say now of a message that has not left. `skip` means it must not be sent any more.
 */
export function recheck(message: CheckedMessage, incident: Incident, circumstances: Circumstances): Verdict {
  return rechecker(incident, circumstances.policy, circumstances.now)(message, circumstances);
}

/** The truth check of many messages of one incident: what they have in common is found out once. */
export function rechecker(
  incident: Incident,
  policy: Policy,
  now: number,
): (message: CheckedMessage, circumstances: Circumstances) => Verdict {
  const response = responseOf(incident, policy.agency.cadAgency);
  const block = incidentBlock(incident, response, policy);
  const byRules = once(() => lastOfEach(dueStages(incident, response, policy.ruleset, now).due));
  const byHand = once(() => stagesByHand(incident, response, policy.ruleset, now));
  return (message, circumstances) => {
    if (message.stage === 'correction') return judgeCorrection(message, incident, circumstances, message);
    const { stage, cause } = message;
    const due = message.byHand
      ? byHand().find((candidate) => isOrdered(candidate, message))
      : byRules().get(dueKey({ stage, cause, occurrence: message.resent ? undefined : baseOccurrence(message.occurrence) }));
    const people = message.byHand
      ? recipientsByHand(incident, stage, block.callType)
      : recipientsOf(incident, stage, block.callType);
    const recipient = 'recipients' in people ? people.recipients.find((r) => r.phone === message.phone) : undefined;
    const changed = recipient === undefined ? 'recipientChanged' : undefined;
    const chosen = message.byHand && recipient !== undefined ? { ...recipient, language: wanted(message) } : recipient;
    const found = due ?? notDue(message, now, overtakenReason(stage, incident, response, policy.ruleset));
    return judge(found, chosen, changed, incident, response, block, circumstances, message);
  };
}

function once<T>(find: () => T): () => T {
  let found: { readonly it: T } | undefined;
  return () => {
    found ??= { it: find() };
    return found.it;
  };
}

/** Of each stage and cause the last, with its occurrence and without. */
function lastOfEach(due: readonly DueStage[]): ReadonlyMap<string, DueStage> {
  const last = new Map<string, DueStage>();
  for (const stage of due) {
    last.set(dueKey(stage), stage);
    last.set(dueKey({ ...stage, occurrence: undefined }), stage);
  }
  return last;
}

function dueKey(of: {
  readonly stage: Stage;
  readonly cause: DelayCause | undefined;
  readonly occurrence: string | undefined;
}): string {
  return `${of.stage}|${of.cause ?? ''}|${of.occurrence ?? '*'}`;
}

/** What a person who sends a text by hand would send, or why nothing: one verdict for each stage that exists. */
export function considerByHand(
  incident: Incident,
  circumstances: Circumstances,
  language: string | undefined,
): { readonly verdicts: readonly Verdict[]; readonly nobody: ReasonCode | undefined } {
  const { policy, now, messages } = circumstances;
  const response = responseOf(incident, policy.agency.cadAgency);
  const block = incidentBlock(incident, response, policy);
  const stages = stagesByHand(incident, response, policy.ruleset, now);
  const verdicts: Verdict[] = [];
  let nobody: ReasonCode | undefined;
  for (const { stage, cause } of EVERY_TEXT) {
    const people = recipientsByHand(incident, stage, block.callType);
    if ('none' in people) nobody ??= people.none;
    for (const person of 'recipients' in people ? people.recipients : []) {
      const recipient = { ...person, language: language ?? person.language };
      const known = messages.filter((m) => m.phone === person.phone && m.stage === stage && m.cause === cause);
      const due =
        stages.find((candidate) => candidate.stage === stage && candidate.cause === cause) ??
        notDue({ stage, cause, occurrence: '' }, now, notTrue(stage, response));
      const free = freeOccurrence(due, known, policy.ruleset);
      const order = { ...due, occurrence: free.occurrence, not: due.not ?? free.not };
      verdicts.push(judge(order, recipient, undefined, incident, response, block, circumstances, undefined, true));
    }
  }
  return { verdicts, nobody: verdicts.length === 0 ? nobody : undefined };
}

/** A stage that is not due, and why. */
function notDue({ stage, cause, occurrence }: Pick<KnownMessage, 'stage' | 'cause' | 'occurrence'>, at: number, not: ReasonCode) {
  const nothing = { rule: undefined, caseStatus: undefined, reportNumber: undefined };
  return { stage: stage as DueStage['stage'], cause, occurrence, eventAt: at, not, ...nothing };
}

/** Why a person cannot have a stage told that is not true. */
function notTrue(stage: Stage, response: Response): ReasonCode {
  if (response.cancelled) return 'cancelledIncident';
  if (stage === 'completed' || CASE_STAGES.includes(stage)) return 'notTrueNow';
  if (stage !== 'arrived' && response.firstArrivedAt !== undefined) return 'overtakenByArrival';
  return response.open ? 'notTrueNow' : 'overtakenByClosing';
}

function wanted(message: CheckedMessage): string {
  return message.wantedLanguage ?? message.language;
}

/** Cancelled by rules alone, before it left: not by a person, and not because its time was over. */
function wasTakenBack(message: KnownMessage): boolean {
  return !message.open && !message.maybeTexted && TAKEN_BACK.has(message.code ?? '');
}

const TAKEN_BACK: ReadonlySet<string> = new Set<ReasonCode>([
  'callTypeBlank',
  'callTypeUnknown',
  'otherAgency',
  'stageNotForCallType',
  'excluded',
  'suppressedIncident',
  'recipientChanged',
  'noRecipient',
  'phoneMissing',
  'phoneInvalid',
  'phoneLandline',
  'phonePseudo',
  'phoneUncertain',
  'unitUncertain',
  'thirdPartyCaller',
  'overtakenByArrival',
  'overtakenByClosing',
  'cancelledIncident',
  'noLongerTrue',
  'noReport',
  'notArrived',
  'emptyField',
]);

/** Why a stage that was due is not any more. */
function overtakenReason(stage: Stage, incident: Incident, response: Response, ruleset: Policy['ruleset']): ReasonCode {
  if (response.cancelled) return 'cancelledIncident';
  const live = stage === 'received' || stage === 'dispatched' || stage === 'delayed';
  if (live && response.firstArrivedAt !== undefined) return 'overtakenByArrival';
  if (CASE_STAGES.includes(stage) || (live && hasCase(incident, ruleset))) return 'overtakenByCase';
  if (stage !== 'completed' && !response.open) return 'overtakenByClosing';
  return 'noLongerTrue';
}

/** Feeds lag by a few seconds. What comes later than that was held up somewhere, and so may be what follows it. */
const LATE_MS = 10_000;
const CATCH_UP_MS = 3_000;
/** How long after the end of quiet hours a text that came to be in them may still leave, at least. */
const MORNING_MS = 3_600_000;

interface Block {
  readonly code: ReasonCode | undefined;
  readonly detail: string | undefined;
  readonly rule: string | undefined;
  readonly callType: CallType | undefined;
}

/** What keeps the whole incident from being texted about. */
function incidentBlock(incident: Incident, response: Response, { ruleset }: Policy): Block {
  const { context } = response;
  const callType = callTypeOf(ruleset, context?.callType);
  const none = { detail: undefined, rule: undefined, callType };
  if (incident.suppressed !== undefined) return { ...none, code: 'suppressedIncident', detail: incident.suppressed.reason };
  const exclusion = standingExclusion(incident);
  if (exclusion !== undefined) return { ...none, code: 'excluded', detail: exclusion.reason, rule: exclusion.rule };
  if (context === undefined && incident.contexts.length > 0) return { ...none, code: 'otherAgency' };
  if (context?.callType === undefined || context.callType.trim() === '') return { ...none, code: 'callTypeBlank' };
  if (callType === undefined) return { ...none, code: 'callTypeUnknown' };
  return { ...none, code: undefined };
}

function noCallerReason(incident: Incident): ReasonCode | undefined {
  const people = recipientsOf(incident, 'dispatched', undefined);
  return 'none' in people ? people.none : undefined;
}

function blockedFromStart(code: ReasonCode, block: Block, response: Response, now: number): Verdict {
  return {
    stage: 'dispatched',
    cause: undefined,
    occurrence: String(response.restarts + 1),
    recipient: undefined,
    outcome: 'skip',
    code,
    detail: block.detail,
    rule: block.rule,
    until: undefined,
    eventAt: now,
    expiresAt: now,
    text: undefined,
    language: undefined,
    fellBackFrom: undefined,
  };
}

function judge(
  due: DueStage,
  recipient: Recipient | undefined,
  nobody: ReasonCode | undefined,
  incident: Incident,
  response: Response,
  block: Block,
  circumstances: Circumstances,
  existing: CheckedMessage | undefined,
  byHand = existing?.byHand ?? false,
): Verdict {
  const { policy, now } = circumstances;
  const stageRule = policy.ruleset.stages[due.stage];
  // A CAD clock that runs ahead must not make a text live longer.
  const eventAt = Math.min(due.eventAt, now);
  const expiresAt = existing?.expiresAt ?? eventAt + stageRule.expires;
  const verdict = {
    stage: due.stage,
    cause: due.cause,
    occurrence: existing?.occurrence ?? due.occurrence,
    recipient,
    rule: due.rule,
    detail: undefined,
    until: undefined,
    eventAt,
    expiresAt,
    text: undefined,
    language: undefined,
    fellBackFrom: undefined,
  };
  const skip = (code: ReasonCode, detail?: string, rule?: string): Verdict => ({
    ...verdict,
    outcome: 'skip',
    code,
    detail,
    rule: rule ?? due.rule,
  });

  if (block.code !== undefined) return skip(block.code, block.detail, block.rule);
  if (!stageRule.enabled) return skip('stageDisabled');
  if (block.callType !== undefined && !block.callType.stages.includes(due.stage)) return skip('stageNotForCallType');
  if (due.not !== undefined) return skip(due.not);
  if (recipient === undefined) return skip(nobody ?? 'noRecipient');
  const facts = circumstances.numbers.get(recipient.phone);
  const numberBlocked = numberBlock(facts);
  if (numberBlocked !== undefined) return skip(numberBlocked.code, numberBlocked.detail);
  if (now >= expiresAt) return skip('expired');

  const max = policy.ruleset.delays.find((rule) => rule.id === due.rule)?.max ?? 1;
  const tally = circumstances.tally ?? new TextTally(circumstances.messages);
  const overdone = tally.without(existing?.id, recipient.phone, (texted): ReasonCode | undefined => {
    const isOnce = ONCE.includes(due.stage);
    if (isOnce && existing?.resent !== true && texted.maybeTexted(due.stage) > 0) return 'alreadyTexted';
    if (isOnce && existing === undefined && !byHand && texted.cancelledByPerson(due.stage) > 0) return 'cancelledByPerson';
    if (due.cause === 'diverted' && texted.diverted >= max) return 'delayCapped';
    if (!UNCAPPED.includes(due.stage) && texted.counted >= policy.ruleset.caps.perIncident) return 'cappedPerIncident';
    return undefined;
  });
  if (overdone !== undefined) return skip(overdone);
  if ((facts?.textsLastDay ?? 0) >= policy.ruleset.caps.perNumberPerDay) return skip('cappedPerDay');

  const text = textFor(due, incident, response, recipient.language, policy);
  if ('problem' in text) return skip(text.problem, text.problem === 'emptyField' ? text.field : undefined);

  if (tellsThirdParty(text.template, recipient, incident, block.callType, policy.ruleset)) return skip('thirdPartyCaller');

  const ready = { ...verdict, ...spoken(text) };
  const hold = (code: ReasonCode, until: number | undefined): Verdict => ({ ...ready, outcome: 'hold', code, until });
  if (circumstances.holdAll !== undefined && (existing?.released !== true || circumstances.holdAll === 'stopped')) {
    return hold(circumstances.holdAll, undefined);
  }
  if (facts?.reply !== undefined && existing?.released !== true) return hold(facts.reply, undefined);
  // That nobody has come is not known where nobody would say so.
  const isBlind = circumstances.unheard === true && due.stage === 'delayed';
  if (isBlind && !byHand && existing?.released !== true) return hold('feedUnheard', undefined);
  const madeAt = existing === undefined ? now : existing.unheld === true ? existing.createdAt : undefined;
  if (madeAt !== undefined && madeAt - eventAt > policy.ruleset.breaker.maxEventAge) return hold('oldEvent', undefined);
  if (madeAt !== undefined && !byHand) {
    // A backlog comes line by line, and what a later line says may be the opposite.
    const catchUp = madeAt - eventAt > LATE_MS ? CATCH_UP_MS : 0;
    const until = madeAt + Math.max(stageRule.hold, catchUp);
    if (until > now) return hold(stageRule.hold >= catchUp ? 'hold' : 'catchUp', until);
  } else if (existing !== undefined && !byHand && !existing.released && existing.createdAt + stageRule.hold > now) {
    return hold('hold', existing.createdAt + stageRule.hold);
  }
  if (existing?.released === true) return { ...ready, outcome: 'send', code: 'due' };
  const observed = stageRule.quietHours && !byHand;
  const quiet = observed ? quietUntil(now, policy.ruleset.quietHours, policy.agency.timeZone) : undefined;
  if (quiet !== undefined) {
    const held = hold('quietHours', quiet);
    const couldLeaveAt = (existing?.createdAt ?? now) + stageRule.hold;
    if (quietUntil(couldLeaveAt, policy.ruleset.quietHours, policy.agency.timeZone) !== quiet) return held;
    // What could not leave before the night must get its chance in the morning, also after the longest night of the year.
    return { ...held, expiresAt: Math.max(expiresAt, quiet + MORNING_MS) };
  }
  const gapEnds = gapEndsAt(facts, policy.ruleset.caps.minGap, now);
  if (gapEnds !== undefined) return hold('minGap', gapEnds);
  return { ...ready, outcome: 'send', code: 'due' };
}
