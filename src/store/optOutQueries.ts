import type { Kysely, Selectable } from 'kysely';
import type { Incident } from '../incident/incident';
import type { E164 } from '../incident/phone';
import type { StoredInbound, Suppression, SuppressionKind } from '../intake/optOutRecords';
import type { Personal } from './personal';
import type { Schema } from './schema';
import { fromInboundRow } from './storedOptOut';

export interface ListedSuppression extends Suppression {
  /** Tells nothing of the number. */
  readonly id: string;
  readonly phone: E164;
  readonly kind: SuppressionKind;
}

interface Asked {
  readonly next: number | undefined;
  readonly limit: number;
}

/** What the console asks of replies and suppressions. Reads only. */
export class OptOutQueries {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  async inbound({ next, limit, needsPerson }: Asked & { readonly needsPerson: boolean }) {
    let query = this.db.selectFrom('inbound').selectAll().orderBy('id', 'desc');
    if (needsPerson) query = query.where('needsPerson', '=', 1);
    if (next !== undefined) query = query.where('id', '<', next);
    const rows = await query.limit(limit + 1).execute();
    const items: StoredInbound[] = rows.slice(0, limit).map((row) => fromInboundRow(row, this.personal));
    return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
  }

  /** The incident each number was texted about last. */
  async incidentsOf(phones: readonly E164[]): Promise<ReadonlyMap<E164, Incident>> {
    const found = new Map<E164, Incident>();
    for (const phone of new Set(phones)) {
      const row = await this.db
        .selectFrom('message')
        .innerJoin('incident', 'incident.id', 'message.incidentId')
        .select('incident.state')
        .where('message.recipient', '=', this.personal.lookupKey('phone', phone))
        .where('message.sendingAt', 'is not', null)
        .orderBy('message.sendingAt', 'desc')
        .executeTakeFirst();
      if (row !== undefined) found.set(phone, JSON.parse(this.personal.open(row.state, 'incident.state')) as Incident);
    }
    return found;
  }

  /** Newest first. `next` is how many were shown before: the list is short, and changes rarely. */
  async suppressions({ next = 0, limit, kind }: Asked & { readonly kind?: SuppressionKind | undefined }) {
    let query = this.db.selectFrom('suppression').selectAll().orderBy('at', 'desc').orderBy('recipient').orderBy('kind');
    if (kind !== undefined) query = query.where('kind', '=', kind);
    const rows = await query
      .limit(limit + 1)
      .offset(next)
      .execute();
    const items = rows.slice(0, limit).map((row) => this.#listed(row));
    return { items, next: rows.length > limit ? next + limit : undefined };
  }

  /** The id that an entry of this number has in the list. */
  suppressionId(phone: E164, kind: SuppressionKind): string {
    return idOf(this.personal.lookupKey('phone', phone), kind);
  }

  /** One of them, by its id. */
  async suppression(id: string): Promise<ListedSuppression | undefined> {
    const at = id.lastIndexOf('-');
    const row = await this.db
      .selectFrom('suppression')
      .selectAll()
      .where('recipient', '=', id.slice(0, at))
      .where('kind', '=', id.slice(at + 1))
      .executeTakeFirst();
    return row && this.#listed(row);
  }

  #listed(row: Selectable<Schema['suppression']>): ListedSuppression {
    return {
      id: idOf(row.recipient, row.kind),
      phone: this.personal.open(row.phone, 'suppression.phone') as E164,
      kind: row.kind as SuppressionKind,
      reason: this.personal.openText(row.reason, 'suppression.reason'),
      source: row.source as Suppression['source'],
      by: row.by,
      at: row.at,
    };
  }

  /** Replies that a person has to see to, and since when the oldest of them waits. */
  async waiting(): Promise<{ readonly count: number; readonly unseen: number; readonly since: number } | undefined> {
    const rows = await this.db.selectFrom('inbound').select(['storedAt', 'outcome']).where('needsPerson', '=', 1).execute();
    const [first] = rows;
    if (first === undefined) return undefined;
    const since = rows.reduce((oldest, row) => Math.min(oldest, row.storedAt), first.storedAt);
    return { count: rows.length, unseen: rows.filter(({ outcome }) => outcome === 'unseen').length, since };
  }

  /** Where the numbers of messages came from. */
  async numberSources(messageIds: readonly string[]): Promise<ReadonlyMap<string, { feedId: string; toldAt: number }>> {
    if (messageIds.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('numberSource')
      .selectAll()
      .where('messageId', 'in', [...messageIds])
      .execute();
    return new Map(rows.map(({ messageId, feedId, toldAt }) => [messageId, { feedId, toldAt }]));
  }
}

/** By a keyed hash: it tells nothing of the number. */
function idOf(recipient: string, kind: string): string {
  return `${recipient}-${kind}`;
}
