import { durations } from '../clock';
import type { EventFact, Fact, IncidentNumbers } from '../incident/fact';
import { type Incident, sameAgency } from '../incident/incident';
import type { IncidentName, NameKind, Records, StoredIncident } from './records';

/** A number that was silent for so long and is then created anew is taken as reused. */
const REUSED_AFTER_MS = durations.DAY;

/** Numbers are compared trimmed, in upper case. */
export function normalizeName(name: string): string {
  return name.trim().toUpperCase();
}

/**
 * All names a fact gives for its incident. Of a shared call only the own agency's numbers count: departments of one county
 * number their incidents in the same style, so another's number may be ours for something else.
 */
export function namesOf(fact: Fact, cadAgency: string | undefined): readonly IncidentName[] {
  const numbers = fact.kind === 'snapshot' ? fact.snapshot.numbers : fact.event.numbers;
  const names = named(numbers);
  if (fact.kind === 'snapshot') {
    for (const callId of fact.snapshot.numbers.otherCallIds ?? []) names.push(...named({ callId }));
    for (const context of fact.snapshot.contexts) {
      const own = cadAgency === undefined || context.agency === undefined || sameAgency(context.agency, cadAgency);
      if (!own) continue;
      names.push(...named({ incidentNumber: context.incidentNumber, reportNumber: context.reportNumber }));
    }
  } else if (fact.event.details.reportNumber !== undefined) {
    names.push(...named({ reportNumber: fact.event.details.reportNumber }));
  }
  return names;
}

function named(numbers: IncidentNumbers): IncidentName[] {
  const kinds: NameKind[] = ['callId', 'callNumber', 'incidentNumber', 'reportNumber'];
  return kinds.flatMap((kind) => {
    const name = numbers[kind];
    return name === undefined || name.trim() === '' ? [] : [{ kind, name: normalizeName(name) }];
  });
}

/**
 * The incident a fact is about, if it is known. The vendor's call id decides; else a number names the same incident on
 * every feed, the newest that carries it; else the report number does. A call number is reused, so a different call id on
 * the same feed, or a creation after the end, is another incident.
 */
export async function resolveIncident(
  records: Records,
  fact: Fact,
  feedId: string,
  names: readonly IncidentName[],
  load: (id: number) => Promise<StoredIncident | undefined>,
): Promise<StoredIncident | undefined> {
  const of = (...kinds: NameKind[]) => names.filter((name) => kinds.includes(name.kind));
  const callIds = of('callId');
  if (callIds.length > 0) {
    const [id] = await records.findIncidents(callIds);
    if (id !== undefined) return load(id);
  }
  const numbers = of('incidentNumber', 'callNumber');
  // One feed's incident number may be another feed's call number.
  const either = numbers.flatMap(({ name }): IncidentName[] => [
    { kind: 'incidentNumber', name },
    { kind: 'callNumber', name },
  ]);
  const tries: IncidentName[][] = [either, of('reportNumber'), numbers.map(({ name }) => ({ kind: 'reportNumber', name }))];
  for (const tried of tries) {
    if (tried.length === 0) continue;
    for (const id of await records.findIncidents(tried)) {
      const stored = await load(id);
      if (stored !== undefined && !isAnother(stored.incident, fact, feedId)) return stored;
    }
  }
  return undefined;
}

/** True where the fact only shares a number with `incident`. */
function isAnother(incident: Incident, fact: Fact, feedId: string): boolean {
  const endedAt = incident.closedAt ?? incident.cancelledAt;
  if (fact.kind === 'snapshot') {
    const { callId } = fact.snapshot.numbers;
    if (callId !== undefined && incident.callIds.some((known) => known.feedId === feedId && known.callId !== callId)) return true;
    return endedAt !== undefined && fact.snapshot.createdAt !== undefined && fact.snapshot.createdAt > endedAt;
  }
  return isNewCreation(incident, fact.event, endedAt);
}

function isNewCreation(incident: Incident, event: EventFact, endedAt: number | undefined): boolean {
  if (event.event !== 'incidentCreated' || event.occurredAt === incident.createdAt) return false;
  if (endedAt !== undefined && event.occurredAt > endedAt) return true;
  return event.occurredAt - incident.lastEventAt > REUSED_AFTER_MS;
}
