import { standing } from './endMarks';
import { type AgencyContext, type Incident, sameAgency, type UnitOnIncident } from './incident';
import { assignedAnew } from './unitEvents';

/** One incident of two that turn out to be the same call. What excludes or suppresses either excludes both. Pure. */
export function mergeIncidents(into: Incident, from: Incident): Incident {
  const both = <T>(a: readonly T[], b: readonly T[]): T[] => {
    const known = new Set(a.map((one) => JSON.stringify(one)));
    return [...a, ...b.filter((one) => !known.has(JSON.stringify(one)))];
  };
  const inOrder = <T extends { readonly at: number }>(a: readonly T[], b: readonly T[]) => both(a, b).sort((x, y) => x.at - y.at);
  const seen = (kind: keyof Incident['seen']) => both(into.seen[kind], from.seen[kind]);
  const suppressed = into.suppressed ?? from.suppressed;
  const merged: Incident = {
    ...into,
    feeds: both(into.feeds, from.feeds),
    callIds: both(into.callIds, from.callIds),
    callNumber: into.callNumber ?? from.callNumber,
    incidentNumbers: both(into.incidentNumbers, from.incidentNumbers),
    reports: inOrder(into.reports, from.reports),
    createdAt: Math.min(into.createdAt, from.createdAt),
    contexts: mergeContexts(into.contexts, from.contexts),
    contacts: both(into.contacts, from.contacts),
    contactsAt: { ...from.contactsAt, ...into.contactsAt },
    ...(into.lines === undefined && from.lines === undefined ? {} : { lines: both(into.lines ?? [], from.lines ?? []) }),
    flags: both(into.flags, from.flags),
    dispositions: both(into.dispositions, from.dispositions),
    seen: { callTypes: seen('callTypes'), priorities: seen('priorities'), flags: seen('flags') },
    ...(into.terms === undefined && from.terms === undefined ? {} : { terms: both(into.terms ?? [], from.terms ?? []) }),
    exclusions: inOrder(into.exclusions, from.exclusions),
    suppressed,
    detectives: inOrder(into.detectives, from.detectives),
    caseStatuses: inOrder(into.caseStatuses, from.caseStatuses),
    lastEventAt: Math.max(into.lastEventAt, from.lastEventAt),
  };
  const ended = standing(merged, inOrder(into.endMarks, from.endMarks));
  return { ...ended, units: mergeUnits(into, from).map((unit) => assignedAnew(unit, ended)) };
}

function mergeContexts(into: readonly AgencyContext[], from: readonly AgencyContext[]): AgencyContext[] {
  const merged = into.map((context) => {
    const other = from.find((candidate) => sameAgency(candidate.agency, context.agency));
    if (other === undefined) return context;
    const type = other.callTypeAt > context.callTypeAt ? other : context;
    const priority = other.priorityAt > context.priorityAt ? other : context;
    return {
      ...context,
      callType: type.callType,
      callTypeAt: type.callTypeAt,
      priority: priority.priority,
      priorityAt: priority.priorityAt,
    };
  });
  return [...merged, ...from.filter((other) => !into.some((context) => sameAgency(context.agency, other.agency)))];
}

/** A unit that seemed to be taken from one for the other never went anywhere. */
function mergeUnits(into: Incident, from: Incident): UnitOnIncident[] {
  const units = new Map<string, UnitOnIncident>();
  for (const unit of [...into.units, ...from.units]) {
    const known = units.get(unit.unit);
    const log = [...(known?.log ?? []), ...unit.log].filter(
      (entry) => entry.what !== 'left' || (entry.toIncidentId !== into.id && entry.toIncidentId !== from.id),
    );
    units.set(unit.unit, { ...unit, ...known, agency: known?.agency ?? unit.agency, log });
  }
  return [...units.values()];
}
