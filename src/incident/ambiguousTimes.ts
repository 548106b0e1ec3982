import type { CadEvent } from './cadEvent';
import type { StoredSnapshot } from './compareSnapshot';
import type { CallSnapshot, IncidentFact, PartialCall, UnitFact } from './fact';
import { sameAgency } from './incident';

/**
 * Times of the hour that autumn repeats: as the receive time resolved them, and what each would be in the other pass. Epoch
 * milliseconds UTC.
 */
export type AmbiguousTimes = ReadonlyMap<number, number>;

/** The fact with every ambiguous time in the other pass; itself where it has none. */
export function otherReading(fact: IncidentFact, ambiguous: AmbiguousTimes): IncidentFact {
  return ambiguous.size === 0 ? fact : replaceTimes(fact, (at) => ambiguous.get(at) ?? at);
}

/** The fact with every ambiguous time in the first pass: so a record that is sent again looks no newer than it is. */
export function earliestReading(fact: IncidentFact, ambiguous: AmbiguousTimes): IncidentFact {
  return ambiguous.size === 0 ? fact : replaceTimes(fact, (at) => Math.min(at, ambiguous.get(at) ?? at));
}

function replaceTimes<T>(value: T, replace: (at: number) => number): T {
  if (typeof value === 'number') return replace(value) as T;
  if (Array.isArray(value)) return value.map((element) => replaceTimes(element, replace)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceTimes(inner, replace)])) as T;
}

/**
 * A call that is told again in the second pass of the hour looks as if its times of the first had moved: what the previous
 * snapshot already has in the other pass is that very time.
 */
export function asToldBefore<T extends CallSnapshot | PartialCall>(
  call: T,
  previous: StoredSnapshot | undefined,
  ambiguous: AmbiguousTimes,
): T {
  if (ambiguous.size === 0 || previous === undefined) return call;
  const again = (now: number | undefined, ...before: readonly (number | undefined)[]) => {
    const other = now === undefined ? undefined : ambiguous.get(now);
    return other !== undefined && !before.includes(now) && before.includes(other) ? other : now;
  };
  const units = call.units.map((unit): UnitFact => {
    const before = previous.units.find((known) => known.unit === unit.unit);
    if (before === undefined) return unit;
    const times = Object.fromEntries(
      Object.entries(unit.times).map(([milestone, at]) => [
        milestone,
        again(at, before.times[milestone as keyof UnitFact['times']]),
      ]),
    );
    return { ...unit, times, assignmentCancelledAt: again(unit.assignmentCancelledAt, before.assignmentCancelledAt) };
  });
  const contexts = call.contexts.map((context) => {
    const before = previous.contexts.find(({ agency }) => sameAgency(agency, context.agency));
    if (before === undefined || !('closed' in context)) return context;
    return {
      ...context,
      createdAt: again(context.createdAt, before.createdAt),
      closedAt: again(context.closedAt, before.closedAt),
    };
  });
  const common = { units, contexts, createdAt: again(call.createdAt, previous.createdAt) };
  if (!('closed' in call)) {
    const known = (milestone: string) => previous.units.map(({ times }) => times[milestone as keyof UnitFact['times']]);
    const callTimes = Object.fromEntries(
      Object.entries(call.callTimes ?? {}).map(([milestone, at]) => [milestone, again(at, ...known(milestone))]),
    );
    return { ...call, ...common, callTimes, endedAt: again(call.endedAt, previous.closedAt) };
  }
  return { ...call, ...common, closedAt: again(call.closedAt, previous.closedAt) };
}

/** Marks what happened at an ambiguous time. */
export function markAmbiguous<T extends CadEvent>(events: readonly T[], ambiguous: AmbiguousTimes): readonly T[] {
  if (ambiguous.size === 0) return events;
  const either = new Set([...ambiguous.keys(), ...ambiguous.values()]);
  return events.map((event) => (either.has(event.occurredAt) ? { ...event, ambiguousTime: true } : event));
}
