import type { CallbackEvent } from '../bandwidth/callbacks';
import { readPhone } from '../incident/phone';
import type { InboundText } from '../intake/inboundTexts';
import type { RecordStore } from '../intake/records';
import type { Logger } from '../logger';
import type { AcceptedMessage, OutboxStore } from '../outbox/outboxStore';
import type { CarrierMessage } from '../outbox/smsCarrier';

export interface CallbackDeps {
  readonly store: RecordStore;
  readonly outbox: Pick<OutboxStore, 'apply'>;
  /** Settles when they are durable. */
  readonly receive: (texts: readonly InboundText[]) => Promise<void>;
  /** Settles when what follows from the carrier's word is durable. */
  readonly receipt: (message: Pick<AcceptedMessage, 'id' | 'to' | 'acceptedAt'>, row: CarrierMessage) => Promise<void>;
  readonly logger: Logger;
}

/** Does what the events say; settles when all of it is durable. Events may come twice and in any order. */
export async function takeCallbacks(deps: CallbackDeps, events: readonly CallbackEvent[]): Promise<void> {
  const texts = events.flatMap((event) => (event.type === 'received' ? inboundText(event, deps.logger) : []));
  if (texts.length > 0) await deps.receive(texts);
  for (const event of events) if (event.type === 'receipt') await takeReceipt(deps, event);
}

function inboundText(event: Extract<CallbackEvent, { type: 'received' }>, logger: Logger): InboundText[] {
  const read = readPhone(event.from);
  if ('problem' in read) {
    // A short code or a foreign number: never texted, so there is nothing it could opt out of.
    logger.info('inbound.notTextable', { problem: read.problem });
    return [];
  }
  const { carrierMessageId, text, receivedAt } = event;
  return [{ carrierMessageId, from: read.phone, text, characters: text.length, receivedAt }];
}

async function takeReceipt(deps: CallbackDeps, { row, tag }: Extract<CallbackEvent, { type: 'receipt' }>): Promise<void> {
  const { store, outbox, logger } = deps;
  const find = () => store.transaction((records) => records.optOut.textByCarrierId(row.carrierMessageId));
  let sent = await find();
  if (sent === undefined && tag !== undefined && (await mayHaveBeenTaken(store, tag))) {
    // The carrier tells of a text whose 202 never came, or is still on its way: it has our own id, so it was taken.
    await outbox.apply(tag, { type: 'carrier accepted', carrierMessageId: row.carrierMessageId });
    sent = await find();
  }
  if (sent === undefined) {
    logger.info('inbound.receiptOfUnknownText', { status: row.status });
    return;
  }
  await deps.receipt({ id: sent.id, to: sent.phone, acceptedAt: sent.acceptedAt ?? 0 }, row);
}

const WAITED: ReadonlySet<string> = new Set(['ready', 'held', 'expired', 'cancelled']);

/** No answer has come, or one by which the carrier had not taken it, so that it was to go again. */
function mayHaveBeenTaken(store: RecordStore, id: string): Promise<boolean> {
  return store.transaction(async (records) => {
    const text = (await records.message(id)) ?? (await records.optOut.reply(id));
    if (text === undefined) return false;
    const { status, attempts, carrierMessageId } = text;
    if (status === 'sending' || status === 'unconfirmed') return true;
    return attempts > 0 && carrierMessageId === undefined && WAITED.has(status);
  });
}
