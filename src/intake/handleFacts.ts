import { durations } from '../clock';
import { applyEvent } from '../incident/applyEvent';
import type { CadEvent } from '../incident/cadEvent';
import { compareSnapshot, isOlderSnapshot, withoutNarratives } from '../incident/compareSnapshot';
import { expandEventFact } from '../incident/expandEventFact';
import type { Fact } from '../incident/fact';
import { type Incident, newIncident } from '../incident/incident';
import { isOn, responseOf } from '../incident/response';
import { priorityRank } from '../rules/due';
import { markExclusions } from '../rules/exclusion';
import { considerIncident, type Situation } from './considerIncident';
import type { IncidentName, Records, StoredIncident } from './records';
import { namesOf, normalizeName, resolveIncident } from './resolveIncident';

/** A unit taken off one incident and seen on another within this time was diverted to it. */
const DIVERSION_WINDOW_MS = 5 * durations.MINUTE;
/** Feeds forget to clear units. An assignment older than this says nothing about where the unit is now. */
const STALE_ASSIGNMENT_MS = 4 * durations.HOUR;

export interface FrameOrigin {
  readonly feedId: string;
  readonly frameId: number;
  readonly receivedAt: number;
}

export interface Handled {
  readonly incidentIds: readonly number[];
  readonly cameDue: number;
}

/** Everything that follows from the facts of one frame: incidents, events, decisions, messages, timers. */
export async function handleFacts(
  records: Records,
  facts: readonly Fact[],
  origin: FrameOrigin,
  situation: Situation,
): Promise<Handled> {
  const desk = new Touched(records);
  for (const fact of facts) await handleFact(records, desk, fact, origin, situation);
  let cameDue = 0;
  for (const stored of desk.all()) {
    const considered = await considerIncident(records, stored, situation);
    cameDue += considered.cameDue;
    await records.saveIncident(considered.stored, situation.now);
  }
  return { incidentIds: desk.all().map(({ incident }) => incident.id), cameDue };
}

/** The incidents that one frame touches, so that each is considered once, as it is in the end. */
class Touched {
  readonly #byId = new Map<number, StoredIncident>();
  readonly #records: Records;
  constructor(records: Records) {
    this.#records = records;
  }
  readonly load = async (id: number) => this.#byId.get(id) ?? (await this.#records.incident(id));
  put(stored: StoredIncident) {
    this.#byId.set(stored.incident.id, stored);
  }
  all() {
    return [...this.#byId.values()];
  }
}

async function handleFact(
  records: Records,
  touched: Touched,
  fact: Fact,
  origin: FrameOrigin,
  situation: Situation,
): Promise<void> {
  const { feedId, receivedAt } = origin;
  const names = namesOf(fact, situation.policy.agency.cadAgency);
  const found = await resolveIncident(records, fact, feedId, names, touched.load);
  const stored = found ?? {
    incident: newIncident(await records.newIncidentId(), createdAt(fact, receivedAt)),
    lastDecisions: {},
    delayDueAt: undefined,
  };
  let incident = await withNames(records, stored.incident, names, fact, feedId);
  const { events, narratives, repeatable } = await eventsOf(records, fact, incident, origin);
  const before = incident;
  for (const event of events) {
    // An event feed may send a line again much later, after others: it has been heard. A snapshot's events are news by
    // comparison, and may rightly repeat (a time withdrawn, then given again).
    const fresh = await records.addEvent({ incidentId: incident.id, ...origin, event, repeatable });
    if (fresh) incident = applyEvent(incident, event);
  }
  incident = markExclusions(incident, narratives, situation.policy.ruleset.exclusions, situation.now);
  touched.put({ ...stored, incident });
  await followUnits(records, touched, before, incident, events, origin, situation);
}

async function eventsOf(records: Records, fact: Fact, incident: Incident, { feedId, receivedAt }: FrameOrigin) {
  if (fact.kind === 'event') {
    const { narrative } = fact.event.details;
    const events: readonly CadEvent[] = expandEventFact(fact.event, incident, feedId);
    return { events, narratives: narrative === undefined ? [] : [narrative], repeatable: true };
  }
  const previous = await records.snapshot(incident.id, feedId);
  const events = compareSnapshot(previous, fact.snapshot, { feedId, receivedAt });
  const current = withoutNarratives(fact.snapshot);
  if (!isOlderSnapshot(previous, current)) await records.saveSnapshot(incident.id, feedId, current);
  return { events, narratives: fact.snapshot.narratives, repeatable: false };
}

function createdAt(fact: Fact, receivedAt: number): number {
  return (fact.kind === 'snapshot' ? fact.snapshot.createdAt : fact.event.occurredAt) ?? receivedAt;
}

async function withNames(
  records: Records,
  incident: Incident,
  names: readonly IncidentName[],
  fact: Fact,
  feedId: string,
): Promise<Incident> {
  for (const name of names) await records.nameIncident(incident.id, name);
  const numbers = fact.kind === 'snapshot' ? fact.snapshot.numbers : fact.event.numbers;
  const { callId, callNumber } = numbers;
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
    if (unit === undefined) continue;
    const assignment = unit.assignments.at(-1);
    const leftAt = assignment?.left?.at ?? assignment?.times.cleared;
    await records.saveUnit(normalizeName(name), incident.id, leftAt);
    const had = before.units.find((candidate) => candidate.unit === name)?.assignments.length ?? 0;
    const startedAt = Math.min(...Object.values(assignment?.times ?? {}));
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
    higherPriority: ranksHigher(to.incident, from.incident, situation),
  };
  const changed = applyEvent(from.incident, event);
  if (changed === from.incident) return;
  await records.addEvent({ incidentId: from.incident.id, ...origin, event, repeatable: false });
  await records.saveUnit(normalizeName(name), from.incident.id, at);
  touched.put({ ...from, incident: changed });
}

/** Known to rank higher: both priorities are in the agency's order. */
function ranksHigher(to: Incident, from: Incident, { policy }: Situation): boolean {
  const { ruleset, agency } = policy;
  const rank = (incident: Incident) => {
    const { context } = responseOf(incident, agency.cadAgency);
    const priorities = context?.priority !== undefined ? [context.priority] : incident.contexts.map((c) => c.priority);
    const ranks = priorities.flatMap((priority) => priorityRank(ruleset, priority) ?? []);
    return ranks.length === 0 ? undefined : Math.min(...ranks);
  };
  const toRank = rank(to);
  const fromRank = rank(from);
  return toRank !== undefined && fromRank !== undefined && toRank < fromRank;
}
