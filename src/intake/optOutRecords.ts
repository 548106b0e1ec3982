import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import type { OutboxStatus } from '../outbox/outboxState';
import type { ReplyMeaning } from '../rules/optOutWords';
import type { ReplyKind } from '../rules/replyTexts';

/** Why a number is not texted: its owner asked, a person decided, or the carrier cannot deliver. A number may have all. */
export type SuppressionKind = 'person' | 'optOut' | 'unreachable';

export interface Suppression {
  /** For people: `by text`, a dispatcher's own words, the carrier's. */
  readonly reason: string;
  readonly source: 'person' | 'carrier' | 'text' | 'phone' | 'desk';
  readonly by: string;
  readonly at: number;
}

/** A text that came in. */
export interface StoredInbound {
  readonly id: number;
  readonly carrierMessageId: string;
  readonly phone: E164;
  /** Undefined where only that there was a reply is known. */
  readonly text: string | undefined;
  readonly characters: number | undefined;
  /** By the carrier's clock. */
  readonly receivedAt: number;
  readonly storedAt: number;
  readonly meaning: ReplyMeaning;
  readonly suggested: 'optOut' | 'help' | 'nothing' | undefined;
  /** What became of it: a code of `inboundOutcomes.ts`. */
  readonly outcome: string;
  readonly needsPerson: boolean;
  /** Texts to this number wait until a person has said what it means. */
  readonly holds: boolean;
  readonly resolved: { readonly by: string; readonly at: number; readonly reason: string } | undefined;
}

/** An answer to a reply, with the states of an outbox message. Of no incident, and of none of its stages. */
export interface StoredReply {
  readonly id: string;
  readonly kind: ReplyKind;
  readonly phone: E164;
  readonly text: string;
  readonly language: string;
  readonly segments: number;
  readonly status: OutboxStatus;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly createdAt: number;
  readonly notBefore: number | undefined;
  readonly expiresAt: number;
  readonly sendingAt: number | undefined;
  readonly acceptedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly attempts: number;
  readonly carrierMessageId: string | undefined;
  readonly asked: number;
  readonly polls: number;
  readonly nextAskAt: number | undefined;
}

/** The part of one transaction's records that opt-outs, replies and numbers need. */
export interface OptOutRecords {
  /** False where the number has one of this kind already: the first stays. */
  suppress(phone: E164, kind: SuppressionKind, entry: Suppression): Promise<boolean>;
  /** Which of `kinds` were there and are lifted. */
  lift(phone: E164, kinds: readonly SuppressionKind[]): Promise<readonly SuppressionKind[]>;
  suppressionsOf(phone: E164): Promise<readonly (Suppression & { readonly kind: SuppressionKind })[]>;

  inbound(id: number): Promise<StoredInbound | undefined>;
  /** Undefined where this carrier message is known already. */
  addInbound(inbound: Omit<StoredInbound, 'id'>): Promise<StoredInbound | undefined>;
  inboundByCarrierId(carrierMessageId: string): Promise<StoredInbound | undefined>;
  saveInbound(inbound: StoredInbound): Promise<void>;
  /** Those of a number that nobody has resolved and that a person must see. */
  waitingFrom(phone: E164): Promise<readonly StoredInbound[]>;
  /** What its owner last asked for, by the carrier's clock: STOP or START; of both in one second, STOP. */
  latestWish(phone: E164): Promise<{ readonly meaning: 'optOut' | 'start'; readonly receivedAt: number } | undefined>;
  /** The last text that left for a number, or may have. */
  lastTextTo(phone: E164): Promise<{ readonly incidentId: number; readonly language: string; readonly at: number } | undefined>;
  /** Whether any text left, or may have, at `since` or later: else there is nothing to reply to. */
  anyTextSince(since: number): Promise<boolean>;

  addReply(reply: StoredReply): Promise<void>;
  reply(id: string): Promise<StoredReply | undefined>;
  saveReply(reply: StoredReply): Promise<void>;
  /** Answers of a kind made for a number at `since` or later. */
  repliesSince(phone: E164, kind: ReplyKind, since: number): Promise<number>;
  openRepliesTo(phone: E164): Promise<readonly StoredReply[]>;
  readyReplies(limit: number): Promise<readonly StoredReply[]>;
  repliesWith(status: OutboxStatus): Promise<readonly StoredReply[]>;
  unconfirmedRepliesTo(phone: E164): Promise<readonly StoredReply[]>;
  repliesToAsk(status: 'unconfirmed' | 'accepted', now: number, limit: number): Promise<readonly StoredReply[]>;
  nextReplyAt(): Promise<number | undefined>;

  /** The text that the carrier knows by this id: a message of an incident, or an answer. */
  textByCarrierId(carrierMessageId: string): Promise<SentText | undefined>;
  lookup(phone: E164): Promise<{ readonly line: LineType; readonly at: number } | undefined>;
  saveLookup(phone: E164, line: LineType, at: number): Promise<void>;
  /** Which feed told the number that a message goes to, and when. */
  saveNumberSource(messageId: string, source: { readonly feedId: string; readonly toldAt: number }): Promise<void>;
}

export interface SentText {
  readonly id: string;
  readonly phone: E164;
  readonly status: OutboxStatus;
  readonly acceptedAt: number | undefined;
  readonly polls: number;
}
