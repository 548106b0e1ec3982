import type { E164 } from '../../incident/phone';
import type { StoredMessage } from '../../intake/records';
import type { UndoLog } from './undoLog';

/** A message and its place in the order in which messages were added. */
interface Row {
  readonly seq: number;
  readonly message: StoredMessage;
}

type Key = (message: StoredMessage) => number | undefined;

const isActive = ({ status, nextAskAt }: StoredMessage) =>
  status === 'held' || status === 'ready' || status === 'sending' || nextAskAt !== undefined;

/** Messages in maps, found as the store's indexes find them. */
export class MemoryMessages {
  readonly #log: UndoLog;
  readonly #rows = new Map<string, Row>();
  /** What anything can still become of by time: few, so that they are looked through. */
  readonly #active = new Map<string, Row>();
  readonly #ofIncident = new Map<number, readonly string[]>();
  readonly #to = new Map<E164, readonly string[]>();
  readonly #keys = new Map<string, string>();
  readonly #carrierIds = new Map<string, string>();
  readonly #endedUnderHold = new Set<string>();
  /** Times at which texts came due by the rules, and whether the clock ever went back between them. */
  readonly #cameDue: number[] = [];
  #unordered = false;
  #seq = 0;

  constructor(log: UndoLog) {
    this.#log = log;
  }

  get(id: string): StoredMessage | undefined {
    return this.#rows.get(id)?.message;
  }

  add(message: StoredMessage): boolean {
    const key = keyOf(message);
    if (this.#keys.has(key)) return false;
    this.#log.set(this.#keys, key, message.id);
    this.#seq += 1;
    this.#put({ seq: this.#seq, message });
    append(this.#log, this.#ofIncident, message.incidentId, message.id);
    append(this.#log, this.#to, message.phone, message.id);
    if (message.orderedBy === undefined) {
      if (message.createdAt < (this.#cameDue.at(-1) ?? message.createdAt)) this.#unordered = true;
      this.#log.push(this.#cameDue, message.createdAt);
    }
    return true;
  }

  save(message: StoredMessage): void {
    const row = this.#rows.get(message.id);
    if (row === undefined) return;
    const { status, code } = row.message;
    if (status === 'held' && code === 'heldByPerson' && message.status === 'cancelled')
      this.#log.add(this.#endedUnderHold, message.id);
    this.#put({ seq: row.seq, message });
  }

  endedUnderHold(id: string): boolean {
    return this.#endedUnderHold.has(id);
  }

  ofIncident(incidentId: number): StoredMessage[] {
    const rows = this.#all(this.#ofIncident.get(incidentId));
    return inOrder(rows, ({ createdAt }) => createdAt);
  }

  to(phone: E164): StoredMessage[] {
    return this.#all(this.#to.get(phone)).map(({ message }) => message);
  }

  /** Active ones that fit, by a time and then by their order. */
  active(fits: (message: StoredMessage) => boolean, by: Key = () => 0): StoredMessage[] {
    return inOrder(
      [...this.#active.values()].filter(({ message }) => fits(message)),
      by,
    );
  }

  /** The earliest time that `of` finds among the active ones. */
  earliest(of: Key): number | undefined {
    let earliest: number | undefined;
    for (const { message } of this.#active.values()) {
      const at = of(message);
      if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
    }
    return earliest;
  }

  every(): StoredMessage[] {
    return [...this.#rows.values()].map(({ message }) => message);
  }

  isClaimed(carrierMessageId: string): boolean {
    return this.#carrierIds.has(carrierMessageId);
  }

  cameDueSince(at: number): number {
    if (this.#unordered) return this.#cameDue.filter((time) => time > at).length;
    let count = 0;
    for (let index = this.#cameDue.length - 1; index >= 0 && (this.#cameDue[index] as number) > at; index -= 1) count += 1;
    return count;
  }

  /**
   * What both incidents have under one key stays with `into`, but for a text of `from` that has left, or may have; the other keeps
   * an occurrence of its own.
   */
  merge(from: number, into: number): void {
    for (const id of this.#ofIncident.get(into) ?? []) {
      const row = this.#rows.get(id) as Row;
      if (row.message.sendingAt !== undefined) continue;
      const rival = this.#keys.get(keyOf({ ...row.message, incidentId: from }));
      if (rival === undefined || this.get(rival)?.sendingAt === undefined) continue;
      this.#log.delete(this.#keys, keyOf(row.message));
      const message = { ...row.message, occurrence: `${row.message.occurrence}-of-${into}` };
      this.#log.set(this.#keys, keyOf(message), id);
      this.#put({ ...row, message });
    }
    for (const id of this.#ofIncident.get(from) ?? []) {
      const row = this.#rows.get(id) as Row;
      this.#log.delete(this.#keys, keyOf(row.message));
      const moved = { ...row.message, incidentId: into };
      const taken = this.#keys.has(keyOf(moved));
      const message = taken ? { ...moved, occurrence: `${moved.occurrence}-of-${from}` } : moved;
      this.#log.set(this.#keys, keyOf(message), id);
      this.#put({ ...row, message });
      append(this.#log, this.#ofIncident, into, id);
    }
    this.#log.delete(this.#ofIncident, from);
  }

  #put(row: Row): void {
    const { message } = row;
    this.#log.set(this.#rows, message.id, row);
    if (isActive(message)) this.#log.set(this.#active, message.id, row);
    else this.#log.delete(this.#active, message.id);
    if (message.carrierMessageId !== undefined) this.#log.set(this.#carrierIds, message.carrierMessageId, message.id);
  }

  #all(ids: readonly string[] = []): Row[] {
    return ids.map((id) => this.#rows.get(id) as Row);
  }
}

export function append<K, V>(log: UndoLog, map: Map<K, readonly V[]>, key: K, value: V): void {
  const known = map.get(key);
  log.set(map, key, known === undefined ? [value] : [...known, value]);
}

function keyOf({ incidentId, stage, phone, occurrence }: StoredMessage): string {
  return `${incidentId}|${stage}|${phone}|${occurrence}`;
}

function inOrder(rows: Row[], by: Key): StoredMessage[] {
  if (rows.length > 1) rows.sort((a, b) => (by(a.message) ?? 0) - (by(b.message) ?? 0) || a.seq - b.seq);
  return rows.map(({ message }) => message);
}
