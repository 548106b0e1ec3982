import type { AgencyContextFact } from '../../incident/fact';
import { type EidoDocument, type JsonObject, list, text } from './eidoDocument';

/** Types that say what an agency does on a call; a PSAP's say only who took it. */
const RESPONDERS = new Set(['police', 'sheriff', 'fire', 'ems', 'ambulance', 'rescue', 'mountain', 'marine', 'poison']);

/**
 * What kind of responder an agency component is: the first part of a type from the IANA responder registry, such as `police`
 * of `police.municipal`. Undefined for call takers, and where the type is something else.
 */
export function responderKind(agency: JsonObject | undefined): string | undefined {
  for (const type of list(agency?.agencyType, text)) {
    const kind =
      type
        .toLowerCase()
        .replace(/^urn:emergency:service:responder\./, '')
        .split(/[._]/)[0] ?? '';
    if (RESPONDERS.has(kind)) return kind;
  }
  return undefined;
}

/**
 * One context per incident component. A single one belongs to no agency in particular: who updated it last is often the call
 * taker, and a call of a foreign agency would never be texted about. Without an incident component nothing is known of the
 * incident's type: a call component's `standardPrimaryCallType` (`emergency`) is a class of phone call.
 */
export function contextsOf(document: EidoDocument): AgencyContextFact[] {
  const { incidents } = document;
  return incidents.map((incident) => {
    const updatedBy = document.referred(incident.updatedByAgencyReference)[0];
    const agency = incidents.length > 1 ? (responderKind(updatedBy) ?? text(updatedBy?.$id)) : undefined;
    return { agency, ...contextOf(incident, document) };
  });
}

function contextOf(incident: JsonObject, document: EidoDocument): AgencyContextFact {
  const statuses = statusesOf(incident);
  const closed = statuses.includes('closed');
  return {
    callType:
      text(incident.incidentTypeInternalCode) ??
      text(incident.incidentTypeInternalText) ??
      text(incident.incidentTypeCommonRegistryText),
    priority: text(incident.incidentPriorityInternalText) ?? text(incident.incidentCommonPriorityNumber),
    status: statuses.join(', ') || undefined,
    closed,
    closedAt: closed ? document.updatedAt(incident) : undefined,
    cancelled: statuses.includes('cancelled') || statuses.includes('canceled'),
    incidentNumber: text(incident.internalIncidentId),
    reportNumber: list(incident.documentIdentification, text)[0],
  };
}

/** In lower case, without the closing words that a reopened incident still carries. */
function statusesOf(incident: JsonObject): string[] {
  const statuses = list(incident.incidentStatusCommonRegistryText, text).map((status) => status.toLowerCase());
  const ended = /^(closed|cancell?ed)$/;
  return statuses.some((status) => /^re-?opened$/.test(status)) ? statuses.filter((status) => !ended.test(status)) : statuses;
}

/** The whole incident is over when every part of it is. */
export function incidentState(document: EidoDocument): { closed: boolean; closedAt: number | undefined; cancelled: boolean } {
  const contexts = contextsOf(document);
  const closed =
    contexts.length > 0 && contexts.every((context) => context.closed || context.cancelled) && contexts.some((c) => c.closed);
  const times = contexts.flatMap((context) => context.closedAt ?? []);
  return {
    closed,
    closedAt: closed && times.length > 0 ? Math.max(...times) : undefined,
    cancelled: contexts.length > 0 && contexts.every((context) => context.cancelled),
  };
}
