import { assignmentsFrom, type UnitLogEntry } from './assignments';
import type { AgencyName, CadEventOf, UnitMilestone } from './cadEvent';
import { freedBy } from './endMarks';
import type { Incident, UnitOnIncident } from './incident';

export type UnitEvent = CadEventOf<'unitAssigned' | 'unitDispatched' | 'unitEnRoute' | 'unitArrived' | 'unitCleared'>;

/** The incident after a unit reached a milestone. `asReceived`: a snapshot says so, and lists it as it is now. */
export function unitReached(incident: Incident, event: UnitEvent, what: UnitMilestone, order: 'byTime' | 'asReceived'): Incident {
  const known = incident.units.find((unit) => unit.unit === event.unit);
  const unit = known ?? newUnit(event.unit, event.agency);
  // Lines name officers one at a time, so they add up; a snapshot says who is on the unit in `unitDetailsChanged`.
  const added = (event.officers ?? []).filter((officer) => !unit.officers.some((one) => one.id === officer.id));
  const listed = order === 'asReceived' ? listedAgain(incident, unit, event.occurredAt) : unit;
  return withUnit(incident, known, {
    ...withEntry(incident, listed, { what, at: event.occurredAt }),
    agency: unit.agency ?? event.agency,
    primary: event.primary ?? unit.primary,
    officers: added.length === 0 ? unit.officers : [...unit.officers, ...added],
  });
}

/**
 * The incident after a unit was taken off it, or was concluded to be elsewhere. That a unit nobody spoke of is taken off is
 * kept: the line that put it on may come late.
 */
export function unitTakenOff(incident: Incident, event: CadEventOf<'unitAssignmentCancelled'>): Incident {
  const known = incident.units.find((unit) => unit.unit === event.unit);
  const unit = known ?? newUnit(event.unit, undefined);
  const entry = {
    what: 'left' as const,
    at: event.occurredAt,
    reason: event.reason,
    toIncidentId: event.toIncidentId,
    higherPriority: event.higherPriority ?? false,
    inferred: event.inferred ?? false,
  };
  return withUnit(incident, known, withEntry(incident, unit, entry));
}

/** The incident after a time was corrected, or withdrawn (`at` undefined): the latest one told of that milestone. */
export function unitTimeMended(incident: Incident, name: string, milestone: UnitMilestone, at: number | undefined): Incident {
  return onUnit(incident, name, (unit) => {
    const index = unit.log.findLastIndex((entry) => entry.what === milestone);
    if (index < 0) return unit;
    const log = unit.log.flatMap((entry, i) => (i !== index ? [entry] : at === undefined ? [] : [{ ...entry, at }]));
    return assignedAnew({ ...unit, log }, incident);
  });
}

/** The incident after what is known of a unit itself has changed. */
export function unitChanged(incident: Incident, event: CadEventOf<'unitDetailsChanged'>): Incident {
  return onUnit(incident, event.unit, (unit) => ({
    ...unit,
    agency: event.agency ?? unit.agency,
    primary: event.primary,
    officers: [...event.officers],
  }));
}

/** The unit with its assignments as its log and the ends of the call give them. */
export function assignedAnew(unit: UnitOnIncident, { endMarks }: Pick<Incident, 'endMarks'>): UnitOnIncident {
  const assignments = assignmentsFrom(unit.log, freedBy(endMarks, unit.agency));
  return JSON.stringify(assignments) === JSON.stringify(unit.assignments)
    ? { ...unit, assignments: unit.assignments }
    : { ...unit, assignments };
}

/**
 * A unit that one snapshot left out was concluded to be off the call. The next one lists it with a time from before that: it
 * was on it all along. That it was seen elsewhere meanwhile is another matter.
 */
function listedAgain(incident: Incident, unit: UnitOnIncident, at: number): UnitOnIncident {
  const log = unit.log.filter(
    (entry) => !(entry.what === 'left' && entry.inferred && entry.reason === 'cancelled' && at < entry.at),
  );
  return log.length === unit.log.length ? unit : assignedAnew({ ...unit, log }, incident);
}

function withEntry(incident: Incident, unit: UnitOnIncident, entry: UnitLogEntry): UnitOnIncident {
  const told = JSON.stringify(entry);
  if (unit.log.some((known) => JSON.stringify(known) === told)) return unit;
  return assignedAnew({ ...unit, log: [...unit.log, entry] }, incident);
}

function newUnit(unit: string, agency: AgencyName | undefined): UnitOnIncident {
  return { unit, agency, primary: false, officers: [], log: [], assignments: [] };
}

function onUnit(incident: Incident, name: string, update: (unit: UnitOnIncident) => UnitOnIncident): Incident {
  const known = incident.units.find((unit) => unit.unit === name);
  return known === undefined ? incident : withUnit(incident, known, update(known));
}

function withUnit(incident: Incident, before: UnitOnIncident | undefined, after: UnitOnIncident): Incident {
  if (before === undefined) return { ...incident, units: [...incident.units, after] };
  // What adds nothing to where the unit is or was is no news, though it stands in the log.
  if (JSON.stringify(after) === JSON.stringify(before)) return incident;
  return { ...incident, units: incident.units.map((unit) => (unit === before ? after : unit)) };
}
