import { z } from 'zod';
import type { E164 } from '../incident/phone';
import type { ListedInbound } from '../outbox/smsCarrier';
import { parseJson } from './classifyReply';

const rowSchema = z.object({
  messageId: z.string().min(1),
  sourceTn: z.string().min(1),
  destinationTn: z.string().optional().catch(undefined),
  messageDirection: z.string().optional().catch(undefined),
  receiveTime: z.iso.datetime({ offset: true }),
  messageLength: z.preprocess((value) => value ?? undefined, z.coerce.number().int().nonnegative().optional().catch(undefined)),
});
const pageSchema = z.object({
  messages: z.array(z.unknown()),
  pageInfo: z
    .object({ nextPageToken: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/**
 * Reads a page of the message list for texts that came in; undefined where it is not one. A list that ignores a filter
 * must not make our own texts look like replies: what does not say INBOUND, or came to another number, is left out.
 */
export function readInboundPage(
  body: string,
  to: E164,
): { readonly texts: readonly ListedInbound[]; readonly rows: number; readonly nextPageToken: string | undefined } | undefined {
  const page = pageSchema.safeParse(parseJson(body));
  if (!page.success) return undefined;
  const texts: ListedInbound[] = [];
  for (const candidate of page.data.messages) {
    const row = rowSchema.safeParse(candidate);
    if (!row.success || row.data.messageDirection?.toUpperCase() !== 'INBOUND') continue;
    const { messageId, sourceTn, destinationTn, receiveTime, messageLength } = row.data;
    if (destinationTn !== undefined && destinationTn.replace(/\D/g, '').slice(-10) !== to.slice(-10)) continue;
    texts.push({ carrierMessageId: messageId, from: sourceTn, receivedAt: Date.parse(receiveTime), textLength: messageLength });
  }
  return { texts, rows: page.data.messages.length, nextPageToken: page.data.pageInfo?.nextPageToken || undefined };
}
