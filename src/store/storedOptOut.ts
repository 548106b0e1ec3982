import { type Kysely, sql } from 'kysely';
import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import type { OptOutRecords, SentText, StoredInbound, StoredReply, Suppression, SuppressionKind } from '../intake/optOutRecords';
import type { OutboxStatus } from '../outbox/outboxState';
import type { NumberFacts } from '../rules/numberFacts';
import type { ReplyMeaning } from '../rules/optOutWords';
import type { ReplyKind } from '../rules/replyTexts';
import { blocksOf, nextReplyAt } from './optOutStatements';
import type { Personal } from './personal';
import type { InboundRow, ReplyRow, Schema } from './schema';

/** `OptOutRecords` over one transaction's connection. */
export class StoredOptOut implements OptOutRecords {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly personal: Personal,
  ) {}

  /** What stands against texting a number, as the rules want it. */
  async blocks(recipient: string): Promise<Omit<NumberFacts, 'textsLastDay' | 'lastTextAt'>> {
    const { rows } = await blocksOf(this.db, { recipient });
    const reason = (kind: string) => {
      const row = rows.find((one) => one.kind === kind);
      return row === undefined ? undefined : this.personal.openText(row.reason, 'suppression.reason');
    };
    const reply = (['repliedUnseen', 'replyWaits'] as const).find((kind) => rows.some((row) => row.kind === kind));
    return {
      suppressed: reason('person'),
      optedOut: reason('optOut'),
      unreachable: reason('unreachable'),
      landline: rows.some((row) => row.kind === 'landline'),
      reply,
    };
  }

  async suppress(phone: E164, kind: SuppressionKind, entry: Suppression): Promise<boolean> {
    const { reason, source, by, at } = entry;
    const { numInsertedOrUpdatedRows } = await this.db
      .insertInto('suppression')
      .values({
        recipient: this.#key(phone),
        kind,
        phone: this.personal.seal(phone, 'suppression.phone'),
        reason: this.personal.sealText(reason, 'suppression.reason'),
        source,
        by,
        at,
      })
      // The first reason stays: a later one must not hide that this person opted out.
      .onConflict((conflict) => conflict.columns(['recipient', 'kind']).doNothing())
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async lift(phone: E164, kinds: readonly SuppressionKind[]): Promise<readonly SuppressionKind[]> {
    const lifted = await this.db
      .deleteFrom('suppression')
      .where('recipient', '=', this.#key(phone))
      .where('kind', 'in', [...kinds])
      .returning('kind')
      .execute();
    return lifted.map(({ kind }) => kind as SuppressionKind);
  }

  async suppressionsOf(phone: E164): Promise<readonly (Suppression & { readonly kind: SuppressionKind })[]> {
    const rows = await this.db.selectFrom('suppression').selectAll().where('recipient', '=', this.#key(phone)).execute();
    return rows.map(({ kind, reason, source, by, at }) => ({
      kind: kind as SuppressionKind,
      reason: this.personal.openText(reason, 'suppression.reason'),
      source: source as Suppression['source'],
      by,
      at,
    }));
  }

  async inbound(id: number): Promise<StoredInbound | undefined> {
    const row = await this.db.selectFrom('inbound').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : fromInboundRow(row, this.personal);
  }

  async inboundByCarrierId(carrierMessageId: string): Promise<StoredInbound | undefined> {
    const row = await this.db.selectFrom('inbound').selectAll().where('carrierMessageId', '=', carrierMessageId).executeTakeFirst();
    return row === undefined ? undefined : fromInboundRow(row, this.personal);
  }

  async addInbound(inbound: Omit<StoredInbound, 'id'>): Promise<StoredInbound | undefined> {
    const row = await this.db
      .insertInto('inbound')
      .values({
        ...this.#inboundColumns(inbound),
        carrierMessageId: inbound.carrierMessageId,
        recipient: this.#key(inbound.phone),
        phone: this.personal.seal(inbound.phone, 'inbound.phone'),
        storedAt: inbound.storedAt,
      })
      .onConflict((conflict) => conflict.column('carrierMessageId').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row === undefined ? undefined : { ...inbound, id: row.id };
  }

  async saveInbound(inbound: StoredInbound): Promise<void> {
    await this.db.updateTable('inbound').set(this.#inboundColumns(inbound)).where('id', '=', inbound.id).execute();
  }

  #inboundColumns({
    text,
    characters,
    receivedAt,
    meaning,
    suggested,
    outcome,
    needsPerson,
    holds,
    resolved,
  }: Omit<StoredInbound, 'id'>) {
    return {
      text: text === undefined ? null : this.personal.seal(text, 'inbound.text'),
      characters: characters ?? null,
      receivedAt,
      meaning,
      suggested: suggested ?? null,
      outcome,
      needsPerson: needsPerson ? 1 : 0,
      holds: holds ? 1 : 0,
      resolvedBy: resolved?.by ?? null,
      resolvedAt: resolved?.at ?? null,
      resolvedReason: resolved === undefined ? null : this.personal.sealText(resolved.reason, 'inbound.resolvedReason'),
    };
  }

  async waitingFrom(phone: E164): Promise<readonly StoredInbound[]> {
    const rows = await this.db
      .selectFrom('inbound')
      .selectAll()
      .where('recipient', '=', this.#key(phone))
      .where('needsPerson', '=', 1)
      .orderBy('id')
      .execute();
    return rows.map((row) => fromInboundRow(row, this.personal));
  }

  async latestWish(phone: E164): Promise<{ meaning: 'optOut' | 'start'; receivedAt: number } | undefined> {
    const row = await this.db
      .selectFrom('inbound')
      .select(['meaning', 'receivedAt'])
      .where('recipient', '=', this.#key(phone))
      .where('meaning', 'in', ['optOut', 'start'])
      .orderBy('receivedAt', 'desc')
      // The carrier's times are whole seconds: a STOP before whatever else is of its second.
      .orderBy(({ eb }) => eb('meaning', '=', 'optOut'), 'desc')
      .executeTakeFirst();
    return row === undefined ? undefined : { meaning: row.meaning as 'optOut' | 'start', receivedAt: row.receivedAt };
  }

  async lastTextTo(phone: E164): Promise<{ incidentId: number; language: string; at: number } | undefined> {
    const row = await this.db
      .selectFrom('message')
      .select(['incidentId', 'language', 'sendingAt'])
      .where('recipient', '=', this.#key(phone))
      .where('sendingAt', 'is not', null)
      .orderBy('sendingAt', 'desc')
      .executeTakeFirst();
    return row === undefined ? undefined : { incidentId: row.incidentId, language: row.language, at: row.sendingAt ?? 0 };
  }

  async anyTextSince(since: number): Promise<boolean> {
    const row = await this.db.selectFrom('message').select('id').where('sendingAt', '>=', since).limit(1).executeTakeFirst();
    return row !== undefined;
  }

  async addReply(reply: StoredReply): Promise<void> {
    await this.db.insertInto('reply').values(this.#replyRow(reply)).execute();
  }

  async reply(id: string): Promise<StoredReply | undefined> {
    const row = await this.db.selectFrom('reply').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : fromReplyRow(row, this.personal);
  }

  async saveReply(reply: StoredReply): Promise<void> {
    const { id, recipient: _recipient, phone: _phone, createdAt: _created, ...columns } = this.#replyRow(reply);
    await this.db.updateTable('reply').set(columns).where('id', '=', id).execute();
  }

  async repliesSince(phone: E164, kind: ReplyKind, since: number): Promise<number> {
    const row = await this.db
      .selectFrom('reply')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('recipient', '=', this.#key(phone))
      .where('createdAt', '>=', since)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return Number(row?.count ?? 0);
  }

  async openRepliesTo(phone: E164): Promise<readonly StoredReply[]> {
    return this.#repliesTo(phone, 'ready');
  }

  async unconfirmedRepliesTo(phone: E164): Promise<readonly StoredReply[]> {
    return this.#repliesTo(phone, 'unconfirmed');
  }

  async #repliesTo(phone: E164, status: OutboxStatus): Promise<StoredReply[]> {
    const rows = await this.#replies().where('recipient', '=', this.#key(phone)).where('status', '=', status).execute();
    return rows.map((row) => fromReplyRow(row, this.personal));
  }

  async readyReplies(limit: number): Promise<readonly StoredReply[]> {
    const rows = await this.#replies()
      .where(sql<boolean>`status in ('ready', 'sending', 'unconfirmed') and status = 'ready'`)
      .orderBy('createdAt')
      .limit(limit)
      .execute();
    return rows.map((row) => fromReplyRow(row, this.personal));
  }

  async repliesWith(status: OutboxStatus): Promise<readonly StoredReply[]> {
    const rows = await this.#replies().where('status', '=', status).orderBy('createdAt').execute();
    return rows.map((row) => fromReplyRow(row, this.personal));
  }

  async repliesToAsk(status: 'unconfirmed' | 'accepted', now: number, limit: number): Promise<readonly StoredReply[]> {
    const rows = await this.#replies()
      .where('status', '=', status)
      .where('nextAskAt', 'is not', null)
      .where('nextAskAt', '<=', now)
      .orderBy('nextAskAt')
      .limit(limit)
      .execute();
    return rows.map((row) => fromReplyRow(row, this.personal));
  }

  async nextReplyAt(): Promise<number | undefined> {
    const { rows } = await nextReplyAt(this.db, {});
    return rows[0]?.at ?? undefined;
  }

  async textByCarrierId(carrierMessageId: string): Promise<SentText | undefined> {
    const columns = ['id', 'phone', 'status', 'acceptedAt', 'polls'] as const;
    const message = await this.db
      .selectFrom('message')
      .select(columns)
      .where('carrierMessageId', '=', carrierMessageId)
      .where('carrierMessageId', 'is not', null)
      .executeTakeFirst();
    const row =
      message ??
      (await this.db.selectFrom('reply').select(columns).where('carrierMessageId', '=', carrierMessageId).executeTakeFirst());
    if (row === undefined) return undefined;
    const place = message === undefined ? 'reply.phone' : 'message.phone';
    return {
      id: row.id,
      phone: this.personal.open(row.phone, place) as E164,
      status: row.status as OutboxStatus,
      acceptedAt: row.acceptedAt ?? undefined,
      polls: row.polls,
    };
  }

  async lookup(phone: E164): Promise<{ line: LineType; at: number } | undefined> {
    const row = await this.db.selectFrom('numberLookup').selectAll().where('recipient', '=', this.#key(phone)).executeTakeFirst();
    return row === undefined ? undefined : { line: row.lineType as LineType, at: row.at };
  }

  async saveLookup(phone: E164, line: LineType, at: number): Promise<void> {
    await this.db
      .insertInto('numberLookup')
      .values({ recipient: this.#key(phone), lineType: line, at })
      .onConflict((conflict) => conflict.column('recipient').doUpdateSet({ lineType: line, at }))
      .execute();
  }

  async saveNumberSource(messageId: string, { feedId, toldAt }: { feedId: string; toldAt: number }): Promise<void> {
    await this.db
      .insertInto('numberSource')
      .values({ messageId, feedId, toldAt })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  #replies() {
    return this.db.selectFrom('reply').selectAll();
  }

  #key(phone: E164): string {
    return this.personal.lookupKey('phone', phone);
  }

  #replyRow(reply: StoredReply): ReplyRow {
    const { phone, text, code, detail, notBefore, sendingAt, acceptedAt, endedAt, carrierMessageId, nextAskAt, ...same } = reply;
    return {
      ...same,
      recipient: this.#key(phone),
      phone: this.personal.seal(phone, 'reply.phone'),
      text: this.personal.seal(text, 'reply.text'),
      code: code ?? null,
      detail: detail === undefined ? null : this.personal.sealText(detail, 'reply.detail'),
      notBefore: notBefore ?? null,
      sendingAt: sendingAt ?? null,
      acceptedAt: acceptedAt ?? null,
      endedAt: endedAt ?? null,
      carrierMessageId: carrierMessageId ?? null,
      nextAskAt: nextAskAt ?? null,
    };
  }
}

export function fromInboundRow(row: InboundRow, personal: Personal): StoredInbound {
  const { resolvedBy, resolvedAt, resolvedReason } = row;
  return {
    id: row.id,
    carrierMessageId: row.carrierMessageId,
    phone: personal.open(row.phone, 'inbound.phone') as E164,
    text: row.text === null ? undefined : personal.open(row.text, 'inbound.text'),
    characters: row.characters ?? undefined,
    receivedAt: row.receivedAt,
    storedAt: row.storedAt,
    meaning: row.meaning as ReplyMeaning,
    suggested: (row.suggested ?? undefined) as StoredInbound['suggested'],
    outcome: row.outcome,
    needsPerson: row.needsPerson === 1,
    holds: row.holds === 1,
    resolved:
      resolvedBy === null || resolvedAt === null
        ? undefined
        : {
            by: resolvedBy,
            at: resolvedAt,
            reason: resolvedReason === null ? '' : personal.openText(resolvedReason, 'inbound.resolvedReason'),
          },
  };
}

function fromReplyRow(row: ReplyRow, personal: Personal): StoredReply {
  const { recipient: _recipient, ...same } = row;
  return {
    ...same,
    kind: row.kind as ReplyKind,
    phone: personal.open(row.phone, 'reply.phone') as E164,
    text: personal.open(row.text, 'reply.text'),
    status: row.status as OutboxStatus,
    code: row.code ?? undefined,
    detail: row.detail === null ? undefined : personal.openText(row.detail, 'reply.detail'),
    notBefore: row.notBefore ?? undefined,
    sendingAt: row.sendingAt ?? undefined,
    acceptedAt: row.acceptedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    carrierMessageId: row.carrierMessageId ?? undefined,
    nextAskAt: row.nextAskAt ?? undefined,
  };
}
