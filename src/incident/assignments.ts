import type { UnitMilestone } from './cadEvent';
import type { Freed } from './endMarks';
import type { Assignment } from './incident';

/** One thing told of a unit on an incident, as it was told. */
export type UnitLogEntry =
  | { readonly what: UnitMilestone; readonly at: number }
  | {
      readonly what: 'left';
      readonly at: number;
      readonly reason: 'cancelled' | 'diverted';
      readonly toIncidentId: number | undefined;
      readonly higherPriority: boolean;
      readonly inferred: boolean;
    };

/** Taken off, and seen elsewhere so soon after: that is why it was taken off. */
const DIVERSION_WINDOW_MS = 300_000;

/**
 * The assignments that a unit's log amounts to, oldest first. Worked out anew from all entries in the order of their times,
 * so that a line which comes late ends up where it belongs. Equal times keep the order in which they were received. `freed`:
 * when the call closed and so let go whoever was on it, though no line said so of the unit.
 */
export function assignmentsFrom(log: readonly UnitLogEntry[], freed: readonly Freed[] = []): readonly Assignment[] {
  const assignments: { times: Partial<Record<UnitMilestone, number>>; left: Assignment['left'] }[] = [];
  const all = [...log, ...freed.map((one) => ({ what: 'freed' as const, ...one }))];
  const entries = all.map((entry, order) => ({ entry, order })).sort((a, b) => a.entry.at - b.entry.at || a.order - b.order);
  for (const { entry } of entries) {
    const current = assignments.at(-1);
    const endedAt = current?.left?.at ?? current?.times.cleared;
    if (entry.what === 'left') {
      if (current === undefined) continue;
      const { what: _left, ...left } = entry;
      // After an arrival only the conclusion counts that it is somewhere else now: it went on without being cleared.
      if (endedAt === undefined && (current.times.arrived === undefined || entry.inferred)) current.left = left;
      const soon = endedAt !== undefined && entry.at - endedAt <= DIVERSION_WINDOW_MS;
      // Taken off first, and only then seen on the other incident: now the reason is known.
      if (soon && current.left?.reason === 'cancelled' && entry.reason === 'diverted')
        current.left = { ...left, at: current.left.at };
      continue;
    }
    if (entry.what === 'freed') {
      const stays = entry.slip && current?.times.arrived !== undefined;
      if (current !== undefined && endedAt === undefined && !stays) current.times.cleared = entry.at;
      continue;
    }
    if (entry.what === 'cleared') {
      if (current === undefined) assignments.push({ times: { cleared: entry.at }, left: undefined });
      else if (current.times.cleared === undefined) current.times.cleared = entry.at;
      continue;
    }
    if (current === undefined) {
      assignments.push({ times: { [entry.what]: entry.at }, left: undefined });
    } else if (
      endedAt === undefined ||
      (entry.at === endedAt && current.times[entry.what] === undefined && entry.what !== 'assigned')
    ) {
      // The first time of a milestone counts: feeds repeat a status with a later time.
      current.times[entry.what] ??= entry.at;
    } else if (entry.what === 'arrived' && current.left?.inferred === true && current.times.arrived === undefined) {
      // Concluded that it had left, yet it arrived: the conclusion was wrong.
      current.left = undefined;
      current.times.arrived = entry.at;
    } else {
      // The unit came back.
      assignments.push({ times: { [entry.what]: entry.at }, left: undefined });
    }
  }
  return assignments;
}
