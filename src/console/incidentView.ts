import type { DecisionView, EventView, IncidentSummaryView, IncidentView, MessageView, TextingState } from '../contract/views';
import type { Incident } from '../incident/incident';
import { isOn, responseOf } from '../incident/response';
import { isOpen } from '../intake/considerIncident';
import type { StoredIncident, StoredMessage } from '../intake/records';
import { callTypeOf } from '../rules/callTypes';
import { standingExclusion } from '../rules/exclusion';
import { phoneReason, sentence } from '../rules/reasons';
import type { DelayCause, Policy, Stage } from '../rules/ruleset';
import type { StoredEvent } from '../store/consoleQueries';
import { eventText } from './eventText';
import { stageWords } from './stageWords';

/** A decision as the store gives it. */
export interface DecisionRow {
  readonly id: number;
  readonly incidentId: number;
  readonly stage: string;
  readonly cause: string | null;
  readonly occurrence: string;
  readonly role: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly detail: string | null;
  readonly rule: string | null;
  readonly at: number;
  readonly until: number | null;
  readonly policyVersion: number | null;
}

type Shown = StoredIncident & { readonly updatedAt: number };

export function numberOf(incident: Incident, policy: Policy): string {
  const { incidentNumber } = responseOf(incident, policy.agency.cadAgency);
  const any = incidentNumber ?? incident.callNumber ?? incident.incidentNumbers.at(-1)?.number;
  return any ?? incident.reports.at(-1)?.number ?? incident.callIds.at(-1)?.callId ?? `#${incident.id}`;
}

export function summaryView(
  stored: Shown,
  messages: readonly StoredMessage[],
  decisions: readonly DecisionRow[],
  policy: Policy,
): IncidentSummaryView {
  const { incident } = stored;
  const response = responseOf(incident, policy.agency.cadAgency);
  const context = response.context ?? incident.contexts[0];
  const callType = callTypeOf(policy.ruleset, context?.callType);
  const texting = textingOf(stored, messages, decisions);
  return {
    id: incident.id,
    number: numberOf(incident, policy),
    callNumber: incident.callNumber ?? null,
    callType: context?.callType ?? null,
    callTypeLabel: callType?.label ?? null,
    priority: context?.priority ?? null,
    status: response.cancelled ? 'cancelled' : response.closedAt !== undefined ? 'closed' : 'open',
    createdAt: incident.createdAt,
    updatedAt: stored.updatedAt,
    closedAt: response.closedAt ?? null,
    units: incident.units.filter(isOn).length,
    ...texting,
  };
}

/** The texts that have not left, the one that goes next first; those that only a person lets go come last. */
export function openTexts(messages: readonly StoredMessage[]): readonly StoredMessage[] {
  const goesAt = (message: StoredMessage) => message.notBefore ?? message.dueAt;
  return messages
    .filter(isOpen)
    .sort((a, b) => Number(goesByItself(b)) - Number(goesByItself(a)) || goesAt(a) - goesAt(b) || a.dueAt - b.dueAt);
}

export function goesByItself({ status, notBefore }: Pick<StoredMessage, 'status' | 'notBefore'>): boolean {
  return status === 'ready' || notBefore !== undefined;
}

/** One state and one sentence for an incident: what became of its texts, or why there were none. */
function textingOf(
  stored: Shown,
  messages: readonly StoredMessage[],
  decisions: readonly DecisionRow[],
): { texting: TextingState; sentence: string; nextAt: number | null } {
  const { incident, delayDueAt } = stored;
  const words = (message: StoredMessage) => stageWords(message.stage, message.cause);
  const last = (status: (message: StoredMessage) => boolean) => messages.filter(status).at(-1);
  const unconfirmed = last((m) => m.status === 'unconfirmed');
  if (unconfirmed !== undefined) {
    const text = `Not known whether the text arrived: ${words(unconfirmed)}`;
    return { texting: 'unconfirmed', sentence: text, nextAt: null };
  }
  const [open, ...others] = openTexts(messages);
  if (open !== undefined) {
    const timed = goesByItself(open);
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    const why = open.code === undefined || open.code === 'due' ? '' : `. ${sentence(open.code, open.detail)}`;
    return {
      texting: timed ? 'due' : 'held',
      sentence: timed
        ? `Will text the ${open.role}: ${words(open)}${more}${why}`
        : `${sentence(open.code ?? 'heldByPerson')}: ${words(open)}${more}`,
      nextAt: open.notBefore ?? null,
    };
  }
  const sending = last((m) => m.status === 'sending');
  if (sending !== undefined) return { texting: 'due', sentence: `Texting now: ${words(sending)}`, nextAt: null };
  const exclusion = standingExclusion(incident);
  const sent = last((m) => m.acceptedAt !== undefined);
  const nextAt = delayDueAt ?? null;
  const withheld = incident.suppressed !== undefined || exclusion !== undefined;
  if (sent !== undefined && !withheld) {
    if (sent.status === 'undelivered' || sent.status === 'expired') {
      return { texting: 'failed', sentence: `Not delivered: ${words(sent)}. ${sentence(sent.code ?? '', sent.detail)}`, nextAt };
    }
    const confirmed = sent.status === 'delivered';
    return {
      texting: confirmed ? 'confirmed' : 'sent',
      sentence: `${confirmed ? 'Delivered' : 'Accepted by the carrier'}: ${words(sent)}`,
      nextAt,
    };
  }
  const watched = last((m) => m.status === 'cancelled' && m.code === 'watchOnly');
  if (watched !== undefined && sent === undefined && !withheld) {
    return { texting: 'withheld', sentence: `Would have texted the ${watched.role}: ${words(watched)}`, nextAt };
  }
  const skip = decisions.filter((decision) => decision.outcome === 'skip').at(-1);
  if (skip !== undefined || withheld) {
    const after = sent === undefined ? 'Not texted' : 'No further texts';
    const why =
      incident.suppressed !== undefined
        ? sentence('suppressedIncident', incident.suppressed.reason)
        : exclusion !== undefined
          ? sentence('excluded', exclusion.reason)
          : sentence(skip?.code ?? '', skip?.detail ?? undefined);
    return { texting: 'withheld', sentence: `${after}: ${why}`, nextAt: null };
  }
  return {
    texting: 'none',
    sentence: nextAt === null ? 'Nothing to text yet' : 'Will say that the call is waiting, unless an officer is assigned',
    nextAt,
  };
}

export function incidentView(
  stored: Shown,
  messages: readonly StoredMessage[],
  decisions: readonly DecisionRow[],
  suppressions: ReadonlyMap<string, string>,
  policy: Policy,
): IncidentView {
  const { incident } = stored;
  const response = responseOf(incident, policy.agency.cadAgency);
  const exclusion = standingExclusion(incident);
  return {
    ...summaryView(stored, messages, decisions, policy),
    callId: incident.callIds.at(-1)?.callId ?? null,
    incidentNumber: response.incidentNumber ?? null,
    reportNumbers: incident.reports.map((report) => report.number),
    contexts: incident.contexts.map(({ agency, callType, priority, closedAt, cancelledAt }) => ({
      agency: agency ?? null,
      callType: callType ?? null,
      priority: priority ?? null,
      closed: closedAt !== undefined || incident.closedAt !== undefined,
      cancelled: cancelledAt !== undefined || incident.cancelledAt !== undefined,
    })),
    contacts: incident.contacts.map(({ role, phone, phoneProblem, name, language }) => ({
      role,
      phone: phone ?? null,
      problem: phone === undefined ? sentence(phoneReason(phoneProblem)) : null,
      name: name ?? null,
      language: language ?? null,
      suppressed: phone === undefined ? null : (suppressions.get(phone) ?? null),
    })),
    unitList: incident.units.flatMap(({ unit, agency, primary, officers, assignments }) => {
      const assignment = assignments.at(-1);
      if (assignment === undefined) return [];
      const { assigned, dispatched, enRoute, arrived, cleared } = assignment.times;
      return {
        unit,
        agency: agency ?? null,
        primary,
        officers: officers.map((officer) => officer.id),
        assignedAt: assigned ?? null,
        dispatchedAt: dispatched ?? null,
        enRouteAt: enRoute ?? null,
        arrivedAt: arrived ?? null,
        clearedAt: cleared ?? null,
        leftAt: assignment.left?.at ?? null,
      };
    }),
    flags: [...incident.flags],
    dispositions: [...incident.dispositions],
    feeds: [...incident.feeds],
    excluded: exclusion === undefined ? null : { rule: exclusion.rule, reason: exclusion.reason, at: exclusion.at },
    suppressed: incident.suppressed ?? null,
    waitingSince: response.waitingSince ?? null,
    detectiveId: incident.detectives.at(-1)?.id ?? null,
    caseStatus: incident.caseStatuses.at(-1)?.status ?? null,
  };
}

export function eventView({ id, feedId, frameId, receivedAt, event }: StoredEvent): EventView {
  return {
    id,
    type: event.type,
    occurredAt: event.occurredAt,
    receivedAt,
    feed: feedId,
    frame: frameId ?? null,
    inferred: event.inferred ?? false,
    text: `${eventText(event)}${event.ambiguousTime === true ? ' (time ambiguous)' : ''}`,
  };
}

export function decisionView(row: DecisionRow): DecisionView {
  return {
    id: row.id,
    stage: row.stage as Stage,
    cause: row.cause as DelayCause | null,
    outcome: row.outcome as DecisionView['outcome'],
    code: row.code,
    reason: sentence(row.code, row.detail ?? undefined),
    at: row.at,
    rule: row.rule,
    until: row.until,
    role: row.role as DecisionView['role'],
    policyVersion: row.policyVersion,
  };
}

export function messageView(message: StoredMessage, incident: Incident | undefined, policy: Policy): MessageView {
  const { status, code, detail } = message;
  return {
    id: message.id,
    incidentId: message.incidentId,
    incident: incident === undefined ? `#${message.incidentId}` : numberOf(incident, policy),
    stage: message.stage,
    cause: message.cause ?? null,
    occurrence: message.occurrence,
    role: message.role,
    to: message.phone,
    text: message.text,
    language: message.language,
    languageFellBack: message.wantedLanguage ?? null,
    orderedBy: message.orderedBy ?? null,
    corrects: [...message.corrects],
    segments: message.segments,
    state: status,
    reason: code === undefined ? null : sentence(status === 'ready' && code === 'due' ? 'waitsForCarrier' : code, detail),
    code: code ?? null,
    createdAt: message.createdAt,
    dueAt: message.dueAt,
    notBefore: message.notBefore ?? null,
    expiresAt: message.expiresAt,
    sendingAt: message.sendingAt ?? null,
    acceptedAt: message.acceptedAt ?? null,
    endedAt: message.endedAt ?? null,
    attempts: message.attempts,
    carrierMessageId: message.carrierMessageId ?? null,
    needsPerson:
      message.needsPerson === undefined
        ? null
        : message.needsPerson === 'noMatch'
          ? 'The carrier’s list does not show it'
          : 'The carrier’s list shows several that could be it',
    candidates: [...message.candidates],
  };
}
