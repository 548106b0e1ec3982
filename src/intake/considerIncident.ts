import { SegmentedMessage } from 'sms-segments-calculator';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import { nextOutboxStatus, type OutboxInput } from '../outbox/outboxState';
import {
  type CheckedMessage,
  type Circumstances,
  evaluate,
  type KnownMessage,
  ONCE,
  rechecker,
  type Verdict,
} from '../rules/consider';
import { baseOccurrence } from '../rules/due';
import type { Policy } from '../rules/ruleset';
import { TextTally } from '../rules/textTally';
import { keepNumberSource } from './numberSource';
import type { MessageFacts, Records, StoredIncident, StoredMessage } from './records';

/** What holds everything back just now, beside the incident itself. */
export interface Situation {
  readonly now: number;
  readonly policy: Policy;
  readonly mode: 'live' | 'watch' | 'training';
  readonly holdAll: Circumstances['holdAll'];
  readonly unheard: boolean;
}

export interface Considered {
  readonly stored: StoredIncident;
  /** How many texts came due: the breaker counts them. */
  readonly cameDue: number;
  readonly messagesChanged: boolean;
}

/**
 * Lets the rules look at an incident as it is now: open messages that became untrue are cancelled, stages that came due
 * get their message, and every new verdict its decision. The caller saves the incident that comes back.
 */
export async function considerIncident(records: Records, stored: StoredIncident, situation: Situation): Promise<Considered> {
  const { incident } = stored;
  const messages = await records.messagesOf(incident.id);
  const phones = new Set<E164>(messages.filter(isOpen).map((m) => m.phone));
  for (const contact of incident.contacts) if (contact.phone !== undefined) phones.add(contact.phone);
  const numbers = await records.numberFacts([...phones], situation.now);
  const known = messages.map(knownMessage);
  const circumstances: Circumstances = {
    now: situation.now,
    policy: situation.policy,
    messages: known,
    tally: new TextTally(known),
    numbers,
    holdAll: situation.holdAll,
    unheard: situation.unheard,
  };

  const decisions = new Map(Object.entries(stored.lastDecisions));
  const decide = (verdict: Verdict) => recordDecision(records, incident.id, verdict, situation.now, decisions);
  let messagesChanged = false;
  const recheck = rechecker(incident, situation.policy, situation.now);
  for (const message of messages) {
    if (!isOpen(message)) continue;
    const verdict = recheck(checkedMessage(message), circumstances);
    if (verdict.outcome !== 'skip') continue;
    await decide({ ...verdict, recipient: { role: message.role, phone: message.phone, language: message.language } });
    await changeMessage(records, message, endInput(verdict), situation.now, { code: verdict.code, detail: verdict.detail });
    messagesChanged = true;
  }

  const { verdicts, nextAt } = evaluate(incident, circumstances);
  let cameDue = 0;
  for (const judged of verdicts) {
    const verdict = await underHold(records, judged, incident, messages);
    if (verdict.outcome !== 'skip') {
      const message = newMessage(records, incident.id, verdict, situation);
      const added = await records.addMessage(message);
      if (!added) continue;
      await keepNumberSource(records, incident, message);
      cameDue += 1;
      messagesChanged = true;
    }
    await decide(verdict);
  }
  return {
    stored: { incident, lastDecisions: Object.fromEntries(decisions), delayDueAt: nextAt },
    cameDue,
    messagesChanged,
  };
}

/**
 * A person's hold is the person's to end: where the text that was held became untrue for a while, or its number was corrected,
 * the one that takes its place is held, too.
 */
async function underHold(
  records: Records,
  verdict: Verdict,
  incident: Incident,
  messages: readonly StoredMessage[],
): Promise<Verdict> {
  if (verdict.outcome === 'skip') return verdict;
  const { stage, cause, occurrence, recipient } = verdict;
  const isOnce = ONCE.includes(stage);
  const isCorrected = (phone: E164) => incident.contacts.every((contact) => contact.phone !== phone);
  const before = messages.findLast(
    (m) =>
      m.stage === stage &&
      m.cause === cause &&
      (m.phone === recipient?.phone || isCorrected(m.phone)) &&
      (isOnce || baseOccurrence(m.occurrence) === baseOccurrence(occurrence)),
  );
  if (before === undefined || !(await records.endedUnderHold(before.id))) return verdict;
  return { ...verdict, outcome: 'hold', code: 'heldByPerson', until: undefined };
}

/** Stores a verdict where it is news: an unchanged one would only hide the moment at which it was first reached. */
export async function recordDecision(
  records: Records,
  incidentId: number,
  verdict: Verdict,
  at: number,
  last: Map<string, string>,
): Promise<void> {
  const key = `${verdict.stage}|${verdict.cause ?? ''}|${verdict.occurrence}|${verdict.recipient?.phone ?? ''}`;
  const value = `${verdict.outcome}|${verdict.code}|${verdict.detail ?? ''}|${verdict.rule ?? ''}`;
  if (last.get(key) === value) return;
  last.set(key, value);
  await records.addDecision({
    incidentId,
    stage: verdict.stage,
    cause: verdict.cause,
    occurrence: verdict.occurrence,
    role: verdict.recipient?.role,
    outcome: verdict.outcome,
    code: verdict.code,
    detail: verdict.detail,
    rule: verdict.rule,
    at,
    until: verdict.until,
  });
}

/** Stores why a message ends that a person, the carrier or its time ends, without the rules being asked. */
export async function decideSkip(
  records: Records,
  message: StoredMessage,
  code: string,
  detail: string | undefined,
  at: number,
): Promise<void> {
  const { incidentId, stage, cause, occurrence, role } = message;
  await records.addDecision({
    ...{ incidentId, stage, cause, occurrence, role, code, detail, at },
    outcome: 'skip',
    rule: undefined,
    until: undefined,
  });
}

/** Applies an input by `nextOutboxStatus` and writes the row. Undefined where the input means nothing in its state. */
export async function changeMessage(
  records: Records,
  message: StoredMessage,
  input: OutboxInput,
  at: number,
  change: Partial<StoredMessage> = {},
): Promise<StoredMessage | undefined> {
  const status = nextOutboxStatus(message.status, input);
  if (status === undefined) return undefined;
  const ended = status === 'delivered' || status === 'undelivered' || status === 'expired' || status === 'cancelled';
  const changed: StoredMessage = { ...message, detail: undefined, ...change, status, endedAt: ended ? at : undefined };
  await records.saveMessage(changed, input.type, at, message.status);
  return changed;
}

/** The input that ends a message which has not left, for the reason of its verdict. */
export function endInput(verdict: Verdict): OutboxInput {
  return verdict.code === 'expired' ? { type: 'expire' } : { type: 'cancel', reason: verdict.code };
}

export function isOpen(message: Pick<StoredMessage, 'status'>): boolean {
  return message.status === 'held' || message.status === 'ready';
}

export function knownMessage(message: MessageFacts): KnownMessage {
  const tried = message.status === 'sending' || message.status === 'unconfirmed';
  return {
    id: message.id,
    stage: message.stage,
    cause: message.cause,
    occurrence: message.occurrence,
    phone: message.phone,
    open: isOpen(message),
    maybeTexted: tried || message.acceptedAt !== undefined,
    code: message.code,
  };
}

/** A message as the truth check looks at it. */
export function checkedMessage(message: StoredMessage): CheckedMessage {
  return { ...message, ...knownMessage(message), byHand: message.orderedBy !== undefined };
}

/** One septet each in GSM-7, so that up to 160 of them are one segment. Nearly every text is so, and counting is slow. */
const ONE_SEGMENT = /^[A-Za-z0-9 !"#$%&'()*+,\-./:;<=>?@_]{1,160}$/;

/** Segments of a text as the carrier counts them; an estimate until its 202 says. */
export function countSegments(text: string): number {
  if (ONE_SEGMENT.test(text)) return 1;
  return new SegmentedMessage(text, 'auto').segmentsCount;
}

/** The row of a text that came due, or (with `orderedBy`) that a person ordered. The verdict must not be `skip`. */
export function newMessage(
  records: Records,
  incidentId: number,
  verdict: Verdict,
  situation: Situation,
  order: { readonly orderedBy?: string; readonly corrects?: readonly string[] } = {},
): StoredMessage {
  const { recipient, text, language } = verdict;
  if (recipient === undefined || text === undefined || language === undefined) throw new TypeError('A text without a recipient');
  const held = verdict.outcome === 'hold';
  // Watch-only decides everything and sends nothing: the row says what would have gone out.
  const watched = !held && situation.mode === 'watch';
  return {
    id: records.newMessageId({
      incidentId,
      stage: verdict.stage,
      phone: recipient.phone,
      occurrence: verdict.occurrence,
      at: situation.now,
    }),
    incidentId,
    stage: verdict.stage,
    cause: verdict.cause,
    occurrence: verdict.occurrence,
    role: recipient.role,
    phone: recipient.phone,
    text,
    language,
    wantedLanguage: verdict.fellBackFrom,
    orderedBy: order.orderedBy,
    corrects: order.corrects ?? [],
    segments: countSegments(text),
    status: watched ? 'cancelled' : held ? 'held' : 'ready',
    code: watched ? 'watchOnly' : verdict.code,
    detail: undefined,
    createdAt: situation.now,
    dueAt: situation.now,
    notBefore: verdict.until,
    expiresAt: verdict.expiresAt,
    sendingAt: undefined,
    acceptedAt: undefined,
    endedAt: watched ? situation.now : undefined,
    attempts: 0,
    carrierMessageId: undefined,
    asked: 0,
    polls: 0,
    nextAskAt: undefined,
    needsPerson: undefined,
    candidates: [],
    released: false,
    resent: false,
  };
}
