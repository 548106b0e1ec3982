import { type CadEvent, UNIT_MILESTONES, type UnitMilestone } from './cadEvent';
import type { UnitFact } from './fact';

const EVENT_OF = {
  assigned: 'unitAssigned',
  dispatched: 'unitDispatched',
  enRoute: 'unitEnRoute',
  arrived: 'unitArrived',
  cleared: 'unitCleared',
} as const satisfies Record<UnitMilestone, CadEvent['type']>;

/** What happened to the units of a call between two snapshots; what has no time of its own at `seenAt`. Appends to `events`. */
export function compareUnits(
  previous: readonly UnitFact[],
  current: readonly UnitFact[],
  seenAt: number,
  events: CadEvent[],
): void {
  for (const unit of current) {
    const before = previous.find((known) => known.unit === unit.unit);
    if (before === undefined) first(unit, events);
    else changed(before, unit, seenAt, events);
  }
  for (const gone of previous.filter((known) => !current.some((unit) => unit.unit === known.unit))) leftList(gone, seenAt, events);
}

function reached(unit: UnitFact, milestones: readonly UnitMilestone[], events: CadEvent[]): void {
  const { unit: name, agency, primary, officers, times } = unit;
  for (const milestone of milestones) {
    const at = times[milestone];
    if (at !== undefined) events.push({ type: EVENT_OF[milestone], occurredAt: at, unit: name, agency, primary, officers });
  }
}

function first(unit: UnitFact, events: CadEvent[]): void {
  reached(unit, UNIT_MILESTONES, events);
  if (unit.assignmentCancelledAt !== undefined) {
    events.push({ type: 'unitAssignmentCancelled', occurredAt: unit.assignmentCancelledAt, unit: unit.unit, reason: 'cancelled' });
  }
}

function changed(before: UnitFact, unit: UnitFact, seenAt: number, events: CadEvent[]): void {
  const { unit: name, times } = unit;
  const endedAt = before.assignmentCancelledAt ?? before.times.cleared;
  const again = endedAt === undefined ? [] : reassigned(unit, endedAt, before);
  if (again.length > 0) {
    // Put on the call anew, after a reopening for instance: its earlier times were not withdrawn, they are over.
    reached(unit, again, events);
  } else {
    const added = UNIT_MILESTONES.filter((milestone) => times[milestone] !== undefined && before.times[milestone] === undefined);
    // Corrections come first: a clearing that was a mistake must be gone before what followed it is told.
    const correctedAt = Math.min(seenAt, ...added.map((milestone) => times[milestone] as number));
    for (const milestone of unit.statusOnly ? [] : UNIT_MILESTONES) {
      const was = before.times[milestone];
      const at = times[milestone];
      if (was === undefined || was === at) continue;
      if (at === undefined) events.push({ type: 'unitTimeWithdrawn', occurredAt: correctedAt, unit: name, milestone });
      else events.push({ type: 'unitTimeCorrected', occurredAt: correctedAt, unit: name, milestone, at });
    }
    reached(unit, added, events);
  }
  if (unit.assignmentCancelledAt !== undefined && before.assignmentCancelledAt === undefined) {
    events.push({ type: 'unitAssignmentCancelled', occurredAt: unit.assignmentCancelledAt, unit: name, reason: 'cancelled' });
  }
  const details = ({ agency, primary, officers }: UnitFact) => JSON.stringify([agency, primary, officers]);
  if (details(before) !== details(unit)) {
    const { agency, primary, officers } = unit;
    events.push({ type: 'unitDetailsChanged', occurredAt: seenAt, unit: name, agency, primary, officers });
  }
}

/** The milestones of an assignment that began after the last one ended; empty where it is still that one. */
function reassigned(unit: UnitFact, endedAt: number, before: UnitFact): UnitMilestone[] {
  const { times } = unit;
  const after = UNIT_MILESTONES.filter((milestone) => {
    const at = times[milestone];
    return at !== undefined && at >= endedAt && at !== before.times[milestone];
  });
  const begins = after.some((milestone) => milestone !== 'cleared');
  // A feed with all times has moved every one of them; of a status only the newest is known.
  const all = unit.statusOnly || Object.values(times).every((at) => at >= endedAt);
  return begins && all ? after : [];
}

/**
 * No longer on the call's list. Before arriving it was taken off. After that a list of all units ever assigned only lost an
 * entry, which says nothing; but a list of those active now says that it is done.
 */
function leftList(gone: UnitFact, seenAt: number, events: CadEvent[]): void {
  const { unit, agency, times } = gone;
  if (times.cleared !== undefined || gone.assignmentCancelledAt !== undefined || Object.keys(times).length === 0) return;
  if (times.arrived === undefined) {
    events.push({ type: 'unitAssignmentCancelled', occurredAt: seenAt, inferred: true, unit, reason: 'cancelled' });
  } else if (gone.statusOnly) {
    events.push({ type: 'unitCleared', occurredAt: seenAt, inferred: true, unit, agency });
  }
}
