import { type AgencyContext, type Assignment, type Incident, type Report, sameAgency, type UnitOnIncident } from './incident';

/** How the response to an incident stands, from the view of one agency. Derived anew from the incident each time. */
export interface Response {
  /** This agency's part of the call; undefined where the call has parts, and none is this agency's. */
  readonly context: AgencyContext | undefined;
  readonly open: boolean;
  readonly closedAt: number | undefined;
  readonly cancelled: boolean;
  /** Units of this agency that are on the incident now, in the order in which they were put on it. */
  readonly onIncident: readonly UnitOnIncident[];
  /** False also where it is in doubt whether one is. */
  readonly nobodyOn: boolean;
  /** When the first of those came on. */
  readonly firstAssignedAt: number | undefined;
  /** The same of one of which it is in doubt, where there is no other. */
  readonly doubtfulSince: number | undefined;
  /** Since the last reopening. */
  readonly firstArrivedAt: number | undefined;
  readonly lastClearedAt: number | undefined;
  /** When the wait for a first unit began; undefined while a unit is on it, after an arrival, and when not open. */
  readonly waitingSince: number | undefined;
  /** How often the response began anew (reopened, or a unit left before arriving). Names occurrences. */
  readonly restarts: number;
  /** How often a unit was put on it, with reopenings. Names completions. */
  readonly assignments: number;
  /** Set while nobody is on it because the last unit was taken for another incident. */
  readonly diverted: { readonly at: number; readonly unit: string; readonly higherPriority: boolean } | undefined;
  readonly report: Report | undefined;
  readonly incidentNumber: string | undefined;
}

/** A unit that neither left nor cleared, as far as can be told. */
export function isOn(unit: UnitOnIncident): boolean {
  const last = unit.assignments.at(-1);
  return last !== undefined && last.left === undefined && last.times.cleared === undefined;
}

/** `cadAgency`: only that agency's part of a shared call counts, and feeds without agencies are its own. */
export function responseOf(incident: Incident, cadAgency: string | undefined): Response {
  const own = (agency: string | undefined) => cadAgency === undefined || agency === undefined || sameAgency(agency, cadAgency);
  const contexts = incident.contexts.filter((context) => own(context.agency));
  const named = contexts.find((context) => context.agency !== undefined && context.callType !== undefined);
  const context = named ?? contexts.find((c) => c.callType !== undefined) ?? contexts[0];
  const foreign = incident.contexts.length > 0 && context === undefined;

  const reopenedAt = incident.reopened.at(-1) ?? Number.MIN_SAFE_INTEGER;
  const closedAt = incident.closedAt ?? context?.closedAt;
  const cancelled = (incident.cancelledAt ?? context?.cancelledAt) !== undefined;
  const open = closedAt === undefined && !cancelled && !foreign;

  const units = incident.units.filter((unit) => own(unit.agency));
  let assignments = incident.reopened.length;
  let firstArrivedAt: number | undefined;
  let lastClearedAt: number | undefined;
  let lastLeft: { at: number; unit: string; higherPriority: boolean; diverted: boolean } | undefined;
  const comings: { at: number; on: 1 | -1 }[] = [];
  for (const unit of units) {
    for (const assignment of unit.assignments) {
      assignments += 1;
      const { arrived, cleared } = assignment.times;
      // An arrival before a reopening belongs to the earlier response, unless the unit stayed.
      const ofThisResponse = cleared === undefined || cleared >= reopenedAt;
      if (arrived !== undefined && ofThisResponse) firstArrivedAt = Math.min(firstArrivedAt ?? arrived, arrived);
      if (cleared !== undefined && ofThisResponse) lastClearedAt = Math.max(lastClearedAt ?? cleared, cleared);
      comings.push({ at: startOfAssignment(assignment), on: 1 });
      const endedAt = assignment.left?.at ?? cleared;
      if (endedAt !== undefined) comings.push({ at: endedAt, on: -1 });
      const leftAt = arrived === undefined ? endedAt : undefined;
      if (leftAt === undefined) continue;
      if (lastLeft === undefined || leftAt >= lastLeft.at) {
        lastLeft = {
          at: leftAt,
          unit: unit.unit,
          higherPriority: assignment.left?.higherPriority ?? false,
          diverted: assignment.left?.reason === 'diverted',
        };
      }
    }
  }
  const restarts = incident.reopened.length + timesEmptied(comings);
  const perhapsOn = units.filter(isOn).sort((a, b) => startOf(a) - startOf(b));
  const onIncident = perhapsOn.filter((unit) => unit.assignments.at(-1)?.isDoubtful !== true);
  const nobodyOn = perhapsOn.length === 0;
  const idle = open && nobodyOn && firstArrivedAt === undefined;
  return {
    context,
    open,
    closedAt,
    cancelled,
    onIncident,
    nobodyOn,
    firstAssignedAt: onIncident[0] === undefined ? undefined : startOf(onIncident[0]),
    doubtfulSince: onIncident.length > 0 || perhapsOn[0] === undefined ? undefined : startOf(perhapsOn[0]),
    firstArrivedAt,
    lastClearedAt,
    waitingSince: idle ? Math.max(incident.createdAt, reopenedAt, lastLeft?.at ?? reopenedAt) : undefined,
    restarts,
    assignments,
    diverted: idle && lastLeft?.diverted === true && lastLeft.at >= reopenedAt ? lastLeft : undefined,
    report: incident.reports
      .filter((report) => own(report.agency))
      .reduce<Report | undefined>(
        (latest, report) => (latest === undefined || report.at >= latest.at ? report : latest),
        undefined,
      ),
    incidentNumber: incident.incidentNumbers.filter((n) => own(n.agency)).at(-1)?.number,
  };
}

function startOf(unit: UnitOnIncident): number {
  return startOfAssignment(unit.assignments.at(-1));
}

function startOfAssignment(assignment: Assignment | undefined): number {
  return Math.min(...Object.values(assignment?.times ?? {}));
}

/** How often the last unit went. One that comes as another goes leaves nobody waiting. */
function timesEmptied(comings: { at: number; on: 1 | -1 }[]): number {
  let on = 0;
  let emptied = 0;
  for (const coming of comings.sort((a, b) => a.at - b.at || b.on - a.on)) {
    on += coming.on;
    if (on === 0) emptied += 1;
  }
  return emptied;
}

/** Who answers for the completed call: who wrote the report, else the primary unit's officer, else the last to arrive's. */
export function completingOfficerId(incident: Incident, response: Response, cadAgency: string | undefined): string | undefined {
  if (response.report?.officerId !== undefined) return response.report.officerId;
  const own = incident.units.filter(
    (unit) => cadAgency === undefined || unit.agency === undefined || sameAgency(unit.agency, cadAgency),
  );
  const arrivedAt = (unit: UnitOnIncident) => Math.max(...unit.assignments.map((a) => a.times.arrived ?? Number.MIN_SAFE_INTEGER));
  const arrived = own.filter((unit) => arrivedAt(unit) > Number.MIN_SAFE_INTEGER);
  const primary = own.find((unit) => unit.primary);
  const last = arrived.reduce<UnitOnIncident | undefined>(
    (latest, unit) => (latest === undefined || arrivedAt(unit) >= arrivedAt(latest) ? unit : latest),
    undefined,
  );
  const unit = primary !== undefined && primary.officers.length > 0 ? primary : last;
  return (unit?.officers.find((officer) => officer.primary) ?? unit?.officers[0])?.id;
}

/** What texts call the incident: the agency's incident number, else the call number. */
export function displayNumber(incident: Incident, cadAgency: string | undefined): string | undefined {
  return responseOf(incident, cadAgency).incidentNumber ?? incident.callNumber;
}
