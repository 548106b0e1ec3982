import { UNIT_MILESTONES, type UnitMilestone } from './cadEvent';
import type { StoredSnapshot } from './compareSnapshot';
import { CONTACT_ROLES } from './contact';
import type { AgencyContextFact, CallSnapshot, PartialCall, UnitFact } from './fact';
import { sameAgency } from './incident';

/**
 * The call as it is known after one more report: what the report says, over what earlier ones said. Nothing is withdrawn by
 * being left out. Compared with `previous` it gives the events that the report stands for. Pure.
 */
export function mergeReport(previous: StoredSnapshot | undefined, report: PartialCall): CallSnapshot {
  // A report that was written earlier and comes late only fills in what is not known yet.
  const late = previous?.exportedAt !== undefined && report.reportedAt !== undefined && report.reportedAt < previous.exportedAt;
  const units = withCallTimes(mergeUnits(previous?.units ?? [], report.units, late), report);
  const ended = endOf(previous, report, units);
  return {
    numbers: late ? { ...report.numbers, ...defined(previous.numbers) } : { ...previous?.numbers, ...defined(report.numbers) },
    createdAt: (late ? previous.createdAt : undefined) ?? report.createdAt ?? previous?.createdAt,
    exportedAt: late ? previous.exportedAt : report.reportedAt,
    contexts: mergeContexts(previous?.contexts ?? [], report.contexts, late).map((context) => ({ ...context, ...ended })),
    otherNumbers: previous?.otherNumbers,
    ...ended,
    contacts: mergeContacts(previous?.contacts ?? [], report.contacts, late),
    units,
    flags: [...new Set([...(previous?.flags ?? []), ...report.flags])],
    dispositions: [...new Set([...(previous?.dispositions ?? []), ...report.dispositions])],
    narratives: report.narratives,
  };
}

type Context = Pick<AgencyContextFact, 'agency' | 'callType' | 'priority' | 'incidentNumber' | 'reportNumber'>;

function mergeContexts(known: readonly Context[], told: readonly Context[], late: boolean): Context[] {
  const over = (before: Context, now: Context): Context => (late ? { ...now, ...defined(before) } : { ...before, ...defined(now) });
  let merged = [...known];
  for (const context of told) {
    const at = merged.findIndex(({ agency }) => sameAgency(agency, context.agency));
    if (at >= 0) merged[at] = over(merged[at] as Context, context);
    // A report that names no agency speaks of the call, and so of every agency's part of it.
    else if (context.agency === undefined && merged.length > 0) merged = merged.map((before) => over(before, context));
    // What was told before anybody named an agency was about this one.
    else merged = [...merged.filter(({ agency }) => agency !== undefined), context];
  }
  return merged;
}

/** By role. A name alone must not take the place of a number that an earlier report gave. */
function mergeContacts(known: CallSnapshot['contacts'], told: CallSnapshot['contacts'], late: boolean): CallSnapshot['contacts'] {
  return CONTACT_ROLES.flatMap((role) => {
    const before = known.filter((contact) => contact.role === role);
    const now = told.filter((contact) => contact.role === role);
    const reachable = before.some(({ phone }) => phone !== undefined);
    if (now.length === 0 || (reachable && (late || now.every(({ phone }) => phone === undefined)))) return before;
    return now;
  });
}

function mergeUnits(known: readonly UnitFact[], told: readonly UnitFact[], late: boolean): UnitFact[] {
  const merged = [...known];
  for (const unit of told) {
    const at = merged.findIndex((before) => before.unit === unit.unit);
    const before = merged[at];
    if (before === undefined) merged.push(unit);
    else merged[at] = mergeUnit(before, unit, late);
  }
  return merged;
}

function mergeUnit(before: UnitFact, now: UnitFact, late: boolean): UnitFact {
  const crew = {
    agency: now.agency ?? before.agency,
    primary: now.primary || before.primary,
    officers: now.officers.length > 0 && !late ? now.officers : before.officers,
  };
  const endedAt = before.assignmentCancelledAt ?? before.times.cleared;
  const times = Object.values(now.times);
  const began = UNIT_MILESTONES.some((milestone) => milestone !== 'cleared' && now.times[milestone] !== undefined);
  // Put on the call a second time: what was told of the first time is over.
  if (endedAt !== undefined && began && times.every((at) => at >= endedAt)) return { ...now, ...crew };
  return {
    unit: before.unit,
    ...crew,
    times: late ? { ...now.times, ...before.times } : { ...before.times, ...now.times },
    assignmentCancelledAt: now.assignmentCancelledAt ?? before.assignmentCancelledAt,
  };
}

/**
 * Milestones told of the call alone are a unit's nevertheless, and a call that somebody went to must not count as waiting.
 * All its units were dispatched and cleared; one of them was the first under way and there. Where the report names none, a
 * unit named after the call stands for them: no other call can have it.
 */
function withCallTimes(units: readonly UnitFact[], report: PartialCall): readonly UnitFact[] {
  const told = Object.entries(report.callTimes ?? {}) as [UnitMilestone, number][];
  if (told.length === 0) return units;
  const { callId, incidentNumber, callNumber, reportNumber } = report.numbers;
  const number = callId ?? incidentNumber ?? report.contexts[0]?.incidentNumber ?? callNumber ?? reportNumber;
  const name = `Units of ${number}`;
  let all: readonly UnitFact[] = units.length > 0 ? units : [{ unit: name, primary: false, officers: [], times: {} }];
  const give = (milestone: UnitMilestone, at: number, to: (unit: UnitFact, index: number) => boolean) => {
    all = all.map((unit, index) =>
      unit.times[milestone] === undefined && to(unit, index) ? { ...unit, times: { ...unit.times, [milestone]: at } } : unit,
    );
  };
  for (const [milestone, at] of told) {
    const known = all.some((unit) => unit.times[milestone] !== undefined);
    if (milestone === 'enRoute' || milestone === 'arrived') {
      if (!known) give(milestone, at, (_unit, index) => index === 0);
    } else give(milestone, at, (unit) => milestone !== 'cleared' || Object.keys(unit.times).length > 0);
  }
  return all;
}

type End = Pick<CallSnapshot, 'closed' | 'closedAt' | 'cancelled'>;

function endOf(previous: StoredSnapshot | undefined, report: PartialCall, units: readonly UnitFact[]): End {
  const { ended, endedAt } = report;
  const before: End = {
    closed: previous?.closed ?? false,
    closedAt: previous?.closedAt,
    cancelled: previous?.cancelled ?? false,
  };
  if (ended === 'open') return { ...before, closed: false, cancelled: false };
  if (ended === 'cancelled') return { ...before, cancelled: true, closedAt: endedAt ?? before.closedAt };
  const active = units.filter((unit) => Object.keys(unit.times).length > 0);
  const allCleared = active.every((unit) => unit.times.cleared !== undefined || unit.assignmentCancelledAt !== undefined);
  if (ended === 'closed' || (ended === 'closedWhenCleared' && active.length > 0 && allCleared)) {
    const lastClearedAt = Math.max(...active.map((unit) => unit.times.cleared ?? Number.NEGATIVE_INFINITY));
    const at =
      endedAt ?? (before.closed ? before.closedAt : undefined) ?? (Number.isFinite(lastClearedAt) ? lastClearedAt : undefined);
    return { closed: true, closedAt: at, cancelled: before.cancelled };
  }
  // Units sent after the end: the call was opened again, though no report says so.
  const sentAgain = before.closedAt !== undefined && active.some((unit) => startOf(unit) > (before.closedAt as number));
  return sentAgain ? { ...before, closed: false, cancelled: false } : before;
}

function startOf(unit: UnitFact): number {
  return Math.min(...Object.values(unit.times));
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
