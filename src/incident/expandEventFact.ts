import type { CadEvent, OfficerRef } from './cadEvent';
import { CONTACT_ROLES } from './contact';
import type { EventFact } from './fact';
import { type Incident, sameAgency } from './incident';

/**
 * The CadEvents that one line of an event feed stands for: its own, and what its other columns say that is news about
 * the incident (a type, a priority, a phone on a line about something else). Empty columns say nothing.
 */
export function expandEventFact(
  fact: EventFact,
  incident: Incident,
  feedId: string,
  cadAgency?: string | undefined,
): readonly CadEvent[] {
  const { occurredAt, details, numbers } = fact;
  const { agency } = details;
  // Another agency's line tells of its own part of the call: neither when ours began nor who called us.
  const foreign = agency !== undefined && cadAgency !== undefined && !sameAgency(agency, cadAgency);
  const events: CadEvent[] = [];
  const context = incident.contexts.find((c) => sameAgency(c.agency, agency));
  const known = incident.contexts.length > 0;
  if (fact.event === 'incidentCreated' && !(foreign && known)) events.push({ type: 'incidentCreated', occurredAt });
  if (numbers.incidentNumber !== undefined) {
    events.push({ type: 'incidentNumberAssigned', occurredAt, incidentNumber: numbers.incidentNumber, agency });
  }
  if (fact.event === 'incidentTypeChanged' || (details.callType !== undefined && details.callType !== context?.callType)) {
    events.push({ type: 'incidentTypeChanged', occurredAt, agency, callType: details.callType });
  }
  if (fact.event === 'priorityChanged' || (details.priority !== undefined && details.priority !== context?.priority)) {
    events.push({ type: 'priorityChanged', occurredAt, agency, priority: details.priority });
  }
  if (fact.event === 'flagsChanged' || details.flags !== undefined) {
    events.push({ type: 'flagsChanged', occurredAt, flags: details.flags ?? [] });
  }
  if (!foreign && details.contacts !== undefined && details.contacts.length > 0) {
    const { contacts } = details;
    const roles = CONTACT_ROLES.filter((role) => contacts.some((contact) => contact.role === role));
    const corrects = fact.event === 'contactsChanged' ? ({ corrects: true } as const) : {};
    events.push({ type: 'contactsChanged', occurredAt, feedId, roles, contacts, ...corrects });
  }
  events.push(...ownEvents(fact));
  return events;
}

function ownEvents({ event, occurredAt, details, numbers }: EventFact): CadEvent[] {
  const { unit, agency, officerId } = details;
  const officers: readonly OfficerRef[] = officerId === undefined ? [] : [{ id: officerId, primary: false }];
  const reportNumber = details.reportNumber ?? numbers.reportNumber;
  const report: CadEvent[] =
    reportNumber === undefined
      ? []
      : [
          {
            type: 'reportNumberAssigned',
            occurredAt,
            reportNumber,
            agency,
            // On other lines the officer column names somebody else: the unit's officer, or the detective.
            ...(event === 'reportNumberAssigned' && officerId !== undefined ? { officerId } : {}),
          },
        ];
  switch (event) {
    case 'unitAssigned':
    case 'unitDispatched':
    case 'unitEnRoute':
    case 'unitArrived':
    case 'unitCleared':
      return unit === undefined ? report : [...report, { type: event, occurredAt, unit, agency, officers }];
    case 'unitAssignmentCancelled':
      return unit === undefined ? report : [...report, { type: event, occurredAt, unit, reason: 'cancelled' }];
    case 'incidentClosed':
      return [
        ...report,
        { type: event, occurredAt, agency, dispositions: details.disposition === undefined ? [] : [details.disposition] },
      ];
    case 'incidentCancelled':
    case 'incidentReopened':
      return [...report, { type: event, occurredAt, agency }];
    case 'caseAssigned':
      return officerId === undefined ? report : [...report, { type: event, occurredAt, detectiveId: officerId, reportNumber }];
    case 'caseStatusChanged':
      return details.caseStatus === undefined
        ? report
        : [...report, { type: event, occurredAt, caseStatus: details.caseStatus, reportNumber }];
    default:
      return report;
  }
}
