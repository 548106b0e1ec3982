import type { E164 } from '../incident/phone';

export interface SmsRequest {
  readonly to: E164;
  readonly text: string;
  /** Opaque; comes back in the 202 and in callbacks. Never anything personal. */
  readonly tag: string;
  /** After this the carrier must drop the message unsent; epoch milliseconds UTC. */
  readonly expiresAt: number;
}

/** Why the carrier as a whole cannot be used just now. Each is shown to people in words. */
export type CarrierTrouble =
  | 'notConfigured'
  | 'credentialsRefused'
  | 'forbidden'
  | 'accountNotFound'
  | 'proxyAuthentication'
  | 'unreachable'
  | 'portal'
  | 'serverError'
  | 'throttled'
  | 'campaign'
  | 'accountSetup';

export type SendOutcome =
  | { readonly type: 'accepted'; readonly carrierMessageId: string; readonly segmentCount: number | undefined }
  /** Provably not taken: it may go again. `trouble` concerns the account or the line, not this message. */
  | {
      readonly type: 'notTaken';
      readonly trouble: CarrierTrouble;
      /** For a person; nothing personal, no credentials. */
      readonly detail: string;
      readonly retryAfterMs?: number;
    }
  /** Provably not taken, and never will be as it is (a 400). */
  | { readonly type: 'refused'; readonly reason: string; readonly detail: string }
  | { readonly type: 'unknown'; readonly detail: string };

/** What an error code of the carrier's means for us; the codes themselves are the carrier's business. */
export type CarrierFailureClass =
  | 'optedOut'
  | 'badDestination'
  | 'badContent'
  | 'rejected'
  | 'account'
  | 'campaign'
  | 'volume'
  | 'expired'
  | 'handset'
  | 'carrierFault'
  /** The carrier itself does not know: the person may well have got it. */
  | 'unknownOutcome';

export interface CarrierFailure {
  readonly class: CarrierFailureClass;
  /** What happened, in words for a person; nothing personal. */
  readonly say: string;
}

/** One row of the carrier's own message list, after checking. Unknown fields are undefined. */
export interface CarrierMessage {
  readonly carrierMessageId: string;
  readonly to: string | undefined;
  readonly from: string | undefined;
  readonly receivedAt: number | undefined;
  /** Upper case, as the carrier says it: RECEIVED, QUEUED, SENDING, SENT, FAILED, DELIVERED, ACCEPTED, UNDELIVERED or something new. */
  readonly status: string | undefined;
  readonly errorCode: number | undefined;
  /** Only with an error code that says something went wrong. */
  readonly failure?: CarrierFailure | undefined;
  readonly segmentCount: number | undefined;
  readonly textLength: number | undefined;
}

export interface CarrierListQuery {
  readonly to?: E164;
  readonly carrierMessageId?: string;
  readonly fromAt: number;
  readonly toAt: number;
}

export type ListOutcome =
  /** `complete` is false where the page cap cut the list short: absence then proves nothing. */
  | { readonly type: 'listed'; readonly messages: readonly CarrierMessage[]; readonly complete: boolean }
  | { readonly type: 'failed'; readonly trouble: CarrierTrouble; readonly detail: string; readonly retryAfterMs?: number };

/** A text that somebody sent to the agency's number, as the carrier's list shows it: without its words. */
export interface ListedInbound {
  readonly carrierMessageId: string;
  /** As the carrier writes it. */
  readonly from: string;
  readonly receivedAt: number;
  readonly textLength: number | undefined;
}

export type InboundListOutcome =
  | { readonly type: 'listed'; readonly texts: readonly ListedInbound[]; readonly complete: boolean }
  | Extract<ListOutcome, { type: 'failed' }>;

/** The carrier as the outbox sees it. Neither call ever throws for anything the network or the carrier does. */
export interface SmsCarrier {
  send(request: SmsRequest): Promise<SendOutcome>;
  list(query: CarrierListQuery): Promise<ListOutcome>;
  /** Texts to the agency's number in that time. */
  listInbound?(query: { readonly fromAt: number; readonly toAt: number }): Promise<InboundListOutcome>;
}
