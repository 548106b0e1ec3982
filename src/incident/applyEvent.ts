import { assertNever } from '../heraldError';
import type { CadEvent, CadEventOf, UnitMilestone } from './cadEvent';
import { CONTACT_ROLES, type Contact } from './contact';
import { type AgencyContext, type Assignment, type Incident, sameAgency, type UnitOnIncident } from './incident';
import { readPhone } from './phone';

/**
 * The incident after `event`. Returns the same object where the event says nothing new, so a repeated or resent record
 * changes nothing. Pure.
 */
export function applyEvent(incident: Incident, event: CadEvent): Incident {
  const next = change(incident, event);
  if (next === incident) return incident;
  return { ...next, lastEventAt: Math.max(incident.lastEventAt, event.occurredAt) };
}

function change(incident: Incident, event: CadEvent): Incident {
  switch (event.type) {
    case 'incidentCreated':
      return event.occurredAt === incident.createdAt ? incident : { ...incident, createdAt: event.occurredAt };
    case 'incidentTypeChanged':
      return onContext(incident, event.agency, (context) =>
        event.occurredAt < context.callTypeAt || (event.callType === context.callType && event.occurredAt === context.callTypeAt)
          ? context
          : { ...context, callType: event.callType, callTypeAt: event.occurredAt },
      ).with('callTypes', event.callType);
    case 'priorityChanged':
      return onContext(incident, event.agency, (context) =>
        event.occurredAt < context.priorityAt || (event.priority === context.priority && event.occurredAt === context.priorityAt)
          ? context
          : { ...context, priority: event.priority, priorityAt: event.occurredAt },
      ).with('priorities', event.priority);
    case 'flagsChanged': {
      const same = event.flags.length === incident.flags.length && event.flags.every((flag, i) => flag === incident.flags[i]);
      const changed = same ? incident : { ...incident, flags: [...event.flags] };
      return event.flags.reduce((so, flag) => remember(so, 'flags', flag), changed);
    }
    case 'contactsChanged':
      return contactsChanged(incident, event);
    case 'unitAssigned':
      return milestone(incident, event, 'assigned');
    case 'unitDispatched':
      return milestone(incident, event, 'dispatched');
    case 'unitEnRoute':
      return milestone(incident, event, 'enRoute');
    case 'unitArrived':
      return milestone(incident, event, 'arrived');
    case 'unitCleared':
      return milestone(incident, event, 'cleared');
    case 'unitAssignmentCancelled':
      return assignmentCancelled(incident, event);
    case 'unitTimeCorrected':
      return onLastAssignment(incident, event.unit, (assignment) =>
        assignment.times[event.milestone] === event.at
          ? assignment
          : { ...assignment, times: { ...assignment.times, [event.milestone]: event.at } },
      );
    case 'unitTimeWithdrawn':
      return onLastAssignment(incident, event.unit, (assignment) => {
        if (assignment.times[event.milestone] === undefined) return assignment;
        const { [event.milestone]: _withdrawn, ...times } = assignment.times;
        return { ...assignment, times };
      });
    case 'unitDetailsChanged':
      return onUnit(incident, event.unit, (unit) => ({ ...unit, primary: event.primary, officers: [...event.officers] }));
    case 'incidentNumberAssigned': {
      const known = incident.incidentNumbers.some((n) => n.number === event.incidentNumber && sameAgency(n.agency, event.agency));
      if (known) return incident;
      return {
        ...incident,
        incidentNumbers: [...incident.incidentNumbers, { agency: event.agency, number: event.incidentNumber }],
      };
    }
    case 'reportNumberAssigned': {
      const known = incident.reports.find(
        (r) => r.number.toLowerCase() === event.reportNumber.toLowerCase() && sameAgency(r.agency, event.agency),
      );
      if (known !== undefined) {
        if (event.officerId === undefined || known.officerId === event.officerId) return incident;
        return { ...incident, reports: incident.reports.map((r) => (r === known ? { ...r, officerId: event.officerId } : r)) };
      }
      const report = { number: event.reportNumber, agency: event.agency, officerId: event.officerId, at: event.occurredAt };
      return { ...incident, reports: [...incident.reports, report] };
    }
    case 'incidentClosed': {
      const dispositions = [...new Set([...incident.dispositions, ...event.dispositions])];
      const changed = dispositions.length === incident.dispositions.length ? incident : { ...incident, dispositions };
      if (isStale(changed, event)) return changed;
      return event.agency === undefined
        ? changed.closedAt !== undefined
          ? changed
          : { ...changed, closedAt: event.occurredAt }
        : onContext(changed, event.agency, (c) => (c.closedAt !== undefined ? c : { ...c, closedAt: event.occurredAt })).incident;
    }
    case 'incidentCancelled':
      if (isStale(incident, event)) return incident;
      return event.agency === undefined
        ? incident.cancelledAt !== undefined
          ? incident
          : { ...incident, cancelledAt: event.occurredAt }
        : onContext(incident, event.agency, (c) => (c.cancelledAt !== undefined ? c : { ...c, cancelledAt: event.occurredAt }))
            .incident;
    case 'incidentReopened': {
      const reopen = (c: AgencyContext): AgencyContext =>
        c.closedAt === undefined && c.cancelledAt === undefined ? c : { ...c, closedAt: undefined, cancelledAt: undefined };
      const ended = incident.closedAt !== undefined || incident.cancelledAt !== undefined;
      const parts =
        event.agency === undefined
          ? incident.contexts.map(reopen)
          : incident.contexts.map((c) => (sameAgency(c.agency, event.agency) ? reopen(c) : c));
      const contextsChanged = parts.some((c, i) => c !== incident.contexts[i]);
      // A reopening that was undone by a later close, and is only told again.
      if (incident.reopened.includes(event.occurredAt) || (!ended && !contextsChanged)) return incident;
      const whole = event.agency === undefined || ended;
      return {
        ...incident,
        contexts: parts,
        closedAt: whole ? undefined : incident.closedAt,
        cancelledAt: whole ? undefined : incident.cancelledAt,
        reopened: [...incident.reopened, event.occurredAt],
      };
    }
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

/** A close or cancel from before the last reopening is an old line that came late. */
function isStale(incident: Incident, event: CadEvent): boolean {
  const reopenedAt = incident.reopened.at(-1);
  return reopenedAt !== undefined && event.occurredAt < reopenedAt;
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

function contactsChanged(incident: Incident, event: CadEventOf<'contactsChanged'>): Incident {
  const others = incident.contacts.filter((c) => c.feedId !== event.feedId || !event.roles.includes(c.role));
  const told: Contact[] = event.contacts
    .filter((fact) => event.roles.includes(fact.role))
    .map((fact) => {
      const read = fact.landline === true ? { problem: 'landline' as const } : readPhone(fact.phone);
      return {
        feedId: event.feedId,
        role: fact.role,
        phone: 'phone' in read ? read.phone : undefined,
        phoneProblem: 'problem' in read ? read.problem : undefined,
        name: fact.name,
        language: fact.language?.toLowerCase(),
      };
    });
  const contacts = [...others, ...told].sort((a, b) => CONTACT_ROLES.indexOf(a.role) - CONTACT_ROLES.indexOf(b.role));
  return JSON.stringify(contacts) === JSON.stringify(incident.contacts) ? incident : { ...incident, contacts };
}

function onUnit(incident: Incident, name: string, update: (unit: UnitOnIncident) => UnitOnIncident): Incident {
  const found = incident.units.find((unit) => unit.unit === name);
  if (found === undefined) return incident;
  const after = update(found);
  return JSON.stringify(after) === JSON.stringify(found)
    ? incident
    : { ...incident, units: incident.units.map((unit) => (unit === found ? after : unit)) };
}

function onLastAssignment(incident: Incident, name: string, update: (assignment: Assignment) => Assignment): Incident {
  return onUnit(incident, name, (unit) => {
    const last = unit.assignments.at(-1) as Assignment;
    const after = update(last);
    return after === last ? unit : { ...unit, assignments: [...unit.assignments.slice(0, -1), after] };
  });
}

type UnitEvent = CadEventOf<'unitAssigned' | 'unitDispatched' | 'unitEnRoute' | 'unitArrived' | 'unitCleared'>;

function milestone(incident: Incident, event: UnitEvent, reached: UnitMilestone): Incident {
  const found = incident.units.find((unit) => unit.unit === event.unit);
  if (found === undefined) {
    const unit: UnitOnIncident = {
      unit: event.unit,
      agency: event.agency,
      primary: event.primary ?? false,
      officers: event.officers ?? [],
      assignments: [{ times: { [reached]: event.occurredAt }, left: undefined }],
    };
    return { ...incident, units: [...incident.units, unit] };
  }
  // Known from some earlier assignment of this unit: an old line told again.
  if (found.assignments.some((assignment) => assignment.times[reached] === event.occurredAt)) return withOfficers(incident, event);
  const last = found.assignments.at(-1) as Assignment;
  const endedAt = last.left?.at ?? last.times.cleared;
  let assignments: readonly Assignment[];
  if (endedAt !== undefined && event.occurredAt >= endedAt && reached !== 'cleared') {
    // The unit came back: put on the incident a second time.
    assignments = [...found.assignments, { times: { [reached]: event.occurredAt }, left: undefined }];
  } else if (last.times[reached] !== undefined) {
    // The first time of a milestone counts; feeds repeat a status with a later time.
    assignments = found.assignments;
  } else if (last.left !== undefined && reached === 'arrived' && last.left.inferred) {
    // Concluded that it had left, yet it arrived: the conclusion was wrong.
    assignments = [...found.assignments.slice(0, -1), { times: { ...last.times, arrived: event.occurredAt }, left: undefined }];
  } else {
    assignments = [...found.assignments.slice(0, -1), { ...last, times: { ...last.times, [reached]: event.occurredAt } }];
  }
  const changed =
    assignments === found.assignments
      ? incident
      : { ...incident, units: incident.units.map((unit) => (unit === found ? { ...unit, assignments } : unit)) };
  return withOfficers(changed, event);
}

/** Lines name officers one at a time, so they add up; a snapshot says who is on the unit in `unitDetailsChanged`. */
function withOfficers(incident: Incident, event: UnitEvent): Incident {
  return onUnit(incident, event.unit, (unit) => {
    const added = (event.officers ?? []).filter((officer) => !unit.officers.some((known) => known.id === officer.id));
    return {
      ...unit,
      agency: unit.agency ?? event.agency,
      primary: event.primary ?? unit.primary,
      officers: added.length === 0 ? unit.officers : [...unit.officers, ...added],
    };
  });
}

function assignmentCancelled(incident: Incident, event: CadEventOf<'unitAssignmentCancelled'>): Incident {
  return onLastAssignment(incident, event.unit, (assignment) => {
    if (assignment.times.cleared !== undefined) return assignment;
    // After an arrival only the conclusion counts that it is somewhere else now: it went on without being cleared.
    if (assignment.times.arrived !== undefined && event.inferred !== true) return assignment;
    const told = {
      at: event.occurredAt,
      reason: event.reason,
      toIncidentId: event.toIncidentId,
      higherPriority: event.higherPriority ?? false,
      inferred: event.inferred ?? false,
    };
    if (assignment.left === undefined) return { ...assignment, left: told };
    // Taken off first, and only then seen on the other incident: now the reason is known.
    if (assignment.left.reason === 'cancelled' && event.reason === 'diverted') {
      return { ...assignment, left: { ...told, at: assignment.left.at } };
    }
    return assignment;
  });
}
