import { UNIT_MILESTONES, type UnitMilestone } from './cadEvent';
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

/** So far back an end may be dated that was told later: a clock was set back, or one feed tells whole minutes only. */
const DATED_BACK_MS = 60_000;

/** What was told as the `order`th. */
interface Told {
  readonly entry: UnitLogEntry | ({ readonly what: 'freed' } & Freed) | { readonly what: 'doubted'; readonly at: number };
  readonly order: number;
}

/**
 * The assignments that a unit's log amounts to, oldest first. Worked out anew from all entries in the order of their times,
 * so that a line which comes late ends up where it belongs. Equal times keep the order in which they were received. `freed`:
 * when the call closed and so let go whoever was on it, though no line said so of the unit.
 *
 * An end with nothing to end at its time, told after the unit was put on and dated a moment before, leaves it in doubt whether
 * the unit is on: it was taken off again, or an earlier assignment ended that nobody heard of.
 */
export function assignmentsFrom(log: readonly UnitLogEntry[], freed: readonly Freed[] = []): readonly Assignment[] {
  const assignments: { times: Partial<Record<UnitMilestone, number>>; left: Assignment['left']; isDoubtful?: true }[] = [];
  const all = [...log, ...freed.map((one) => ({ what: 'freed' as const, ...one }))];
  const rest = all.map((entry, order): Told => ({ entry, order })).sort((a, b) => a.entry.at - b.entry.at || a.order - b.order);
  for (let told = rest.shift(); told !== undefined; told = rest.shift()) {
    const { entry, order } = told;
    const current = assignments.at(-1);
    // Put on once more, it had been taken off.
    if (current?.isDoubtful && isMilestone(entry.what) && current.times[entry.what] !== undefined && entry.what !== 'cleared') {
      current.left = { at: entry.at, reason: 'cancelled', toIncidentId: undefined, higherPriority: false, inferred: true };
    }
    const endedAt = current?.left?.at ?? current?.times.cleared;
    const isOpen = current !== undefined && endedAt === undefined;
    const later = isOpen || !saysEnd(entry) ? -1 : rest.findLastIndex((other) => isDatedBack(entry, order, other));
    if (later >= 0) {
      rest.splice(later + 1, 0, { order, entry: { what: 'doubted', at: (rest[later] as Told).entry.at } });
      continue;
    }
    if (entry.what === 'doubted') {
      if (isOpen) current.isDoubtful = true;
      continue;
    }
    delete current?.isDoubtful;
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

function saysEnd(entry: Told['entry']): boolean {
  return entry.what === 'cleared' || (entry.what === 'left' && !entry.inferred);
}

/** True where an end told as the `order`th can only be meant for `put`. */
function isDatedBack(end: Told['entry'], order: number, put: Told): boolean {
  const { what, at } = put.entry;
  return isMilestone(what) && what !== 'cleared' && put.order < order && at - end.at <= DATED_BACK_MS;
}

function isMilestone(what: Told['entry']['what']): what is UnitMilestone {
  return UNIT_MILESTONES.some((milestone) => milestone === what);
}
