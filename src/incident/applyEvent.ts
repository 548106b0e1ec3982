import { assertNever } from '../heraldError';
import type { CadEvent, CadEventOf } from './cadEvent';
import { contactsChanged } from './contactEvents';
import { type EndMark, withEndMark } from './endMarks';
import { type AgencyContext, type Incident, sameAgency } from './incident';
import { learnLine, onLines } from './phoneLine';
import { assignedAnew, unitChanged, unitReached, unitTakenOff, unitTimeMended } from './unitEvents';

/**
 * How events of a feed follow each other. `byTime`: lines may come late, and an older one must not undo a newer one.
 * `asReceived`: snapshots, which were put in order before; what has no time of its own there carries the console's, and the
 * CAD's clock may be ahead of it.
 */
export type EventOrder = 'byTime' | 'asReceived';

/**
 * The incident after `event`. Returns the same object where the event says nothing new, so a repeated or resent record
 * changes nothing. Pure.
 */
export function applyEvent(incident: Incident, event: CadEvent, order: EventOrder = 'byTime'): Incident {
  const next = change(incident, event, order);
  if (next === incident) return incident;
  return { ...next, lastEventAt: Math.max(incident.lastEventAt, event.occurredAt) };
}

function change(incident: Incident, event: CadEvent, order: EventOrder): Incident {
  const late = (at: number) => order === 'byTime' && event.occurredAt < at;
  switch (event.type) {
    case 'incidentCreated':
      return event.occurredAt === incident.createdAt ? incident : { ...incident, createdAt: event.occurredAt };
    case 'incidentTypeChanged':
      return onContext(incident, event.agency, (context) =>
        late(context.callTypeAt) || (event.callType === context.callType && event.occurredAt === context.callTypeAt)
          ? context
          : { ...context, callType: event.callType, callTypeAt: event.occurredAt },
      ).with('callTypes', event.callType);
    case 'priorityChanged':
      return onContext(incident, event.agency, (context) =>
        late(context.priorityAt) || (event.priority === context.priority && event.occurredAt === context.priorityAt)
          ? context
          : { ...context, priority: event.priority, priorityAt: event.occurredAt },
      ).with('priorities', event.priority);
    case 'flagsChanged': {
      const same = event.flags.length === incident.flags.length && event.flags.every((flag, i) => flag === incident.flags[i]);
      const changed = same ? incident : { ...incident, flags: [...event.flags] };
      return event.flags.reduce((so, flag) => remember(so, 'flags', flag), changed);
    }
    case 'contactsChanged':
      return contactsChanged(incident, event, order === 'asReceived');
    case 'phoneLineKnown': {
      const { phone, line, callback } = event;
      const before = incident.lines ?? [];
      const lines = learnLine(before, { phone, line, callback });
      return lines === before ? incident : { ...incident, lines, contacts: incident.contacts.map((c) => onLines(c, lines)) };
    }
    case 'unitAssigned':
      return unitReached(incident, event, 'assigned', order);
    case 'unitDispatched':
      return unitReached(incident, event, 'dispatched', order);
    case 'unitEnRoute':
      return unitReached(incident, event, 'enRoute', order);
    case 'unitArrived':
      return unitReached(incident, event, 'arrived', order);
    case 'unitCleared':
      return unitReached(incident, event, 'cleared', order);
    case 'unitAssignmentCancelled':
      return unitTakenOff(incident, event);
    case 'unitTimeCorrected':
      return unitTimeMended(incident, event.unit, event.milestone, event.at);
    case 'unitTimeWithdrawn':
      return unitTimeMended(incident, event.unit, event.milestone, undefined);
    case 'unitDetailsChanged':
      return unitChanged(incident, event);
    case 'incidentNumberAssigned': {
      const known = incident.incidentNumbers.some((n) => n.number === event.incidentNumber && sameAgency(n.agency, event.agency));
      if (known) return incident;
      return {
        ...incident,
        incidentNumbers: [...incident.incidentNumbers, { agency: event.agency, number: event.incidentNumber }],
      };
    }
    case 'reportNumberAssigned':
      return reportNumberAssigned(incident, event);
    case 'reportNumberWithdrawn': {
      const reports = incident.reports.filter(
        (r) => !(sameNumber(r.number, event.reportNumber) && sameAgency(r.agency, event.agency)),
      );
      return reports.length === incident.reports.length ? incident : { ...incident, reports };
    }
    case 'incidentClosed': {
      const dispositions = [...new Set([...incident.dispositions, ...event.dispositions])];
      const changed = dispositions.length === incident.dispositions.length ? incident : { ...incident, dispositions };
      return ended(changed, 'closed', event, order);
    }
    case 'incidentCancelled':
      return ended(incident, 'cancelled', event, order);
    case 'incidentReopened':
      // Where nothing is known to reopen, the closing may come late, and must then be told from a new one.
      return ended(incident, 'reopened', event, order);
    case 'caseAssigned': {
      const last = incident.detectives.at(-1);
      if (last !== undefined && (last.id === event.detectiveId || event.occurredAt < last.at)) return incident;
      const entry = { id: event.detectiveId, reportNumber: event.reportNumber, at: event.occurredAt };
      return { ...incident, detectives: [...incident.detectives, entry] };
    }
    case 'caseStatusChanged': {
      const last = incident.caseStatuses.at(-1);
      const same = last !== undefined && last.status.toLowerCase() === event.caseStatus.toLowerCase();
      if (last !== undefined && (same || event.occurredAt < last.at)) return incident;
      const entry = { status: event.caseStatus, reportNumber: event.reportNumber, at: event.occurredAt };
      return { ...incident, caseStatuses: [...incident.caseStatuses, entry] };
    }
    default:
      return assertNever(event);
  }
}

/** An agency's end belongs to its part of the call, which may be first heard of by it. */
function ended(incident: Incident, what: EndMark['what'], event: CadEvent & { agency?: string }, order: EventOrder): Incident {
  const { agency, occurredAt: at } = event;
  const known = agency === undefined || what === 'reopened' ? incident : onContext(incident, agency, (part) => part).incident;
  const marked = withEndMark(known, { what, agency, at, ...(order === 'asReceived' ? { inOrder: true } : {}) });
  return marked === known ? incident : { ...marked, units: marked.units.map((unit) => assignedAnew(unit, marked)) };
}

function remember(incident: Incident, kind: keyof Incident['seen'], value: string | undefined): Incident {
  if (value === undefined || value.trim() === '' || incident.seen[kind].includes(value)) return incident;
  return { ...incident, seen: { ...incident.seen, [kind]: [...incident.seen[kind], value] } };
}

function onContext(incident: Incident, agency: string | undefined, update: (context: AgencyContext) => AgencyContext) {
  const found = incident.contexts.find((context) => sameAgency(context.agency, agency));
  const before: AgencyContext = found ?? {
    agency,
    callType: undefined,
    callTypeAt: Number.MIN_SAFE_INTEGER,
    priority: undefined,
    priorityAt: Number.MIN_SAFE_INTEGER,
    closedAt: undefined,
    cancelledAt: undefined,
  };
  const after = update(before);
  let changed = incident;
  if (found === undefined) changed = { ...incident, contexts: [...incident.contexts, after] };
  else if (after !== found) changed = { ...incident, contexts: incident.contexts.map((c) => (c === found ? after : c)) };
  return {
    incident: changed,
    with: (kind: keyof Incident['seen'], value: string | undefined) => remember(changed, kind, value),
  };
}

function sameNumber(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Of several numbers the one told last counts, so a number that is told again moves up. */
function reportNumberAssigned(incident: Incident, event: CadEventOf<'reportNumberAssigned'>): Incident {
  const { agency, officerId, occurredAt } = event;
  const known = incident.reports.find((r) => sameNumber(r.number, event.reportNumber) && sameAgency(r.agency, agency));
  if (known === undefined) {
    return { ...incident, reports: [...incident.reports, { number: event.reportNumber, agency, officerId, at: occurredAt }] };
  }
  const report = { ...known, officerId: officerId ?? known.officerId, at: Math.max(known.at, occurredAt) };
  const latest = incident.reports.every((r) => r.at <= known.at);
  // The latest one keeps the time at which it became known: a text is due from then on.
  if (latest) report.at = known.at;
  if (report.at === known.at && report.officerId === known.officerId) return incident;
  return { ...incident, reports: incident.reports.map((r) => (r === known ? report : r)) };
}
