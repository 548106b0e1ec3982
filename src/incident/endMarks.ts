import type { AgencyName } from './cadEvent';
import { type AgencyContext, type Incident, sameAgency } from './incident';

/** One time that a call, or one agency's part of it, was told to be over, or open again. */
export interface EndMark {
  readonly what: 'closed' | 'cancelled' | 'reopened';
  /** Undefined: the whole call. */
  readonly agency: AgencyName | undefined;
  readonly at: number;
  /** Told by snapshots, which are in order among each other, whatever their clocks say. */
  readonly inOrder?: true;
}

interface Ended {
  readonly closedAt: number | undefined;
  readonly cancelledAt: number | undefined;
}

const OPEN: Ended = { closedAt: undefined, cancelledAt: undefined };

/**
 * The incident with one more mark. How it stands is worked out anew from all marks in the order of their times, so that a
 * reopening which is told late does not undo a closing after it. Equal times keep the order in which they were received.
 */
export function withEndMark(incident: Incident, mark: EndMark): Incident {
  const known = incident.endMarks.some(
    ({ what, at, agency }) => what === mark.what && at === mark.at && (what === 'reopened' || sameAgency(agency, mark.agency)),
  );
  return known ? incident : standing(incident, [...incident.endMarks, mark]);
}

/** The incident as `marks` leave it. */
export function standing(incident: Incident, marks: readonly EndMark[]): Incident {
  let whole = OPEN;
  let parts: readonly (Ended & { readonly agency: AgencyName })[] = [];
  for (const { what, agency, at } of inTime(marks)) {
    const end = (known: Ended): Ended =>
      what === 'closed' ? { ...known, closedAt: known.closedAt ?? at } : { ...known, cancelledAt: known.cancelledAt ?? at };
    const others = parts.filter((part) => !sameAgency(part.agency, agency));
    const part = parts.find((candidate) => sameAgency(candidate.agency, agency)) ?? OPEN;
    if (what === 'reopened') {
      // Open for one agency, the call as a whole is not over.
      whole = OPEN;
      parts = agency === undefined ? [] : others;
    } else if (agency === undefined) whole = end(whole);
    else parts = [...others, { ...end(part), agency }];
  }
  const contexts = incident.contexts.map((context): AgencyContext => {
    const { closedAt, cancelledAt } = parts.find((part) => sameAgency(part.agency, context.agency)) ?? OPEN;
    return context.closedAt === closedAt && context.cancelledAt === cancelledAt ? context : { ...context, closedAt, cancelledAt };
  });
  const same = contexts.every((context, index) => context === incident.contexts[index]);
  return {
    ...incident,
    ...whole,
    contexts: same ? incident.contexts : contexts,
    reopened: marks.flatMap(({ what, at }) => (what === 'reopened' ? [at] : [])).sort((a, b) => a - b),
    endMarks: marks,
  };
}

/** A closing that is taken back so soon was a slip: whoever had arrived is still there. */
const SLIP_MS = 600_000;

/** A closing that was followed by a reopening, and so let go the units that were on the call. */
export interface Freed {
  readonly at: number;
  /** A slip, which let go nobody who had arrived. */
  readonly slip: boolean;
}

/**
 * The closings by lines after which the call was opened again. CAD frees a call's units when it closes it, and an event feed
 * may say so by the closing alone; a snapshot lists the units that are still on it.
 */
export function freedBy(marks: readonly EndMark[], agency: AgencyName | undefined): readonly Freed[] {
  return marks.flatMap(({ what, at, inOrder, agency: part }) => {
    if (what === 'reopened' || inOrder || !(part === undefined || agency === undefined || sameAgency(part, agency))) return [];
    const reopenings = marks.flatMap((mark) => (mark.what === 'reopened' && mark.at >= at ? [mark.at] : []));
    return reopenings.length === 0 ? [] : [{ at, slip: Math.min(...reopenings) - at <= SLIP_MS }];
  });
}

function inTime(marks: readonly EndMark[]): readonly EndMark[] {
  let latest = Number.NEGATIVE_INFINITY;
  const keyed = marks.map((mark, order) => {
    if (mark.inOrder) latest = Math.max(latest, mark.at);
    return { mark, order, key: mark.inOrder ? latest : mark.at };
  });
  return keyed.sort((a, b) => a.key - b.key || a.order - b.order).map(({ mark }) => mark);
}
