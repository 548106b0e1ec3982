import { durations } from '../clock';
import { type AmbiguousTimes, asToldBefore, earliestReading, markAmbiguous, otherReading } from '../incident/ambiguousTimes';
import { applyEvent } from '../incident/applyEvent';
import type { CadEvent } from '../incident/cadEvent';
import { compareSnapshot, isOlderSnapshot, withoutNarratives } from '../incident/compareSnapshot';
import { expandEventFact } from '../incident/expandEventFact';
import type { CallSnapshot, Fact, IncidentFact } from '../incident/fact';
import { type Incident, newIncident, sameAgency } from '../incident/incident';
import { mergeIncidents } from '../incident/mergeIncidents';
import { mergeReport } from '../incident/mergeReport';
import { eventsOfOlder, eventsOfUncertain, withSeen } from '../incident/olderSnapshot';
import { isOn, responseOf } from '../incident/response';
import { markExclusions } from '../rules/exclusion';
import { ranksHigher } from '../rules/priority';
import { keepCallerInfo, withKnownLines } from './callerInfo';
import { considerIncident, type Situation } from './considerIncident';
import type { IncidentName, Records, StoredIncident } from './records';
import { callOf, findTwin, namesOf, normalizeName, resolveIncident, withoutDoubtful } from './resolveIncident';

/** A unit taken off one incident and seen on another within this time was diverted to it. */
const DIVERSION_WINDOW_MS = 5 * durations.MINUTE;
/** Feeds forget to clear units. An assignment older than this says nothing about where the unit is now. */
const STALE_ASSIGNMENT_MS = 4 * durations.HOUR;

export interface FrameOrigin {
  readonly feedId: string;
  readonly frameId: number;
  readonly receivedAt: number;
  readonly ambiguous: AmbiguousTimes;
}

export interface Handled {
  readonly incidentIds: readonly number[];
  readonly cameDue: number;
}

/** What the facts of one frame change of incidents. Rules come to it with `considerTouched`. */
export async function handleFacts(
  records: Records,
  touched: Touched,
  facts: readonly Fact[],
  origin: FrameOrigin,
  situation: Situation,
): Promise<void> {
  for (const fact of facts) {
    if (fact.kind === 'callerInfo') await keepCallerInfo(records, touched, fact.callerInfo, origin);
    else await handleFact(records, touched, fact, origin, situation);
  }
}

/**
 * Decisions, messages and timers for the incidents that a group of frames touched, each as it is after all of them: of
 * what came in together, a later line may make untrue what an earlier one made due.
 */
export async function considerTouched(records: Records, touched: Touched, situation: Situation): Promise<Handled> {
  let cameDue = 0;
  for (const stored of touched.all()) {
    const considered = await considerIncident(records, stored, situation);
    cameDue += considered.cameDue;
    await records.saveIncident(considered.stored, situation.now);
  }
  return { incidentIds: touched.all().map(({ incident }) => incident.id), cameDue };
}

/** The incidents that a group of frames touches, as they are by now. */
export class Touched {
  readonly #byId = new Map<number, StoredIncident>();
  readonly #records: Records;
  constructor(records: Records) {
    this.#records = records;
  }
  readonly load = async (id: number) => this.#byId.get(id) ?? (await this.#records.incident(id));
  put(stored: StoredIncident) {
    this.#byId.set(stored.incident.id, stored);
  }
  drop(id: number) {
    this.#byId.delete(id);
  }
  all() {
    return [...this.#byId.values()];
  }
}

async function handleFact(
  records: Records,
  touched: Touched,
  fact: IncidentFact,
  origin: FrameOrigin,
  situation: Situation,
): Promise<void> {
  const { feedId, receivedAt } = origin;
  const names = await withoutDoubtful(records, fact, namesOf(fact, situation.policy.agency.cadAgency));
  const earliest = earliestReading(fact, origin.ambiguous);
  const timeIsCertain = fact.kind !== 'event' || !origin.ambiguous.has(fact.event.occurredAt);
  const found = await resolveIncident(records, earliest, feedId, names, touched.load, timeIsCertain);
  const twin = found === undefined ? undefined : await findTwin(records, fact, feedId, names, found.incident, touched.load);
  const joined = found !== undefined && twin !== undefined ? await join(records, touched, found, twin) : found;
  const stored = joined ?? {
    incident: await unknownIncident(records, fact, names, receivedAt, situation.now),
    lastDecisions: {},
    delayDueAt: undefined,
  };
  let incident = await withNames(records, stored.incident, names, fact, feedId);
  const { events, narratives, repeatable, late } = await eventsOf(
    records,
    fact,
    incident,
    origin,
    situation.policy.agency.cadAgency,
  );
  const before = incident;
  for (const event of events) {
    // An event feed may send a line again much later, after others: it has been heard. A snapshot's events are news by
    // comparison, and may rightly repeat (a time withdrawn, then given again).
    const fresh = await records.addEvent({ incidentId: incident.id, ...origin, event, repeatable });
    if (fresh) incident = applyEvent(incident, event, repeatable ? 'byTime' : 'asReceived');
  }
  if (incident.contacts !== before.contacts) incident = await withKnownLines(records, incident, origin);
  if (late !== undefined) incident = withSeen(incident, late);
  incident = markExclusions(incident, narratives, situation.policy.ruleset.exclusions, situation.now);
  touched.put({ ...stored, incident });
  await followUnits(records, touched, before, incident, events, origin, situation);
}

/** Two feeds turn out to tell of one call: the older incident takes over all that the younger one has. */
async function join(records: Records, touched: Touched, a: StoredIncident, b: StoredIncident): Promise<StoredIncident> {
  const [into, from] = a.incident.id < b.incident.id ? [a, b] : [b, a];
  await records.mergeIncident(from.incident.id, into.incident.id);
  touched.drop(from.incident.id);
  const merged = {
    incident: mergeIncidents(into.incident, from.incident),
    lastDecisions: { ...from.lastDecisions, ...into.lastDecisions },
    delayDueAt: into.delayDueAt,
  };
  touched.put(merged);
  return merged;
}

async function eventsOf(
  records: Records,
  fact: IncidentFact,
  incident: Incident,
  origin: FrameOrigin,
  cadAgency: string | undefined,
): Promise<{ events: readonly CadEvent[]; narratives: readonly string[]; repeatable: boolean; late?: CallSnapshot }> {
  const { feedId, receivedAt, ambiguous } = origin;
  if (fact.kind === 'event') {
    const { narrative } = fact.event.details;
    const events = await asHeardBefore(records, fact, incident, origin, cadAgency);
    return { events, narratives: narrative === undefined ? [] : [narrative], repeatable: true };
  }
  const previous = await records.snapshot(incident.id, feedId);
  const snapshot =
    fact.kind === 'report'
      ? mergeReport(previous, asToldBefore(fact.report, previous, ambiguous))
      : asToldBefore(fact.snapshot, previous, ambiguous);
  const { narratives } = snapshot;
  const current = withoutNarratives(snapshot);
  if (previous !== undefined && isOlderSnapshot(previous, current)) {
    return { events: eventsOfOlder(previous, snapshot, feedId), narratives, repeatable: true, late: snapshot };
  }
  await records.saveSnapshot(incident.id, feedId, current);
  const compared = compareSnapshot(previous, snapshot, { feedId, receivedAt });
  const isTold = compared.some(({ type }) => type === 'contactsChanged');
  const settled = isTold ? [] : eventsOfUncertain(incident, snapshot, feedId, snapshot.exportedAt ?? receivedAt);
  return { events: markAmbiguous([...compared, ...settled], ambiguous), narratives, repeatable: false };
}

/** The events of a line. One that is sent again in the second pass of an hour is still that of the first. */
async function asHeardBefore(
  records: Records,
  fact: Extract<IncidentFact, { kind: 'event' }>,
  incident: Incident,
  { ambiguous, ...origin }: FrameOrigin,
  cadAgency: string | undefined,
): Promise<readonly CadEvent[]> {
  const events = (reading: IncidentFact) =>
    reading.kind === 'event' ? markAmbiguous(expandEventFact(reading.event, incident, origin.feedId, cadAgency), ambiguous) : [];
  const resolved = events(fact);
  if (!ambiguous.has(fact.event.occurredAt)) return resolved;
  for (const reading of [resolved, events(otherReading(fact, ambiguous))]) {
    // What the line is about: its number alone is told by every other line, too.
    const own = reading.filter(({ type }) => type === fact.event.event);
    for (const event of own.length > 0 ? own : reading) {
      if (await records.hasEvent({ incidentId: incident.id, ...origin, event, repeatable: true })) return reading;
    }
  }
  return resolved;
}

/**
 * A new incident. Where one of its name was kept as long as the agency keeps them, and the fact does not tell of a later
 * call, it is that one again, and what excluded it is no longer known: nobody is texted about it.
 */
async function unknownIncident(
  records: Records,
  fact: IncidentFact,
  names: readonly IncidentName[],
  receivedAt: number,
  now: number,
): Promise<Incident> {
  const incident = newIncident(await records.newIncidentId(), createdAt(fact, receivedAt));
  const lastChangeAt = await records.purgedIncident(names);
  const beganAt =
    fact.kind !== 'event' ? callOf(fact).createdAt : fact.event.event === 'incidentCreated' ? fact.event.occurredAt : undefined;
  if (lastChangeAt === undefined || (beganAt !== undefined && beganAt > lastChangeAt)) return incident;
  return { ...incident, suppressed: { by: 'Herald', reason: 'it is older than incidents are kept', at: now } };
}

function createdAt(fact: IncidentFact, receivedAt: number): number {
  return (fact.kind === 'event' ? fact.event.occurredAt : callOf(fact).createdAt) ?? receivedAt;
}

async function withNames(
  records: Records,
  incident: Incident,
  names: readonly IncidentName[],
  fact: IncidentFact,
  feedId: string,
): Promise<Incident> {
  for (const name of names) await records.nameIncident(incident.id, name);
  const { callId, callNumber } = (fact.kind === 'event' ? fact.event : callOf(fact)).numbers;
  let named = incident;
  if (!named.feeds.includes(feedId)) named = { ...named, feeds: [...named.feeds, feedId] };
  if (callId !== undefined && !named.callIds.some((known) => known.feedId === feedId && known.callId === callId)) {
    named = { ...named, callIds: [...named.callIds, { feedId, callId }] };
  }
  if (callNumber !== undefined && named.callNumber === undefined) named = { ...named, callNumber: callNumber.trim() };
  return named;
}

/**
 * Keeps track of which unit is where, and concludes diversions: most feeds never announce one. It shows when a unit
 * appears on another incident before it arrived at, or cleared from, the one it was on.
 */
async function followUnits(
  records: Records,
  touched: Touched,
  before: Incident,
  incident: Incident,
  events: readonly CadEvent[],
  origin: FrameOrigin,
  situation: Situation,
): Promise<void> {
  const names = new Set<string>();
  for (const event of events) if ('unit' in event) names.add(event.unit);
  for (const name of names) {
    const unit = incident.units.find((candidate) => candidate.unit === name);
    const assignment = unit?.assignments.at(-1);
    // Known only to have been taken off: it was never on it, as far as was told.
    if (unit === undefined || assignment === undefined) continue;
    const leftAt = assignment.left?.at ?? assignment.times.cleared;
    await records.saveUnit(normalizeName(name), incident.id, leftAt);
    const had = before.units.find((candidate) => candidate.unit === name)?.assignments.length ?? 0;
    // Only cleared from it, which says of no other call that the unit left it: perhaps the number was a slip.
    const { cleared: _cleared, ...there } = assignment.times;
    const startedAt = Math.min(...Object.values(there));
    if (unit.assignments.length === had || !Number.isFinite(startedAt)) continue;
    for (const id of await records.unitElsewhere(normalizeName(name), incident.id, startedAt - DIVERSION_WINDOW_MS)) {
      const other = await touched.load(id);
      if (other !== undefined) await divert(records, touched, name, other, incident.id, startedAt, origin, situation);
    }
  }
}

async function divert(
  records: Records,
  touched: Touched,
  name: string,
  other: StoredIncident,
  incidentId: number,
  startedAt: number,
  origin: FrameOrigin,
  situation: Situation,
): Promise<void> {
  const mine = await touched.load(incidentId);
  const otherUnit = other.incident.units.find((unit) => normalizeName(unit.unit) === normalizeName(name));
  const otherLast = otherUnit?.assignments.at(-1);
  if (mine === undefined || otherUnit === undefined || otherLast === undefined) return;
  // Two agencies may each have a unit of this name.
  const myAgency = mine.incident.units.find((unit) => normalizeName(unit.unit) === normalizeName(name))?.agency;
  if (myAgency !== undefined && otherUnit.agency !== undefined && !sameAgency(myAgency, otherUnit.agency)) return;
  const otherStartedAt = Math.min(...Object.values(otherLast.times));
  // Lines come late and out of order: the incident that the unit was put on first is the one it left.
  const late = otherStartedAt > startedAt;
  if (late && !isOn(otherUnit)) return;
  const from = late ? mine : other;
  const to = late ? other : mine;
  const at = late ? otherStartedAt : startedAt;
  const unit = from.incident.units.find((candidate) => normalizeName(candidate.unit) === normalizeName(name));
  const last = unit?.assignments.at(-1);
  if (unit === undefined || last === undefined) return;
  if (!responseOf(from.incident, undefined).open || at - Math.min(...Object.values(last.times)) > STALE_ASSIGNMENT_MS) return;
  const leftAt = last.left?.at ?? last.times.cleared;
  if (last.times.cleared !== undefined && last.left === undefined) return;
  if (leftAt !== undefined && Math.abs(at - leftAt) > DIVERSION_WINDOW_MS) return;
  const event: CadEvent = {
    type: 'unitAssignmentCancelled',
    occurredAt: at,
    inferred: true,
    unit: unit.unit,
    reason: 'diverted',
    toIncidentId: to.incident.id,
    higherPriority: isHigher(to.incident, from.incident, situation),
  };
  const changed = applyEvent(from.incident, event);
  if (changed === from.incident) return;
  for (const marked of markAmbiguous([event], origin.ambiguous)) {
    await records.addEvent({ incidentId: from.incident.id, ...origin, event: marked, repeatable: false });
  }
  await records.saveUnit(normalizeName(name), from.incident.id, at);
  touched.put({ ...from, incident: changed });
}

/** Known to rank higher than whatever the other might be. Without a part of our own any agency's priority counts. */
function isHigher(to: Incident, from: Incident, { policy }: Situation): boolean {
  const { ruleset, agency } = policy;
  const priorities = (incident: Incident) => {
    const { context } = responseOf(incident, agency.cadAgency);
    return context?.priority !== undefined ? [context.priority] : incident.contexts.flatMap(({ priority }) => priority ?? []);
  };
  const left = priorities(from);
  return left.length > 0 && priorities(to).some((priority) => left.every((other) => ranksHigher(ruleset, priority, other)));
}
