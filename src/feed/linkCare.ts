import { createHash } from 'node:crypto';
import type { CallSnapshot, Fact, IncidentNumbers, PartialCall } from '../incident/fact';

/** How well a feed's records come, since the appliance started. */
export interface LinkCareStatus {
  /** How far the CAD's clock is ahead of this computer's; negative: behind, or its records come late. Undefined: not known. */
  readonly clockSkewMs: number | undefined;
  /** Records that said what had been said before. */
  readonly duplicates: number;
  /** Records that were older than what this feed had already told of the same incident. */
  readonly outOfOrder: number;
}

/** So many of the latest records that told something new say how far the clocks are apart; fewer than the least, nothing. */
const SAMPLES = 50;
const LEAST_SAMPLES = 5;
/** The latest few, over a while, all apart by nearly as much: so it is with a clock that was just set, and not with a backlog. */
const ALIKE_MS = 30_000;
const ALIKE_FOR_MS = 60_000;
/** How much is remembered of incidents, and of records. */
const REMEMBERED = 5_000;

/**
 * Watches what one feed's frames say, for signs that its link or its clock is not as it should be. It judges only what is
 * committed, and only for show: whatever comes twice or late does no harm anyway.
 */
export class LinkCare {
  readonly #measuresClock: boolean;
  /** Newest first told time minus receive time, of the latest records that told something new. */
  readonly #leads: { readonly ms: number; readonly receivedAt: number }[] = [];
  readonly #newestOf = new RecentMap<number>();
  readonly #writtenOf = new RecentMap<number>();
  readonly #lastOf = new RecentMap<string>();
  readonly #said = new RecentMap<true>();
  #duplicates = 0;
  #outOfOrder = 0;

  /** `measuresClock` false: a recording, whose times say nothing about any clock of today. */
  constructor({ measuresClock }: { readonly measuresClock: boolean }) {
    this.#measuresClock = measuresClock;
  }

  /** One frame, as it was understood. */
  heard(facts: readonly Fact[], receivedAt: number): void {
    for (const fact of facts) {
      if (this.#isDuplicate(fact)) this.#duplicates += 1;
      else this.#judgeTimes(fact, receivedAt);
    }
  }

  status(): LinkCareStatus {
    return { clockSkewMs: this.#clockSkewMs(), duplicates: this.#duplicates, outOfOrder: this.#outOfOrder };
  }

  /** A snapshot that says what the last one said; any other record that came before: lines and reports do not take back. */
  #isDuplicate(fact: Fact): boolean {
    const mark = fingerprint(fact);
    const key = keyOf(fact);
    if (fact.kind === 'snapshot' && key !== undefined) {
      const before = this.#lastOf.get(key);
      this.#lastOf.set(key, mark);
      return before === mark;
    }
    const before = this.#said.get(mark);
    this.#said.set(mark, true);
    return before === true;
  }

  #judgeTimes(fact: Fact, receivedAt: number): void {
    const key = keyOf(fact);
    if (key === undefined) return;
    const newest = newestTime(fact);
    const known = this.#newestOf.get(key);
    // Only a feed that says when it wrote a record of a whole call lets one tell; a line tells of one moment.
    const writtenAt = fact.kind === 'event' ? newest : writtenTime(fact);
    const writtenBefore = this.#writtenOf.get(key);
    if (writtenAt !== undefined && writtenBefore !== undefined && writtenAt < writtenBefore) this.#outOfOrder += 1;
    if (writtenAt !== undefined) this.#writtenOf.set(key, Math.max(writtenAt, writtenBefore ?? writtenAt));
    if (newest === undefined || (known !== undefined && newest <= known)) return;
    this.#newestOf.set(key, newest);
    if (!this.#measuresClock || isOfRecords(fact)) return;
    this.#leads.push({ ms: newest - receivedAt, receivedAt });
    if (this.#leads.length > SAMPLES) this.#leads.shift();
  }

  /**
   * A record comes after what it tells, so the least late ones show where the CAD's clock stands. Not the very least: a
   * single mistyped time must not pass for a clock.
   */
  #clockSkewMs(): number | undefined {
    if (this.#leads.length < LEAST_SAMPLES) return undefined;
    const latest = this.#leads.slice(-LEAST_SAMPLES);
    const sorted = (areAlike(latest) ? latest : this.#leads).map(({ ms }) => ms).sort((a, b) => a - b);
    return Math.round(sorted[Math.floor(0.9 * (sorted.length - 1))] as number);
  }
}

function areAlike(leads: readonly { readonly ms: number; readonly receivedAt: number }[]): boolean {
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return spread(leads.map(({ ms }) => ms)) <= ALIKE_MS && spread(leads.map(({ receivedAt }) => receivedAt)) >= ALIKE_FOR_MS;
}

/** Keeps what was set last, and forgets the rest. */
class RecentMap<T> {
  readonly #values = new Map<string, T>();

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= REMEMBERED) return;
    const [oldest] = this.#values.keys();
    this.#values.delete(oldest as string);
  }
}

/** What was said, without when it was written: an export that only comes again says nothing else. */
function fingerprint(fact: Fact): string {
  const said = JSON.stringify(fact, (key, value) => (key === 'exportedAt' || key === 'reportedAt' ? undefined : value));
  return createHash('sha1').update(said).digest('base64');
}

function numbersOf(fact: Fact): IncidentNumbers | undefined {
  switch (fact.kind) {
    case 'snapshot':
      return fact.snapshot.numbers;
    case 'report':
      return fact.report.numbers;
    case 'event':
      return fact.event.numbers;
    default:
      return undefined;
  }
}

function keyOf(fact: Fact): string | undefined {
  const { callId, callNumber, incidentNumber, reportNumber } = numbersOf(fact) ?? {};
  return callId ?? callNumber ?? incidentNumber ?? reportNumber;
}

function writtenTime(fact: Fact): number | undefined {
  if (fact.kind === 'snapshot') return fact.snapshot.exportedAt;
  return fact.kind === 'report' ? fact.report.reportedAt : undefined;
}

/** The latest moment a record tells of. */
export function newestTime(fact: Fact): number | undefined {
  if (fact.kind === 'event') return fact.event.occurredAt;
  const call: CallSnapshot | PartialCall | undefined =
    fact.kind === 'snapshot' ? fact.snapshot : fact.kind === 'report' ? fact.report : undefined;
  if (call === undefined) return undefined;
  const ended = 'closed' in call ? call.closedAt : call.endedAt;
  const units = call.units.flatMap(({ times, assignmentCancelledAt }) => [...Object.values(times), assignmentCancelledAt]);
  const all = [writtenTime(fact), call.createdAt, ended, ...units].filter((at) => at !== undefined);
  return all.length === 0 ? undefined : Math.max(...all);
}

/** A records system tells of what was done in the day, whenever it gets to it. */
function isOfRecords(fact: Fact): boolean {
  return fact.kind === 'event' && (fact.event.event === 'caseAssigned' || fact.event.event === 'caseStatusChanged');
}
