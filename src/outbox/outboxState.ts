import { assertNever } from '../heraldError';

export const OUTBOX_STATUSES = [
  'held',
  'ready',
  'sending',
  'unconfirmed',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'cancelled',
] as const;
export type OutboxStatus = (typeof OUTBOX_STATUSES)[number];

/** What can happen to an outbox message. `reason` is a code of `outboxReasons.ts`. */
export type OutboxInput =
  | { readonly type: 'hold'; readonly reason: string }
  | { readonly type: 'release' }
  | { readonly type: 'claim' }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'expire' }
  | { readonly type: 'carrier accepted'; readonly carrierMessageId: string }
  | { readonly type: 'carrier did not take it' }
  | { readonly type: 'carrier refused it for good'; readonly reason: string }
  | { readonly type: 'carrier outcome unknown' }
  | { readonly type: 'receipt delivered' }
  | { readonly type: 'receipt undelivered'; readonly reason: string }
  | { readonly type: 'receipt expired' }
  | { readonly type: 'person settled as accepted' }
  | { readonly type: 'person settled as not sent' };

/** Undefined when the input means nothing in this state; the caller audits it and moves on. */
export function nextOutboxStatus(status: OutboxStatus, input: OutboxInput): OutboxStatus | undefined {
  switch (status) {
    case 'held':
    case 'ready':
      switch (input.type) {
        case 'hold':
          return 'held';
        case 'release':
          return 'ready';
        case 'claim':
          return status === 'ready' ? 'sending' : undefined;
        // It waits to go again, and the carrier tells that it had taken it.
        case 'carrier accepted':
          return 'accepted';
        case 'cancel':
          return 'cancelled';
        case 'expire':
          return 'expired';
        default:
          return undefined;
      }
    case 'sending':
      switch (input.type) {
        case 'carrier accepted':
          return 'accepted';
        // Only where the carrier provably did not take it.
        case 'carrier did not take it':
          return 'ready';
        case 'carrier refused it for good':
          return 'undelivered';
        case 'carrier outcome unknown':
          return 'unconfirmed';
        default:
          return undefined;
      }
    case 'unconfirmed':
      // A timed-out POST may still have texted someone: never back to 'ready' from here.
      switch (input.type) {
        case 'carrier accepted':
        case 'person settled as accepted':
          return 'accepted';
        case 'person settled as not sent':
          return 'undelivered';
        default:
          return undefined;
      }
    case 'accepted':
      switch (input.type) {
        case 'receipt delivered':
          return 'delivered';
        case 'receipt undelivered':
          return 'undelivered';
        case 'receipt expired':
          return 'expired';
        default:
          return undefined;
      }
    case 'expired':
    case 'cancelled':
      // It ended while it waited to go again, and the carrier tells only then that it had taken it: whoever has it is not texted twice.
      return input.type === 'carrier accepted' ? 'accepted' : undefined;
    case 'delivered':
    case 'undelivered':
      return undefined;
    default:
      return assertNever(status);
  }
}

export const OPEN_STATUSES = ['held', 'ready'] as const satisfies readonly OutboxStatus[];
/** The text reached the carrier, or may have: it counts against caps, and must never go again by itself. */
export const MAYBE_TEXTED_STATUSES = [
  'sending',
  'unconfirmed',
  'accepted',
  'delivered',
  'undelivered',
] as const satisfies readonly OutboxStatus[];
