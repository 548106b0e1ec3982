import type { CadEvent } from './cadEvent';
import type { CallSnapshot } from './fact';
import { sameAgency } from './incident';

type Closable = Pick<CallSnapshot, 'contexts' | 'closed' | 'closedAt' | 'cancelled' | 'dispositions'>;

/** One agency's part of the call, or all of it (`agency` undefined and `whole`). */
interface Part {
  readonly whole: boolean;
  readonly agency: string | undefined;
  readonly closed: boolean;
  readonly closedAt?: number;
  readonly cancelled: boolean;
}

/**
 * Closed, cancelled and reopened, for each agency and for the whole call. `closed` decides, never a time of closing: a
 * reopened call keeps its times. Appends to `events`.
 */
export function compareClosing(previous: Closable | undefined, current: Closable, seenAt: number, events: CadEvent[]): void {
  const now = partsOf(current);
  const before = (part: Part) =>
    partsOf(previous).find((known) => known.whole === part.whole && sameAgency(known.agency, part.agency));
  const reopened = now.filter((part) => {
    const was = before(part);
    return was !== undefined && (was.closed || was.cancelled) && !part.closed && !part.cancelled;
  });
  const [only] = reopened;
  // Two parts reopened at once are one reopening.
  if (only !== undefined) {
    const single = reopened.length === 1 && !only.whole ? { agency: only.agency } : {};
    events.push({ type: 'incidentReopened', occurredAt: seenAt, ...single });
  }
  const moreDispositions = previous !== undefined && current.dispositions.some((name) => !previous.dispositions.includes(name));
  for (const part of now) {
    const was = before(part);
    const agency = part.whole ? {} : { agency: part.agency };
    const reopenedWith = only !== undefined && !reopened.includes(part);
    if (part.cancelled && (!was?.cancelled || reopenedWith)) {
      events.push({ type: 'incidentCancelled', occurredAt: endOf(part, was, reopenedWith, seenAt), ...agency });
    }
    if (part.closed && (!was?.closed || reopenedWith || moreDispositions)) {
      const at = was?.closed && !reopenedWith ? (part.closedAt ?? seenAt) : endOf(part, was, reopenedWith, seenAt);
      events.push({ type: 'incidentClosed', occurredAt: at, ...agency, dispositions: current.dispositions });
    }
  }
}

/**
 * The time of closing, where it says something about this closing: one that was there while the call was open belongs to an
 * earlier one, and what is only told again beside a reopening must not lie before it.
 */
function endOf(part: Part, was: Part | undefined, reopenedWith: boolean, seenAt: number): number {
  const kept = was !== undefined && !was.closed && was.closedAt === part.closedAt;
  return part.closedAt === undefined || kept || reopenedWith ? seenAt : part.closedAt;
}

/** Agencies first, the whole last. */
function partsOf(snapshot: Closable | undefined): Part[] {
  if (snapshot === undefined) return [];
  const part = ({ closed, closedAt, cancelled }: Omit<Part, 'whole' | 'agency'>, agency: string | undefined): Part => {
    return { whole: agency === undefined, agency, closed, closedAt, cancelled };
  };
  const agencies = snapshot.contexts.flatMap((context) => (context.agency === undefined ? [] : [part(context, context.agency)]));
  return [...agencies, part(snapshot, undefined)];
}
