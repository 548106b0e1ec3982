import type { CadEvent, CadEventType } from './cadEvent';
import { compareClosing } from './compareClosing';
import { compareUnits } from './compareUnits';
import { CONTACT_ROLES } from './contact';
import type { AgencyContextFact, CallSnapshot } from './fact';
import { sameAgency } from './incident';

/** What is kept of a snapshot, to compare the next one with. */
export type StoredSnapshot = Omit<CallSnapshot, 'narratives'>;

/** The snapshot as it may be stored: narratives stay in the frame only. */
export function withoutNarratives(snapshot: CallSnapshot): StoredSnapshot {
  const { narratives: _kept, ...stored } = snapshot;
  return stored;
}

/**
 * True where `current` was written before `previous`: it must be neither compared nor stored. Only a feed that says when it
 * writes a snapshot lets one tell. Of others the order of arrival is trusted: in a call without an export time, a time that
 * was withdrawn looks just like a time that is not there yet.
 */
export function isOlderSnapshot(previous: StoredSnapshot | undefined, current: StoredSnapshot): boolean {
  return previous?.exportedAt !== undefined && current.exportedAt !== undefined && current.exportedAt < previous.exportedAt;
}

/** Of events with equal times, what comes first: what a call is before what happens to it, and its end last. */
const ORDER: readonly CadEventType[] = [
  'incidentCreated',
  'incidentReopened',
  'incidentNumberAssigned',
  'incidentTypeChanged',
  'priorityChanged',
  'flagsChanged',
  'contactsChanged',
  'unitTimeWithdrawn',
  'unitTimeCorrected',
  'unitAssigned',
  'unitDispatched',
  'unitEnRoute',
  'unitArrived',
  'unitCleared',
  'unitAssignmentCancelled',
  'unitDetailsChanged',
  'reportNumberWithdrawn',
  'reportNumberAssigned',
  'incidentCancelled',
  'incidentClosed',
];

/**
 * What happened to a call between two snapshots of one feed, in the order in which it happened. All of it where there is no
 * previous one, nothing where they say the same or where `current` is the older. What carries no time of its own happened
 * when the feed wrote the snapshot, else when it was received. Pure.
 */
export function compareSnapshot(
  previous: StoredSnapshot | undefined,
  current: StoredSnapshot,
  context: { readonly feedId: string; readonly receivedAt: number },
): readonly CadEvent[] {
  if (isOlderSnapshot(previous, current)) return [];
  const seenAt = current.exportedAt ?? context.receivedAt;
  const startedAt = current.createdAt ?? earliestTime(current) ?? seenAt;
  // What a first snapshot says without a time was so from the start, as far as anybody can tell.
  const changedAt = previous === undefined ? startedAt : seenAt;
  const events: CadEvent[] = [];
  if (previous === undefined || (current.createdAt !== undefined && previous.createdAt !== current.createdAt)) {
    events.push({ type: 'incidentCreated', occurredAt: startedAt });
  }
  compareNumbers(previous, current, changedAt, events);
  compareContexts(previous, current, changedAt, events);
  if (!same(previous?.flags ?? [], current.flags)) {
    events.push({ type: 'flagsChanged', occurredAt: changedAt, flags: current.flags });
  }
  if (!same(previous?.contacts ?? [], current.contacts)) {
    const { feedId } = context;
    events.push({ type: 'contactsChanged', occurredAt: changedAt, feedId, roles: CONTACT_ROLES, contacts: current.contacts });
  }
  compareUnits(previous?.units ?? [], current.units, seenAt, events);
  compareClosing(previous, current, seenAt, events);
  const rank = (event: CadEvent) => ORDER.indexOf(event.type);
  return events.sort((a, b) => a.occurredAt - b.occurredAt || rank(a) - rank(b));
}

function compareNumbers(previous: StoredSnapshot | undefined, current: StoredSnapshot, at: number, events: CadEvent[]): void {
  const before = numbersIn(previous);
  const knew = (number: NumberOfAgency) =>
    before.some((known) => known.kind === number.kind && known.value === number.value && sameAgency(known.agency, number.agency));
  for (const number of numbersIn(current)) {
    if (knew(number)) continue;
    const { agency, value } = number;
    if (number.kind === 'incident') events.push({ type: 'incidentNumberAssigned', occurredAt: at, incidentNumber: value, agency });
    else events.push({ type: 'reportNumberAssigned', occurredAt: at, reportNumber: value, agency });
  }
  // A report number that is gone was a mistake: a text must not tell it.
  const now = numbersIn(current);
  for (const { kind, agency, value } of before) {
    const still = now.some((known) => known.kind === kind && known.value === value && sameAgency(known.agency, agency));
    if (kind === 'report' && !still) events.push({ type: 'reportNumberWithdrawn', occurredAt: at, reportNumber: value, agency });
  }
}

interface NumberOfAgency {
  readonly kind: 'incident' | 'report';
  readonly agency: string | undefined;
  readonly value: string;
}

/** Other departments' first: of several numbers the last one is the one shown. */
function numbersIn(snapshot: StoredSnapshot | undefined): NumberOfAgency[] {
  if (snapshot === undefined) return [];
  const numbers: NumberOfAgency[] = [];
  const add = (kind: NumberOfAgency['kind'], agency: string | undefined, value: string | undefined) => {
    const known = numbers.some(
      (n) => n.kind === kind && n.value === value && (agency === undefined || sameAgency(n.agency, agency)),
    );
    if (value !== undefined && !known) numbers.push({ kind, agency, value });
  };
  for (const { agency, incidentNumber, reportNumber } of [...(snapshot.otherNumbers ?? []), ...snapshot.contexts]) {
    add('incident', agency, incidentNumber);
    add('report', agency, reportNumber);
  }
  add('incident', undefined, snapshot.numbers.incidentNumber);
  add('report', undefined, snapshot.numbers.reportNumber);
  return numbers;
}

function compareContexts(
  previous: StoredSnapshot | undefined,
  current: StoredSnapshot,
  changedAt: number,
  events: CadEvent[],
): void {
  for (const now of current.contexts) {
    const { agency, callType, priority } = now;
    const before = contextOf(previous, agency);
    const at = before === undefined ? (now.createdAt ?? changedAt) : changedAt;
    if (before === undefined || before.callType !== callType) {
      events.push({ type: 'incidentTypeChanged', occurredAt: at, agency, callType });
    }
    if (before?.priority !== priority) events.push({ type: 'priorityChanged', occurredAt: at, agency, priority });
  }
}

/** One agency's part of a snapshot. */
function contextOf(snapshot: StoredSnapshot | undefined, agency: string | undefined): AgencyContextFact | undefined {
  return snapshot?.contexts.find((context) => sameAgency(context.agency, agency));
}

function earliestTime(snapshot: StoredSnapshot): number | undefined {
  const times = [
    ...snapshot.contexts.flatMap((context) => context.createdAt ?? []),
    ...snapshot.units.flatMap((unit) => Object.values(unit.times)),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
