import type { CarrierLine } from './carrierLine';
import type { OutboxStatus } from './outboxState';
import type { AcceptedMessage } from './outboxStore';
import { type ReceiptVerdict, receiptVerdict } from './receiptPolicy';
import { type RecordInputDeps, recordInput } from './recordInput';
import type { CarrierMessage } from './smsCarrier';

export interface ApplyReceiptDeps extends RecordInputDeps {
  readonly line: CarrierLine;
}

type Receiver = Pick<AcceptedMessage, 'id' | 'to' | 'acceptedAt'>;

/** What the carrier's final word does, however it came: by its list or by a callback. Late and repeated words do nothing. */
export async function applyFinal(
  deps: ApplyReceiptDeps,
  message: Receiver,
  { input, failure, suppress, blame }: Extract<ReceiptVerdict, { type: 'final' }>,
  carrierErrorCode: number | undefined,
): Promise<OutboxStatus | 'notRecorded' | undefined> {
  const { store, line, logger } = deps;
  const detail = failure?.say;
  if (input.type === 'receipt delivered') line.receiptWasGood(message.acceptedAt);
  // First, so that a crash in between cannot leave somebody who opted out unprotected.
  if (suppress !== undefined) await store.suppress(message.to, suppress, detail ?? '');
  if (blame !== undefined) {
    logger.error('outbox.accountBlamed', { message: message.id, trouble: blame, detail });
    line.receiptBlamesAccount({ trouble: blame, detail: detail ?? '' }, message.acceptedAt);
  }
  return recordInput(deps, message.id, input, { carrierErrorCode, detail });
}

/** Takes up one word of the carrier's that came by itself. Nothing that is not final is written: the list is asked on. */
export async function applyReceipt(deps: ApplyReceiptDeps, message: Receiver, row: CarrierMessage): Promise<void> {
  const verdict = receiptVerdict(row);
  switch (verdict.type) {
    case 'notFinal':
      if (verdict.onItsWay) deps.line.receiptWasGood(message.acceptedAt);
      return;
    case 'notAvailable':
      return deps.store.pollAgain(message.id, undefined);
    case 'final':
      await applyFinal(deps, message, verdict, row.errorCode);
  }
}
