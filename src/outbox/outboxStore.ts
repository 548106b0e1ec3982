import type { E164 } from '../incident/phone';
import type { OutboxInput, OutboxStatus } from './outboxState';

/** A message just claimed: its row says `sending`, and that is on disk. */
export interface ClaimedMessage {
  readonly id: string;
  readonly to: E164;
  readonly text: string;
  readonly expiresAt: number;
  readonly segments: number;
  readonly attempt: number;
}

/** A message whose outcome nobody knows. */
export interface UnconfirmedMessage {
  readonly id: string;
  readonly to: E164;
  readonly textLength: number;
  readonly segments: number;
  /** When `sending` was written, just before the POST left. */
  readonly sendingAt: number;
  readonly unconfirmedAt: number;
  /** How often the carrier's list has been asked for it. */
  readonly asked: number;
}

/** A message the carrier has taken and said nothing final about. */
export interface AcceptedMessage {
  readonly id: string;
  readonly to: E164;
  readonly carrierMessageId: string;
  readonly acceptedAt: number;
  readonly polls: number;
}

/** What the outbox worker needs of the store. Every call is one durable transaction. */
export interface OutboxStore {
  /**
   * Runs the truth check on the next due messages and claims at most `limit` of them, oldest due first: those still
   * true become `sending`, synced; the others become cancelled, expired or held, with their reason. `maxSegments`
   * bounds the sum of segments (the first message is taken even if it alone exceeds it).
   */
  claimReady(limit: number, maxSegments: number): Promise<readonly ClaimedMessage[]>;
  /** Applies an input to a message by `nextOutboxStatus`; resolves to the new status, or undefined where it means nothing. */
  apply(id: string, input: OutboxInput, details?: OutboxDetails): Promise<OutboxStatus | undefined>;
  /** On start: everything `sending` becomes `unconfirmed`. Resolves to how many. */
  recoverSending(): Promise<number>;
  /** Unconfirmed messages whose next question to the carrier is due, oldest first; not those waiting for a person. */
  unconfirmedDue(limit: number): Promise<readonly UnconfirmedMessage[]>;
  /**
   * Every unconfirmed message to this number, whether its question is due or not and whether or not it waits for a
   * person: those of them that look alike must not take each other's place in the carrier's list.
   */
  unconfirmedTo?(to: E164): Promise<readonly UnconfirmedMessage[]>;
  /** Of `ids`, those already claimed by some message of ours. */
  claimedCarrierIds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** No match: ask again at `nextAt`. */
  askAgain(id: string, nextAt: number): Promise<void>;
  /** Only a person can settle it now. `candidates` are the carrier messages that might be it. */
  needsPerson(id: string, reason: 'noMatch' | 'severalMatches', candidates: readonly string[]): Promise<void>;
  acceptedDue(limit: number): Promise<readonly AcceptedMessage[]>;
  /** Nothing final yet: poll again at `nextAt`, or never (undefined): then its status is not available. */
  pollAgain(id: string, nextAt: number | undefined): Promise<void>;
  /** A carrier error says this person opted out, or the number cannot be texted: no text again, queued ones cancelled. */
  suppress(to: E164, reason: 'optedOut' | 'unreachable', detail: string): Promise<void>;
  /** When the next thing becomes due for the worker (ready, unconfirmed or accepted), if any. */
  nextDueAt(): Promise<number | undefined>;
}

export interface OutboxDetails {
  readonly segmentCount?: number | undefined;
  readonly carrierErrorCode?: number | undefined;
  /** For people; nothing personal. */
  readonly detail?: string | undefined;
  /** With `carrier did not take it`: not before this. */
  readonly nextAttemptAt?: number | undefined;
}
