import { z } from 'zod';
import type { E164 } from '../incident/phone';
import type { CarrierListQuery, CarrierMessage } from '../outbox/smsCarrier';
import { parseJson } from './classifyReply';
import { carrierFailure } from './errorCodes';

const text = z.string().optional().catch(undefined);
const count = z.coerce.number().int().nonnegative().optional().catch(undefined);

/** A field that is not as documented is undefined rather than a reason to lose the row. */
const rowSchema = z.object({
  messageId: z.string().min(1),
  sourceTn: text,
  destinationTn: text,
  messageStatus: text,
  messageDirection: text,
  receiveTime: text,
  errorCode: z.preprocess((value) => (value === null || value === '' ? undefined : value), count),
  segmentCount: z.preprocess((value) => value ?? undefined, count),
  messageLength: z.preprocess((value) => value ?? undefined, count),
});

const pageSchema = z.object({
  messages: z.array(z.unknown()),
  pageInfo: z.object({ nextPageToken: text }).nullish().catch(undefined),
});

export interface MessageListPage {
  readonly messages: readonly CarrierMessage[];
  /** Rows on the page before any were left out. */
  readonly rows: number;
  readonly nextPageToken: string | undefined;
}

/**
 * Reads one page of the message list; undefined where it is not one. Rows that the query did not ask for are left out:
 * a list that ignores a filter must not make a stranger's message look like ours.
 */
export function readMessageListPage(body: string, query: CarrierListQuery, from: E164): MessageListPage | undefined {
  const page = pageSchema.safeParse(parseJson(body));
  if (!page.success) return undefined;
  const messages: CarrierMessage[] = [];
  for (const candidate of page.data.messages) {
    const row = rowSchema.safeParse(candidate);
    if (!row.success || row.data.messageDirection?.toUpperCase() === 'INBOUND') continue;
    const receivedAt = row.data.receiveTime === undefined ? Number.NaN : Date.parse(row.data.receiveTime);
    const message: CarrierMessage = {
      carrierMessageId: row.data.messageId,
      to: row.data.destinationTn,
      from: row.data.sourceTn,
      receivedAt: Number.isNaN(receivedAt) ? undefined : receivedAt,
      status: row.data.messageStatus?.toUpperCase(),
      errorCode: row.data.errorCode,
      failure: row.data.errorCode === undefined ? undefined : carrierFailure(row.data.errorCode),
      segmentCount: row.data.segmentCount,
      textLength: row.data.messageLength,
    };
    if (answers(message, query, from)) messages.push(message);
  }
  return { messages, rows: page.data.messages.length, nextPageToken: page.data.pageInfo?.nextPageToken || undefined };
}

function answers(message: CarrierMessage, query: CarrierListQuery, from: E164): boolean {
  if (query.carrierMessageId !== undefined && message.carrierMessageId !== query.carrierMessageId) return false;
  if (message.from !== undefined && !sameNumber(message.from, from)) return false;
  if (query.to !== undefined && (message.to === undefined || !sameNumber(message.to, query.to))) return false;
  return message.receivedAt === undefined || (message.receivedAt >= query.fromAt && message.receivedAt <= query.toAt);
}

function sameNumber(listed: string, ours: E164): boolean {
  return listed.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '') === ours.slice(2);
}
