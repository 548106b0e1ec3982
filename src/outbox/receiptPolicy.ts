import { assertNever } from '../heraldError';
import type { OutboxInput } from './outboxState';
import type { CarrierFailure, CarrierMessage, CarrierTrouble } from './smsCarrier';

/** What a row of the carrier's list says about a message that was accepted. */
export type ReceiptVerdict =
  | { readonly type: 'notFinal' /** It has left Bandwidth for the carrier's network. */; readonly onItsWay: boolean }
  /** The carrier itself will never know. It may have arrived, so it is never sent again. */
  | { readonly type: 'notAvailable' }
  | {
      readonly type: 'final';
      readonly input: OutboxInput;
      readonly failure: CarrierFailure | undefined;
      readonly suppress?: 'optedOut' | 'unreachable';
      /** The account's fault rather than this text's: no other text would fare better. */
      readonly blame?: CarrierTrouble;
    };

/** Only the error code's class decides, never the carrier's description. Unknown statuses are not final. */
export function receiptVerdict(row: CarrierMessage): ReceiptVerdict {
  switch (row.status) {
    case 'DELIVERED':
      return { type: 'final', input: { type: 'receipt delivered' }, failure: undefined };
    case 'FAILED':
    case 'UNDELIVERED':
      return failed(row.failure);
    // In older lists: no receipt came in time.
    case 'DLR_EXPIRED':
      return { type: 'notAvailable' };
    case 'SENT':
      return { type: 'notFinal', onItsWay: true };
    default:
      return { type: 'notFinal', onItsWay: false };
  }
}

function failed(failure: CarrierFailure | undefined): ReceiptVerdict {
  if (failure === undefined) {
    return { type: 'final', input: { type: 'receipt undelivered', reason: 'rejected' }, failure };
  }
  const undelivered = { type: 'final', input: { type: 'receipt undelivered', reason: failure.class }, failure } as const;
  switch (failure.class) {
    case 'expired':
      return { type: 'final', input: { type: 'receipt expired' }, failure };
    case 'unknownOutcome':
      return { type: 'notAvailable' };
    case 'optedOut':
      return { ...undelivered, suppress: 'optedOut' };
    case 'badDestination':
      return { ...undelivered, suppress: 'unreachable' };
    case 'account':
      return { ...undelivered, blame: 'accountSetup' };
    case 'campaign':
      return { ...undelivered, blame: 'campaign' };
    // Some of these might work a second time. Herald does not text again on its own: a person may resend.
    case 'badContent':
    case 'rejected':
    case 'volume':
    case 'handset':
    case 'carrierFault':
      return undelivered;
    default:
      return assertNever(failure.class);
  }
}
