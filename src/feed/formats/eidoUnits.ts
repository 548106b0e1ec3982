import type { UnitMilestone } from '../../incident/cadEvent';
import type { UnitFact } from '../../incident/fact';
import { type EidoDocument, type JsonObject, list, text } from './eidoDocument';
import { responderKind } from './eidoIncident';

/** EIDO's secondary unit statuses, in lower case without blanks, as the milestone that must have been reached by then. */
const MILESTONE_OF_STATUS: Readonly<Record<string, UnitMilestone>> = {
  assigned: 'assigned',
  acknowledgedtransmission: 'assigned',
  backup: 'assigned',
  dispatched: 'dispatched',
  enroute: 'enRoute',
  staging: 'enRoute',
  arrived: 'arrived',
  onscene: 'arrived',
  transporting: 'arrived',
  athospital: 'arrived',
  hospital: 'arrived',
  trafficstop: 'arrived',
  responderinitiatedevent: 'arrived',
  cleared: 'cleared',
};

/**
 * The emergency resources on this incident. An EIDO tells how each stands now, and when its component was last changed, not
 * when each status began: hence `statusOnly`, and the first time a status is seen is the one that counts.
 */
export function unitsOf(document: EidoDocument, incidentIds: readonly string[]): UnitFact[] {
  const dispatches = dispatchTimes(document);
  const units: UnitFact[] = [];
  for (const resource of document.components('emergencyResource')) {
    const unit = text(resource.emergencyResourceName) ?? text(resource.$id);
    if (unit === undefined || isElsewhere(resource, incidentIds)) continue;
    const statuses = list(resource.secondaryUnitStatusRegistryText, text).map((status) =>
      status.toLowerCase().replace(/[^a-z]/g, ''),
    );
    const at = document.updatedAt(resource);
    const dispatchedAt = dispatches.get(text(resource.$id) ?? '');
    const times: Partial<Record<UnitMilestone, number>> = dispatchedAt === undefined ? {} : { dispatched: dispatchedAt };
    const cancelled = statuses.includes('assignmentcancelled') || statuses.includes('assignmentcanceled');
    if (at !== undefined) {
      for (const status of statuses) {
        const milestone = MILESTONE_OF_STATUS[status];
        if (milestone !== undefined) times[milestone] ??= at;
      }
      // A resource is listed because it is on the incident, unless its status says otherwise.
      const available = /^(conditionally)?available$/i.test(text(resource.primaryUnitStatusRegistryText) ?? '');
      if (Object.keys(times).length === 0 && !cancelled && !available) times.assigned = at;
    }
    units.push({
      unit,
      agency: agencyOf(resource, document),
      primary: false,
      officers: officersOf(resource, document),
      times,
      assignmentCancelledAt: cancelled ? at : undefined,
      statusOnly: true,
    });
  }
  return units;
}

/** When each resource was dispatched, by its `$id`, where dispatch components say so. */
function dispatchTimes(document: EidoDocument): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const dispatch of document.components('dispatch')) {
    const at = document.updatedAt(dispatch);
    if (at === undefined) continue;
    for (const resource of document.referred(dispatch.emergencyResourceReference)) {
      const id = text(resource.$id);
      if (id !== undefined) times.set(id, Math.min(at, times.get(id) ?? at));
    }
  }
  return times;
}

/** EIDO 1.1 lists units that are only queued for this incident, and names the one they are active on. */
function isElsewhere(resource: JsonObject, incidentIds: readonly string[]): boolean {
  const active = text(resource.activeOnIncidentId);
  if (active !== undefined) return !incidentIds.includes(active);
  return list(resource.stackedOnIncidentId, text).some((id) => incidentIds.includes(id));
}

function agencyOf(resource: JsonObject, document: EidoDocument): string | undefined {
  const dispatches = document
    .components('dispatch')
    .filter((dispatch) => document.referred(dispatch.emergencyResourceReference).includes(resource));
  const agencies = [
    ...document.referred(resource.agentReference).flatMap((agent) => document.referred(agent.agencyReference)),
    ...dispatches.flatMap((dispatch) => document.referred(dispatch.agencyReference)),
    ...document.referred(resource.updatedByAgencyReference),
  ];
  return agencies.map(responderKind).find((kind) => kind !== undefined);
}

/** The people on the unit; call takers and dispatchers are named there too. */
function officersOf(resource: JsonObject, document: EidoDocument) {
  const agents = document.referred(resource.agentReference).filter((agent) => {
    const roles = list(agent.agentRoleRegistryText, text);
    return roles.length === 0 || !roles.every((role) => /call.?tak|dispatch|supervis/i.test(role));
  });
  return agents.flatMap((agent, index) => {
    const id = text(agent.$id);
    return id === undefined ? [] : [{ id, primary: index === 0 }];
  });
}
