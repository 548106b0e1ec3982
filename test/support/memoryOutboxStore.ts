import type { Clock } from '../../src/clock';
import { HeraldError } from '../../src/heraldError';
import type { E164 } from '../../src/incident/phone';
import { nextOutboxStatus, type OutboxInput, type OutboxStatus } from '../../src/outbox/outboxState';
import type { AcceptedMessage, ClaimedMessage, OutboxDetails, OutboxStore, UnconfirmedMessage } from '../../src/outbox/outboxStore';

export interface MemoryRow {
  readonly id: string;
  readonly to: E164;
  readonly text: string;
  readonly segments: number;
  readonly dueAt: number;
  readonly expiresAt: number;
  status: OutboxStatus;
  reason: string | undefined;
  detail: string | undefined;
  attempt: number;
  notBefore: number;
  sendingAt: number;
  unconfirmedAt: number;
  asked: number;
  nextAskAt: number;
  needsPerson: 'noMatch' | 'severalMatches' | undefined;
  candidates: readonly string[];
  carrierMessageId: string | undefined;
  acceptedAt: number;
  polls: number;
  nextPollAt: number | undefined;
  /** Every status it has had. */
  readonly history: OutboxStatus[];
}

/** An outbox in memory that survives its worker, as a database survives a process. */
export class MemoryOutboxStore implements OutboxStore {
  readonly rows = new Map<string, MemoryRow>();
  readonly suppressed: { readonly to: E164; readonly reason: string }[] = [];
  readonly calls: string[] = [];
  /** So many of the next calls of this name reject. */
  readonly failing = new Map<string, number>();
  /** Calls of this name reject as the database refuses what contradicts its rules: again and again, always alike. */
  readonly refusing = new Set<string>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(row: {
    id: string;
    to: E164;
    text?: string;
    segments?: number;
    dueAt?: number;
    expiresAt?: number;
    status?: OutboxStatus;
  }): MemoryRow {
    const now = this.#clock.now();
    const added: MemoryRow = {
      text: 'An officer is on the way.',
      segments: 1,
      dueAt: now,
      expiresAt: now + 300_000,
      status: 'ready',
      reason: undefined,
      detail: undefined,
      attempt: 0,
      notBefore: 0,
      sendingAt: row.status === 'sending' ? now : 0,
      unconfirmedAt: 0,
      asked: 0,
      nextAskAt: 0,
      needsPerson: undefined,
      candidates: [],
      carrierMessageId: undefined,
      acceptedAt: 0,
      polls: 0,
      nextPollAt: undefined,
      history: [row.status ?? 'ready'],
      ...row,
    };
    this.rows.set(added.id, added);
    return added;
  }

  row(id: string): MemoryRow {
    const row = this.rows.get(id);
    if (row === undefined) throw new Error(`no message ${id}`);
    return row;
  }

  statuses(): Record<string, OutboxStatus> {
    return Object.fromEntries([...this.rows.values()].map((row) => [row.id, row.status]));
  }

  async claimReady(limit: number, maxSegments: number): Promise<readonly ClaimedMessage[]> {
    await this.#call('claimReady');
    const now = this.#clock.now();
    const due = [...this.rows.values()]
      .filter((row) => row.status === 'ready' && Math.max(row.dueAt, row.notBefore) <= now)
      .sort((a, b) => a.dueAt - b.dueAt);
    const claimed: ClaimedMessage[] = [];
    let segments = 0;
    for (const row of due) {
      if (row.expiresAt <= now) {
        this.#move(row, { type: 'expire' });
        continue;
      }
      if (claimed.length >= limit || (claimed.length > 0 && segments + row.segments > maxSegments)) break;
      this.#move(row, { type: 'claim' });
      segments += row.segments;
      row.sendingAt = now;
      row.attempt++;
      claimed.push({
        id: row.id,
        to: row.to,
        text: row.text,
        expiresAt: row.expiresAt,
        segments: row.segments,
        attempt: row.attempt,
      });
    }
    await this.#call('claimReady.committed');
    return claimed;
  }

  async apply(id: string, input: OutboxInput, details: OutboxDetails = {}): Promise<OutboxStatus | undefined> {
    await this.#call('apply');
    const row = this.row(id);
    const now = this.#clock.now();
    const status = this.#move(row, input);
    if (status === undefined) return undefined;
    row.detail = details.detail;
    if (input.type === 'carrier accepted') {
      row.carrierMessageId = input.carrierMessageId;
      row.acceptedAt = now;
      row.nextPollAt = now;
    }
    if (status === 'unconfirmed') {
      row.unconfirmedAt = now;
      row.nextAskAt = now;
    }
    if (status === 'ready') row.notBefore = details.nextAttemptAt ?? 0;
    if ('reason' in input) row.reason = input.reason;
    return status;
  }

  async recoverSending(): Promise<number> {
    await this.#call('recoverSending');
    const sending = [...this.rows.values()].filter((row) => row.status === 'sending');
    for (const row of sending) {
      this.#move(row, { type: 'carrier outcome unknown' });
      row.unconfirmedAt = this.#clock.now();
      row.nextAskAt = this.#clock.now();
    }
    return sending.length;
  }

  async unconfirmedDue(limit: number): Promise<readonly UnconfirmedMessage[]> {
    await this.#call('unconfirmedDue');
    return this.#unconfirmed()
      .filter((row) => row.needsPerson === undefined && row.nextAskAt <= this.#clock.now())
      .slice(0, limit)
      .map(asUnconfirmed);
  }

  async unconfirmedTo(to: E164): Promise<readonly UnconfirmedMessage[]> {
    await this.#call('unconfirmedTo');
    return this.#unconfirmed()
      .filter((row) => row.to === to)
      .map(asUnconfirmed);
  }

  async claimedCarrierIds(ids: readonly string[]): Promise<ReadonlySet<string>> {
    await this.#call('claimedCarrierIds');
    const claimed = new Set([...this.rows.values()].map((row) => row.carrierMessageId));
    return new Set(ids.filter((id) => claimed.has(id)));
  }

  async askAgain(id: string, nextAt: number): Promise<void> {
    await this.#call('askAgain');
    const row = this.row(id);
    row.asked++;
    row.nextAskAt = nextAt;
  }

  async needsPerson(id: string, reason: 'noMatch' | 'severalMatches', candidates: readonly string[]): Promise<void> {
    await this.#call('needsPerson');
    const row = this.row(id);
    row.needsPerson = reason;
    row.candidates = candidates;
  }

  async acceptedDue(limit: number): Promise<readonly AcceptedMessage[]> {
    await this.#call('acceptedDue');
    return [...this.rows.values()]
      .filter((row) => row.status === 'accepted' && row.nextPollAt !== undefined && row.nextPollAt <= this.#clock.now())
      .slice(0, limit)
      .map((row) => ({
        id: row.id,
        to: row.to,
        carrierMessageId: row.carrierMessageId ?? '',
        acceptedAt: row.acceptedAt,
        polls: row.polls,
      }));
  }

  async pollAgain(id: string, nextAt: number | undefined): Promise<void> {
    await this.#call('pollAgain');
    const row = this.row(id);
    row.polls++;
    row.nextPollAt = nextAt;
  }

  async suppress(to: E164, reason: 'optedOut' | 'unreachable'): Promise<void> {
    await this.#call('suppress');
    this.suppressed.push({ to, reason });
    for (const row of this.rows.values()) if (row.to === to) this.#move(row, { type: 'cancel', reason });
  }

  async nextDueAt(): Promise<number | undefined> {
    await this.#call('nextDueAt');
    const times = [...this.rows.values()].flatMap((row) => {
      if (row.status === 'ready') return [Math.max(row.dueAt, row.notBefore)];
      if (row.status === 'unconfirmed' && row.needsPerson === undefined) return [row.nextAskAt];
      return row.status === 'accepted' && row.nextPollAt !== undefined ? [row.nextPollAt] : [];
    });
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #unconfirmed(): MemoryRow[] {
    return [...this.rows.values()].filter((row) => row.status === 'unconfirmed').sort((a, b) => a.sendingAt - b.sendingAt);
  }

  #move(row: MemoryRow, input: OutboxInput): OutboxStatus | undefined {
    const status = nextOutboxStatus(row.status, input);
    if (status === undefined) return undefined;
    row.status = status;
    row.history.push(status);
    return status;
  }

  async #call(name: string): Promise<void> {
    this.calls.push(name);
    // As long as a real one takes: others get their turn in between.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.refusing.has(name)) throw new HeraldError('store.constraint', 'The database refuses it');
    const left = this.failing.get(name) ?? 0;
    if (left === 0) return;
    this.failing.set(name, left - 1);
    throw new Error('disk I/O error');
  }
}

function asUnconfirmed(row: MemoryRow): UnconfirmedMessage {
  return {
    id: row.id,
    to: row.to,
    textLength: row.text.length,
    segments: row.segments,
    sendingAt: row.sendingAt,
    unconfirmedAt: row.unconfirmedAt,
    asked: row.asked,
  };
}
