import { type Kysely, sql } from 'kysely';
import type { CadEvent } from '../incident/cadEvent';
import type { Incident } from '../incident/incident';
import type { StoredIncident, StoredMessage } from '../intake/records';
import { OUTBOX_STATUSES, type OutboxStatus } from '../outbox/outboxState';
import { openDetail } from './auditDetail';
import { auditNames, incidentsOfTexts } from './auditQueries';
import { fromMessageRow } from './messageRow';
import { findByNumber, idsThatMatter } from './numberSearch';
import type { Personal } from './personal';
import type { Schema } from './schema';

export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask with for the rest; undefined at the end. */
  readonly next: string | undefined;
}

export interface Asked {
  readonly next?: string | undefined;
  readonly limit: number;
}

export type StoredEvent = {
  readonly id: number;
  readonly feedId: string;
  readonly frameId: number | undefined;
  readonly receivedAt: number;
  readonly event: CadEvent;
};

/** A text that expires was made at most so long before, all but a few that waited for a morning. */
const DAY_MS = 24 * 3_600_000;

/** What consoles ask of the store. Reads only. */
export class ConsoleQueries {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  async incidents({
    next,
    limit,
    open,
  }: Asked & { readonly open: boolean }): Promise<Page<StoredIncident & { updatedAt: number }>> {
    let query = this.db
      .selectFrom('incident')
      .selectAll()
      .where('state', '<>', new Uint8Array([0]))
      .orderBy('id', 'desc');
    if (open) query = query.where('open', '=', 1);
    if (next !== undefined) query = query.where('id', '<', Number(next));
    const rows = await query.limit(limit + 1).execute();
    return page(rows, limit, (row) => ({ ...this.#incident(row), updatedAt: row.updatedAt }));
  }

  /** Incidents with a number that begins or ends so, or whose people have a phone that ends with these four digits. */
  async findIncidents(find: string, limit: number): Promise<readonly (StoredIncident & { updatedAt: number })[]> {
    return this.incidentsById(await findByNumber(this.db, this.personal, find, limit));
  }

  /** Those that are there, newest first. */
  async incidentsById(ids: readonly number[]): Promise<readonly (StoredIncident & { updatedAt: number })[]> {
    if (ids.length === 0) return [];
    const rows = await this.db
      .selectFrom('incident')
      .selectAll()
      .where('id', 'in', [...ids])
      .where('state', '<>', new Uint8Array([0]))
      .orderBy('id', 'desc')
      .execute();
    return rows.map((row) => ({ ...this.#incident(row), updatedAt: row.updatedAt }));
  }

  idsThatMatter(limit: number): Promise<readonly number[]> {
    return idsThatMatter(this.db, limit);
  }

  /** The newest incident that carries the number under any of its kinds. */
  async incidentByNumber(number: string): Promise<(StoredIncident & { updatedAt: number }) | undefined> {
    const name = number.trim().toUpperCase();
    const row = await this.db
      .selectFrom('incident')
      .selectAll('incident')
      .where('id', 'in', (eb) => eb.selectFrom('incidentName').select('incidentId').where('name', '=', name))
      .where('state', '<>', new Uint8Array([0]))
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return row === undefined ? undefined : { ...this.#incident(row), updatedAt: row.updatedAt };
  }

  async incidentNumbers(ids: readonly number[]): Promise<ReadonlyMap<number, Incident>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('incident')
      .selectAll()
      .where('id', 'in', [...new Set(ids)])
      .execute();
    // A row that has nothing yet, or of which nothing could be saved.
    const whole = rows.filter((row) => row.state.byteLength > 1);
    return new Map(whole.map((row) => [row.id, this.#incident(row).incident]));
  }

  async eventsOf(incidentId: number): Promise<readonly StoredEvent[]> {
    const rows = await this.db
      .selectFrom('event')
      .selectAll()
      .where('incidentId', '=', incidentId)
      .orderBy('occurredAt')
      .orderBy('id')
      .limit(5_000)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      feedId: row.feedId,
      frameId: row.frameId ?? undefined,
      receivedAt: row.receivedAt,
      event: JSON.parse(this.personal.open(row.body, 'event.body')) as CadEvent,
    }));
  }

  async decisionsOf(incidentIds: readonly number[]) {
    if (incidentIds.length === 0) return [];
    const rows = await this.db
      .selectFrom('decision')
      .selectAll()
      .where('incidentId', 'in', [...incidentIds])
      .orderBy('id')
      .limit(20_000)
      .execute();
    return rows.map((row) => ({
      ...row,
      detail: row.detail === null ? null : this.personal.openText(row.detail, 'decision.detail'),
    }));
  }

  async messagesOf(incidentIds: readonly number[]): Promise<readonly StoredMessage[]> {
    if (incidentIds.length === 0) return [];
    const rows = await this.db
      .selectFrom('message')
      .selectAll()
      .where('incidentId', 'in', [...incidentIds])
      .orderBy('createdAt')
      .orderBy(sql`rowid`)
      .execute();
    return rows.map((row) => fromMessageRow(row, this.personal));
  }

  /** What happened to messages, oldest first. */
  async messageChangesOf(messageIds: readonly string[]) {
    if (messageIds.length === 0) return [];
    return this.db
      .selectFrom('messageChange')
      .select(['messageId', 'at', 'input', 'after', 'code'])
      .where('messageId', 'in', [...messageIds])
      .orderBy('id')
      .limit(5_000)
      .execute();
  }

  /** `leaves` is of those that wait: by itself, now or at a time, or once a person lets it go. */
  async outbox({
    next,
    limit,
    status,
    leaves,
  }: Asked & { readonly status?: OutboxStatus | undefined; readonly leaves?: 'byItself' | 'byPerson' | undefined }): Promise<
    Page<StoredMessage>
  > {
    let query = this.db
      .selectFrom('message')
      .selectAll()
      .select(sql<number>`message.rowid`.as('position'))
      .orderBy(sql`message.rowid`, 'desc');
    if (status !== undefined) query = query.where('status', '=', status);
    if (leaves === 'byPerson') query = query.where('status', '=', 'held').where('notBefore', 'is', null);
    if (leaves === 'byItself') {
      query = query.where((eb) =>
        eb.or([eb('status', '=', 'ready'), eb.and([eb('status', '=', 'held'), eb('notBefore', 'is not', null)])]),
      );
    }
    if (next !== undefined) query = query.where(sql<number>`message.rowid`, '<', Number(next));
    const rows = await query.limit(limit + 1).execute();
    return page(
      rows,
      limit,
      (row) => fromMessageRow(row, this.personal),
      (row) => row.position,
    );
  }

  /** How many texts came too late to be sent between two moments; those of the day before are among them. */
  async expiredBetween(from: number, to: number): Promise<number> {
    const row = await this.db
      .selectFrom('message')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', '=', 'expired')
      .where('acceptedAt', 'is', null)
      .where('createdAt', '>=', from - DAY_MS)
      .where('createdAt', '<=', to)
      .where('expiresAt', '>=', from)
      .where('expiresAt', '<=', to)
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  }

  /** How many messages are in each state; and of those held, how many until a time. */
  async outboxCounts(): Promise<{ readonly states: Record<OutboxStatus, number>; readonly heldUntilATime: number }> {
    const rows = await this.db.selectFrom('messageCount').selectAll().execute();
    const counts = new Map(rows.map(({ status, count }) => [status, Number(count)]));
    const states = OUTBOX_STATUSES.map((status) => [status, counts.get(status) ?? 0]);
    return { states: Object.fromEntries(states), heldUntilATime: counts.get('heldUntilATime') ?? 0 };
  }

  async frames({
    next,
    limit,
    state,
    feedId,
  }: Asked & { readonly state?: 'pending' | 'done' | 'rejected' | undefined; readonly feedId?: string | undefined }) {
    let query = this.db
      .selectFrom('frame')
      .select(['id', 'feedId', 'receivedAt', 'byteCount', 'state', 'code', 'reason', 'field', 'byte'])
      .orderBy('id', 'desc');
    if (state !== undefined) query = query.where('state', '=', state);
    // For the index of what is not done, which only a literal brings in.
    if (state !== undefined && state !== 'done') query = query.where('state', '<>', sql.lit('done'));
    if (feedId !== undefined) query = query.where('feedId', '=', feedId);
    if (next !== undefined) query = query.where('id', '<', Number(next));
    const rows = await query.limit(limit + 1).execute();
    return page(rows, limit, (row) => ({
      ...row,
      reason: row.reason === null ? null : this.personal.openText(row.reason, 'frame.reason'),
    }));
  }

  /** The newest frames of a feed with their bytes, newest first. */
  async recentFrames({ feedId, limit, rejectedOnly }: { feedId: string; limit: number; rejectedOnly: boolean }) {
    let query = this.db
      .selectFrom('frame')
      .select(['id', 'receivedAt', 'bytes', 'byteCount', 'state'])
      .orderBy('id', 'desc')
      .limit(limit);
    // The plus keeps SQLite from walking through all frames of the feed where few are rejected.
    query = rejectedOnly
      ? query
          .where('state', '=', 'rejected')
          .where('state', '<>', sql.lit('done'))
          .where(sql<string>`+"frame"."feedId"`, '=', feedId)
      : query.where('feedId', '=', feedId);
    return (await query.execute()).map((row) => ({ ...row, bytes: this.personal.openBytes(row.bytes, 'frame.bytes') }));
  }

  async feedCounts(): Promise<ReadonlyMap<string, { frames: number; lastFrameAt: number | undefined; rejected: number }>> {
    const counted = await this.db.selectFrom('feedCount').selectAll().execute();
    const rejected = await this.db
      .selectFrom('frame')
      .select((eb) => ['feedId', eb.fn.countAll<number>().as('count')])
      .where('state', '=', 'rejected')
      .where('state', '<>', sql.lit('done'))
      .groupBy('feedId')
      .execute();
    const byFeed = new Map(rejected.map((row) => [row.feedId, Number(row.count)]));
    return new Map(
      counted.map((row) => [
        row.feedId,
        { frames: row.frames, lastFrameAt: row.lastFrameAt ?? undefined, rejected: byFeed.get(row.feedId) ?? 0 },
      ]),
    );
  }

  async needingPerson(): Promise<number> {
    const row = await this.db
      .selectFrom('message')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', '=', 'unconfirmed')
      .where('needsPerson', 'is not', null)
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  }

  async heldBy(codes: readonly string[]): Promise<ReadonlyMap<string, { count: number; since: number }>> {
    const rows = await this.db
      .selectFrom('message')
      .select((eb) => ['code', eb.fn.countAll<number>().as('count'), eb.fn.min('createdAt').as('since')])
      .where('status', '=', 'held')
      .where('code', 'in', [...codes])
      .groupBy('code')
      .execute();
    return new Map(rows.map((row) => [row.code ?? '', { count: Number(row.count), since: Number(row.since) }]));
  }

  async suppressionsOf(phones: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const phone of new Set(phones)) {
      const recipient = this.personal.lookupKey('phone', phone);
      const row = await this.db.selectFrom('suppression').select('reason').where('recipient', '=', recipient).executeTakeFirst();
      if (row !== undefined) found.set(phone, this.personal.openText(row.reason, 'suppression.reason'));
    }
    return found;
  }

  async audit({
    next,
    limit,
    identity,
    action,
  }: Asked & { readonly identity?: string | undefined; readonly action?: string | undefined }) {
    let query = this.db.selectFrom('audit').selectAll().orderBy('id', 'desc');
    if (identity !== undefined) query = query.where('identity', '=', identity);
    if (action !== undefined) query = query.where('action', '=', action);
    if (next !== undefined) query = query.where('id', '<', Number(next));
    const rows = await query.limit(limit + 1).execute();
    return page(rows, limit, (row) => ({ ...row, detail: openDetail(this.personal, row.detail).detail }));
  }

  auditNames() {
    return auditNames(this.db);
  }

  incidentsOfTexts(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return incidentsOfTexts(this.db, ids);
  }

  #incident(row: Schema['incident'] | { state: Uint8Array; lastDecisions: Uint8Array; delayDueAt: number | null }): StoredIncident {
    return {
      incident: JSON.parse(this.personal.open(row.state, 'incident.state')) as Incident,
      lastDecisions: JSON.parse(this.personal.open(row.lastDecisions, 'incident.lastDecisions')) as Record<string, string>,
      delayDueAt: row.delayDueAt ?? undefined,
    };
  }
}

function page<R, T>(
  rows: readonly R[],
  limit: number,
  read: (row: R) => T,
  position: (row: R) => number = (row) => (row as { id: number }).id,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(read), next: rows.length > limit && last !== undefined ? String(position(last)) : undefined };
}
