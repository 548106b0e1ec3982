import { durations } from '../clock';
import type { UnconfirmedMessage } from './outboxStore';
import type { CarrierMessage } from './smsCarrier';

/** The carrier's clock and ours may disagree by so much. */
export const MATCH_BEFORE_MS = 2 * durations.MINUTE;
/** A POST ends within 20 s; the rest is for clocks, and for a network that holds a request back. */
export const MATCH_AFTER_MS = 5 * durations.MINUTE;

export type MatchVerdict =
  | { readonly type: 'settled'; readonly carrierMessageId: string }
  /** `resembling`: sent to that number at that time, but of another length. */
  | { readonly type: 'none'; readonly resembling: readonly string[] }
  /** Fewer than we have messages that look alike: which of them were taken, the list cannot say (yet). */
  | { readonly type: 'tooFew'; readonly candidates: readonly string[] }
  | { readonly type: 'several'; readonly candidates: readonly string[] };

/**
 * Finds unconfirmed messages to one number in the carrier's list, which carries neither the text nor our tag: only
 * number, time, length and segments can match. `rows` are those no message of ours has claimed. No row is given to two.
 */
export function matchUnconfirmed(
  ours: readonly UnconfirmedMessage[],
  rows: readonly CarrierMessage[],
): ReadonlyMap<string, MatchVerdict> {
  const verdicts = new Map<string, MatchVerdict>();
  for (const group of groupsSharingRows(ours, rows)) {
    const ids = group.rows.map((row) => row.carrierMessageId);
    const assigned = group.rows.length === group.ours.length ? inOrderOfTime(group) : undefined;
    for (const message of group.ours) {
      const carrierMessageId = assigned?.get(message.id);
      if (carrierMessageId !== undefined) verdicts.set(message.id, { type: 'settled', carrierMessageId });
      else if (ids.length === 0) {
        const resembling = rows.filter((row) => inWindow(message, row)).map((row) => row.carrierMessageId);
        verdicts.set(message.id, { type: 'none', resembling });
      } else if (ids.length < group.ours.length) verdicts.set(message.id, { type: 'tooFew', candidates: ids });
      else verdicts.set(message.id, { type: 'several', candidates: ids });
    }
  }
  return verdicts;
}

interface Group {
  readonly ours: readonly UnconfirmedMessage[];
  readonly rows: readonly CarrierMessage[];
}

/** Messages that could be the same row belong together, and so do messages that look alike though no row shows yet. */
function groupsSharingRows(ours: readonly UnconfirmedMessage[], rows: readonly CarrierMessage[]): Group[] {
  const left = new Set(ours);
  const groups: Group[] = [];
  for (const first of ours) {
    if (!left.delete(first)) continue;
    const members = [first];
    const shared = new Set<CarrierMessage>();
    for (const member of members) {
      for (const row of rows) if (fits(member, row)) shared.add(row);
      for (const other of left) {
        if (![...shared].some((row) => fits(other, row))) continue;
        left.delete(other);
        members.push(other);
      }
    }
    groups.push({ ours: members, rows: [...shared] });
  }
  return groups;
}

/** As many rows as messages: all were taken. The first sent is the first received; undefined where that does not work out. */
function inOrderOfTime(group: Group): ReadonlyMap<string, string> | undefined {
  const ours = [...group.ours].sort((a, b) => a.sendingAt - b.sendingAt);
  const rows = [...group.rows].sort((a, b) => (a.receivedAt ?? Number.MAX_VALUE) - (b.receivedAt ?? Number.MAX_VALUE));
  const pairs = ours.map((message, index) => [message, rows[index]] as const);
  const assigned = new Map<string, string>();
  for (const [message, row] of pairs) {
    if (row === undefined || !fits(message, row)) return undefined;
    assigned.set(message.id, row.carrierMessageId);
  }
  return assigned;
}

function fits(message: UnconfirmedMessage, row: CarrierMessage): boolean {
  if (!inWindow(message, row)) return false;
  if (row.textLength !== undefined && row.textLength !== message.textLength) return false;
  return row.segmentCount === undefined || row.segmentCount === message.segments;
}

function inWindow(message: UnconfirmedMessage, row: CarrierMessage): boolean {
  if (row.receivedAt === undefined) return true;
  return row.receivedAt >= message.sendingAt - MATCH_BEFORE_MS && row.receivedAt <= message.sendingAt + MATCH_AFTER_MS;
}
