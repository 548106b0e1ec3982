import type { LineType } from '../../incident/callerInfo';
import type { E164 } from '../../incident/phone';
import type { OptOutRecords, StoredInbound, StoredReply, Suppression, SuppressionKind } from '../../intake/optOutRecords';
import type { NumberFacts } from '../../rules/numberFacts';
import type { MemoryMessages } from './memoryMessages';
import type { UndoLog } from './undoLog';

type Standing = Suppression & { readonly kind: SuppressionKind };

/** `OptOutRecords` in maps. Answers are kept, and nobody claims them. */
export class MemoryOptOut implements OptOutRecords {
  readonly #log: UndoLog;
  readonly #messages: MemoryMessages;
  readonly #suppressed = new Map<E164, readonly Standing[]>();
  readonly #inbound = new Map<number, StoredInbound>();
  readonly #inboundFrom = new Map<E164, readonly number[]>();
  readonly #inboundIds = new Map<string, number>();
  readonly #replies = new Map<string, StoredReply>();
  readonly #lines = new Map<E164, { readonly line: LineType; readonly at: number }>();

  constructor(log: UndoLog, messages: MemoryMessages) {
    this.#log = log;
    this.#messages = messages;
  }

  blocks(phone: E164): Omit<NumberFacts, 'textsLastDay' | 'lastTextAt'> {
    const standing = this.#suppressed.get(phone) ?? [];
    const reason = (kind: SuppressionKind) => standing.find((one) => one.kind === kind)?.reason;
    const holding = this.#from(phone).filter(({ holds }) => holds);
    const unseen = holding.some(({ text }) => text === undefined);
    return {
      suppressed: reason('person'),
      optedOut: reason('optOut'),
      unreachable: reason('unreachable'),
      landline: this.#lines.get(phone)?.line === 'landline',
      reply: holding.length === 0 ? undefined : unseen ? 'repliedUnseen' : 'replyWaits',
    };
  }

  async suppress(phone: E164, kind: SuppressionKind, entry: Suppression): Promise<boolean> {
    const standing = this.#suppressed.get(phone) ?? [];
    if (standing.some((one) => one.kind === kind)) return false;
    this.#log.set(this.#suppressed, phone, [...standing, { ...entry, kind }]);
    return true;
  }

  async lift(phone: E164, kinds: readonly SuppressionKind[]): Promise<readonly SuppressionKind[]> {
    const standing = this.#suppressed.get(phone) ?? [];
    const lifted = standing.filter(({ kind }) => kinds.includes(kind));
    if (lifted.length > 0) {
      this.#log.set(
        this.#suppressed,
        phone,
        standing.filter((one) => !lifted.includes(one)),
      );
    }
    return lifted.map(({ kind }) => kind);
  }

  async suppressionsOf(phone: E164): Promise<readonly Standing[]> {
    return this.#suppressed.get(phone) ?? [];
  }

  async inbound(id: number): Promise<StoredInbound | undefined> {
    return this.#inbound.get(id);
  }

  async addInbound(inbound: Omit<StoredInbound, 'id'>): Promise<StoredInbound | undefined> {
    if (this.#inboundIds.has(inbound.carrierMessageId)) return undefined;
    const stored = { ...inbound, id: this.#inbound.size + 1 };
    this.#log.set(this.#inboundIds, inbound.carrierMessageId, stored.id);
    this.#log.set(this.#inbound, stored.id, stored);
    this.#log.set(this.#inboundFrom, inbound.phone, [...(this.#inboundFrom.get(inbound.phone) ?? []), stored.id]);
    return stored;
  }

  async inboundByCarrierId(carrierMessageId: string): Promise<StoredInbound | undefined> {
    const id = this.#inboundIds.get(carrierMessageId);
    return id === undefined ? undefined : this.#inbound.get(id);
  }

  async saveInbound(inbound: StoredInbound): Promise<void> {
    this.#log.set(this.#inbound, inbound.id, inbound);
  }

  async waitingFrom(phone: E164): Promise<readonly StoredInbound[]> {
    return this.#from(phone).filter(({ needsPerson }) => needsPerson);
  }

  async latestWish(phone: E164): Promise<{ meaning: 'optOut' | 'start'; receivedAt: number } | undefined> {
    let latest: { meaning: 'optOut' | 'start'; receivedAt: number } | undefined;
    for (const { meaning, receivedAt } of this.#from(phone)) {
      if (meaning !== 'optOut' && meaning !== 'start') continue;
      const isLater = latest === undefined || receivedAt > latest.receivedAt;
      if (isLater || (receivedAt === latest?.receivedAt && meaning === 'optOut')) latest = { meaning, receivedAt };
    }
    return latest;
  }

  async lastTextTo(phone: E164): Promise<{ incidentId: number; language: string; at: number } | undefined> {
    let last: { incidentId: number; language: string; at: number } | undefined;
    for (const { incidentId, language, sendingAt } of this.#messages.to(phone)) {
      if (sendingAt !== undefined && (last === undefined || sendingAt > last.at)) last = { incidentId, language, at: sendingAt };
    }
    return last;
  }

  async anyTextSince(since: number): Promise<boolean> {
    return this.#messages.every().some(({ sendingAt }) => sendingAt !== undefined && sendingAt >= since);
  }

  async addReply(reply: StoredReply): Promise<void> {
    this.#log.set(this.#replies, reply.id, reply);
  }

  async reply(id: string): Promise<StoredReply | undefined> {
    return this.#replies.get(id);
  }

  saveReply(reply: StoredReply): Promise<void> {
    return this.addReply(reply);
  }

  async repliesSince(phone: E164, kind: StoredReply['kind'], since: number): Promise<number> {
    return this.#repliesThat((reply) => reply.phone === phone && reply.kind === kind && reply.createdAt >= since).length;
  }

  async openRepliesTo(phone: E164): Promise<readonly StoredReply[]> {
    return this.#repliesThat((reply) => reply.phone === phone && reply.status === 'ready');
  }

  async unconfirmedRepliesTo(phone: E164): Promise<readonly StoredReply[]> {
    return this.#repliesThat((reply) => reply.phone === phone && reply.status === 'unconfirmed');
  }

  async readyReplies(limit: number): Promise<readonly StoredReply[]> {
    return (await this.repliesWith('ready')).slice(0, limit);
  }

  async repliesWith(status: StoredReply['status']): Promise<readonly StoredReply[]> {
    return this.#repliesThat((reply) => reply.status === status).sort((a, b) => a.createdAt - b.createdAt);
  }

  async repliesToAsk(status: 'unconfirmed' | 'accepted', now: number, limit: number): Promise<readonly StoredReply[]> {
    const due = this.#repliesThat((reply) => reply.status === status && (reply.nextAskAt ?? now + 1) <= now);
    return due.sort((a, b) => (a.nextAskAt ?? 0) - (b.nextAskAt ?? 0)).slice(0, limit);
  }

  async nextReplyAt(): Promise<number | undefined> {
    const times = [...this.#replies.values()].flatMap(({ status, notBefore, createdAt, nextAskAt }) =>
      status === 'ready' ? [notBefore ?? createdAt] : status === 'unconfirmed' || status === 'accepted' ? (nextAskAt ?? []) : [],
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async textByCarrierId(carrierMessageId: string) {
    const has = (text: { carrierMessageId: string | undefined }) => text.carrierMessageId === carrierMessageId;
    return this.#messages.every().find(has) ?? [...this.#replies.values()].find(has);
  }

  isClaimed(carrierMessageId: string): boolean {
    return this.#repliesThat((reply) => reply.carrierMessageId === carrierMessageId).length > 0;
  }

  async lookup(phone: E164): Promise<{ line: LineType; at: number } | undefined> {
    return this.#lines.get(phone);
  }

  async saveLookup(phone: E164, line: LineType, at: number): Promise<void> {
    this.#log.set(this.#lines, phone, { line, at });
  }

  /** Nobody asks for the source of a number in a rehearsal. */
  async saveNumberSource(): Promise<void> {}

  #from(phone: E164): StoredInbound[] {
    return (this.#inboundFrom.get(phone) ?? []).map((id) => this.#inbound.get(id) as StoredInbound);
  }

  #repliesThat(fits: (reply: StoredReply) => boolean): StoredReply[] {
    return [...this.#replies.values()].filter(fits);
  }
}
