import { durations } from '../clock';
import { applyEvent } from '../incident/applyEvent';
import { expandEventFact } from '../incident/expandEventFact';
import type { CallSnapshot, EventFact, IncidentFact, IncidentNumbers, PartialCall } from '../incident/fact';
import { type Incident, sameAgency } from '../incident/incident';
import type { IncidentName, NameKind, Records, StoredIncident } from './records';

/** A number that was silent for so long and is then created anew is taken as reused. */
const REUSED_AFTER_MS = durations.DAY;
/** The same with another call type. */
const ANOTHER_CALL_AFTER_MS = durations.HOUR;

/** A call may wait for hours before a unit, and with it another feed, hears of it; call numbers begin anew every day. */
const TWIN_WITHIN_MS = 12 * durations.HOUR;

const JUST_BEFORE_MS = durations.MINUTE;
const PUTS_UNIT_ON: ReadonlySet<string> = new Set<EventFact['event']>([
  'unitAssigned',
  'unitDispatched',
  'unitEnRoute',
  'unitArrived',
]);
const MAY_EXCLUDE: ReadonlySet<string> = new Set<EventFact['event']>([
  'incidentTypeChanged',
  'priorityChanged',
  'noteAdded',
  'flagsChanged',
]);

/** Numbers are compared trimmed, in upper case. */
export function normalizeName(name: string): string {
  return name.trim().toUpperCase();
}

/** The call that a snapshot or a report is about. */
export function callOf(fact: Exclude<IncidentFact, { kind: 'event' }>): CallSnapshot | PartialCall {
  return fact.kind === 'snapshot' ? fact.snapshot : fact.report;
}

/**
 * All names a fact gives for its incident. Of a shared call only the own agency's numbers count: departments of one county
 * number their incidents in the same style, so another's number may be ours for something else.
 */
export function namesOf(fact: IncidentFact, cadAgency: string | undefined): readonly IncidentName[] {
  const { numbers } = fact.kind === 'event' ? fact.event : callOf(fact);
  const names = named(numbers);
  if (fact.kind !== 'event') {
    for (const callId of numbers.otherCallIds ?? []) names.push(...named({ callId }));
    for (const context of callOf(fact).contexts) {
      const own = cadAgency === undefined || context.agency === undefined || sameAgency(context.agency, cadAgency);
      if (!own) continue;
      names.push(...named({ incidentNumber: context.incidentNumber, reportNumber: context.reportNumber }));
    }
  } else if (fact.event.details.reportNumber !== undefined) {
    names.push(...named({ reportNumber: fact.event.details.reportNumber }));
  }
  return names;
}

/**
 * `names`, without the number of a records line where several calls had it and the report is not known: whose case it is cannot
 * be told, and an earlier call's must not be told to the later one's caller.
 */
export async function withoutDoubtful(
  records: Records,
  fact: IncidentFact,
  names: readonly IncidentName[],
): Promise<readonly IncidentName[]> {
  const reports = names.filter(({ kind }) => kind === 'reportNumber');
  if (!isOfCase(fact) || reports.length === 0 || reports.length === names.length) return names;
  const ofReport = await records.findIncidents(reports);
  const ofNumber = new Set(await records.findIncidents(names.filter(isNumber).flatMap(either)));
  if (ofReport.some((id) => ofNumber.has(id))) return names;
  // A case that is nobody's does not take the number from the call that has it.
  return ofNumber.size > (ofReport.length > 0 ? 0 : 1) ? reports : names;
}

function isOfCase(fact: IncidentFact): boolean {
  return fact.kind === 'event' && (fact.event.event === 'caseAssigned' || fact.event.event === 'caseStatusChanged');
}

/** By which people speak of a call; centers use them again. */
function isNumber({ kind }: IncidentName): boolean {
  return kind === 'incidentNumber' || kind === 'callNumber';
}

/** One feed's incident number may be another feed's call number. */
function either({ name }: IncidentName): readonly IncidentName[] {
  return [
    { kind: 'incidentNumber', name },
    { kind: 'callNumber', name },
  ];
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
 * the same feed, or a creation after the end, is another incident. `timeIsCertain`: not of the hour that a night in autumn has twice.
 */
export async function resolveIncident(
  records: Records,
  fact: IncidentFact,
  feedId: string,
  names: readonly IncidentName[],
  load: (id: number) => Promise<StoredIncident | undefined>,
  timeIsCertain: boolean,
): Promise<StoredIncident | undefined> {
  const of = (...kinds: NameKind[]) => names.filter((name) => kinds.includes(name.kind));
  const callIds = of('callId');
  if (callIds.length > 0) {
    const [id] = await records.findIncidents(callIds);
    if (id !== undefined) return load(id);
  }
  const numbers = names.filter(isNumber);
  const byReport = await reportDecides(records, fact, feedId, of('reportNumber'), numbers, load);
  if (byReport !== undefined) return byReport;
  const tries: IncidentName[][] = [
    numbers.flatMap(either),
    of('reportNumber'),
    numbers.map(({ name }) => ({ kind: 'reportNumber', name })),
  ];
  for (const tried of tries) {
    if (tried.length === 0) continue;
    const ids = await records.findIncidents(tried);
    for (const [index, id] of ids.entries()) {
      const stored = await load(id);
      if (stored !== undefined && isLongAfterEnd(stored.incident, fact)) return undefined;
      if (stored === undefined || isAnother(stored.incident, fact, feedId)) continue;
      return (timeIsCertain ? await earlierCall(fact, feedId, stored.incident, ids.slice(index + 1), load) : undefined) ?? stored;
    }
  }
  return undefined;
}

/**
 * A line that comes late, or again, from before the call began that has its number now: it tells of the call before. Not what
 * may exclude: whose time is wrong may have meant the later one, which is then not texted without need.
 */
async function earlierCall(
  fact: IncidentFact,
  feedId: string,
  later: Incident,
  earlierIds: readonly number[],
  load: (id: number) => Promise<StoredIncident | undefined>,
): Promise<StoredIncident | undefined> {
  if (fact.kind !== 'event' || MAY_EXCLUDE.has(fact.event.event)) return undefined;
  const { occurredAt } = fact.event;
  if (occurredAt >= later.createdAt) return undefined;
  for (const id of earlierIds) {
    const stored = await load(id);
    if (stored === undefined || occurredAt < stored.incident.createdAt) continue;
    const { closedAt, cancelledAt, lastEventAt } = stored.incident;
    // Some systems stamp the beginning of a call a moment after what it began with; but not what was told of the call before.
    const isJustBefore = later.createdAt - occurredAt < JUST_BEFORE_MS && occurredAt > (closedAt ?? cancelledAt ?? lastEventAt);
    return isJustBefore && !saysNothingNew(fact.event, stored.incident, feedId) ? undefined : stored;
  }
  // From before all that is known of any: of the first, if anybody's.
  const first = earlierIds.at(-1);
  return first === undefined || later.createdAt - occurredAt < JUST_BEFORE_MS ? undefined : load(first);
}

function saysNothingNew(event: EventFact, incident: Incident, feedId: string): boolean {
  return expandEventFact(event, incident, feedId).every((each) => applyEvent(incident, each) === incident);
}

/**
 * A line names a report and a number, and numbers are reused: where the report is known, it decides whose it is. Of a records
 * line in any case; else among the calls that had the number. Yesterday's case must not be told to today's caller.
 */
async function reportDecides(
  records: Records,
  fact: IncidentFact,
  feedId: string,
  reports: readonly IncidentName[],
  numbers: readonly IncidentName[],
  load: (id: number) => Promise<StoredIncident | undefined>,
): Promise<StoredIncident | undefined> {
  if (reports.length === 0) return undefined;
  const carriers = await records.findIncidents(reports);
  if (carriers.length === 0) return undefined;
  const both = numbers.length === 0 ? [] : await records.findIncidents(numbers.flatMap(either));
  const ofBoth = carriers.find((candidate) => both.includes(candidate));
  if (isOfCase(fact)) {
    const id = ofBoth ?? carriers[0];
    return id === undefined ? undefined : load(id);
  }
  const stored = ofBoth === undefined ? undefined : await load(ofBoth);
  return stored === undefined || isAnother(stored.incident, fact, feedId) ? undefined : stored;
}

/**
 * Another incident that carries the same agency number as a fact about `incident`: two feeds began with different numbers
 * for one call, and only now it shows.
 */
export async function findTwin(
  records: Records,
  fact: IncidentFact,
  feedId: string,
  names: readonly IncidentName[],
  incident: Incident,
  load: (id: number) => Promise<StoredIncident | undefined>,
): Promise<StoredIncident | undefined> {
  if (fact.kind === 'event') return twinOfLine(records, fact, feedId, names, incident, load);
  const numbers = names.filter(({ kind }) => kind === 'incidentNumber' || kind === 'reportNumber');
  if (numbers.length === 0) return undefined;
  for (const id of await records.findIncidents(numbers)) {
    if (id === incident.id) continue;
    const other = await load(id);
    if (other === undefined || isAnother(other.incident, fact, feedId)) continue;
    // Both known to one feed under different call ids are two calls, whatever number they share.
    const apart = other.incident.callIds.some((known) => incident.callIds.some((mine) => mine.feedId === known.feedId));
    if (!apart) return other;
  }
  return undefined;
}

/**
 * The same for a line with two numbers: the feed of units spoke of the incident's number before CAD said that its call has it, or
 * the records system of a report. Only where no feed has told of both, and no two different callers are known.
 */
async function twinOfLine(
  records: Records,
  fact: Extract<IncidentFact, { kind: 'event' }>,
  feedId: string,
  names: readonly IncidentName[],
  incident: Incident,
  load: (id: number) => Promise<StoredIncident | undefined>,
): Promise<StoredIncident | undefined> {
  // Incident numbers are reused: of a case the report alone decides.
  if (names.length < 2 || isOfCase(fact)) return undefined;
  for (const own of names) {
    const [id] = await records.findIncidents(isNumber(own) ? either(own) : [own]);
    if (id === undefined || id === incident.id) continue;
    const other = await load(id);
    if (other === undefined || isAnother(other.incident, fact, feedId)) continue;
    // Reports are not used again.
    const isOld = endedLongBefore(other.incident, fact.event.occurredAt) || isLongBetween(incident, other.incident);
    if (isApart(incident, other.incident) || (isOld && own.kind !== 'reportNumber')) continue;
    return other;
  }
  return undefined;
}

function isApart(a: Incident, b: Incident): boolean {
  const callers = ({ contacts }: Incident) => contacts.flatMap(({ role, phone }) => (role === 'caller' && phone ? [phone] : []));
  const [ofA, ofB] = [callers(a), callers(b)];
  const otherCaller = ofA.length > 0 && ofB.length > 0 && !ofA.some((phone) => ofB.includes(phone));
  return otherCaller || a.feeds.some((feed) => b.feeds.includes(feed));
}

function isLongBetween(a: Incident, b: Incident): boolean {
  return Math.abs(a.createdAt - b.createdAt) > TWIN_WITHIN_MS;
}

/** True where the fact only shares a number with `incident`. */
function isAnother(incident: Incident, fact: IncidentFact, feedId: string): boolean {
  const endedAt = incident.closedAt ?? incident.cancelledAt;
  if (fact.kind === 'event') return isNewCreation(incident, fact.event, endedAt);
  const { numbers, createdAt } = callOf(fact);
  const { callId } = numbers;
  if (callId !== undefined && incident.callIds.some((known) => known.feedId === feedId && known.callId !== callId)) return true;
  if (createdAt !== undefined && wasThereBefore(incident, endedAt, createdAt)) return true;
  return fact.kind === 'report' && isReusedCallNumber(incident, fact.report, endedAt);
}

/** Reports may carry the daily call number alone: a call created much later, or units sent after the end or days later. */
function isReusedCallNumber(incident: Incident, report: PartialCall, endedAt: number | undefined): boolean {
  const { incidentNumber } = report.numbers;
  const known = incident.incidentNumbers.map(({ number }) => normalizeName(number));
  if (incidentNumber !== undefined && known.includes(normalizeName(incidentNumber))) return false;
  if (report.createdAt !== undefined) return report.createdAt - incident.createdAt > durations.HOUR;
  const times = [...Object.values(report.callTimes ?? {}), ...report.units.flatMap((unit) => Object.values(unit.times))];
  if (times.length === 0) return false;
  const startedAt = Math.min(...times);
  return (endedAt !== undefined && startedAt > endedAt) || startedAt - incident.lastEventAt > REUSED_AFTER_MS;
}

/**
 * A unit that is put on what ended a while ago, and was not opened again: the number is another call's by now, and the line that
 * said so was lost. Whoever called then must not be told of it.
 */
function isLongAfterEnd(incident: Incident, fact: IncidentFact): boolean {
  return fact.kind === 'event' && PUTS_UNIT_ON.has(fact.event.event) && endedLongBefore(incident, fact.event.occurredAt);
}

function endedLongBefore({ closedAt, cancelledAt }: Incident, at: number): boolean {
  const endedAt = closedAt ?? cancelledAt;
  return endedAt !== undefined && at - endedAt > ANOTHER_CALL_AFTER_MS;
}

/**
 * True where what began at `createdAt` is another call: this one had ended, or had a case. No report or detective is there
 * before its call; for a while CAD may not say how a call began.
 */
function wasThereBefore(incident: Incident, endedAt: number | undefined, createdAt: number): boolean {
  if (endedAt !== undefined && createdAt > endedAt) return true;
  const { reports, detectives, caseStatuses } = incident;
  return [...reports, ...detectives, ...caseStatuses].some(({ at }) => createdAt - at > ANOTHER_CALL_AFTER_MS);
}

function isNewCreation(incident: Incident, event: EventFact, endedAt: number | undefined): boolean {
  if (event.event !== 'incidentCreated' || event.occurredAt === incident.createdAt) return false;
  if (wasThereBefore(incident, endedAt, event.occurredAt)) return true;
  // A number that was never closed and begins anew with another type, after a while: the feed forgets to close.
  const { callType } = event.details;
  const another = callType !== undefined && incident.contexts.every((context) => context.callType !== callType);
  if (another && event.occurredAt - incident.lastEventAt > ANOTHER_CALL_AFTER_MS) return true;
  return event.occurredAt - incident.lastEventAt > REUSED_AFTER_MS;
}
