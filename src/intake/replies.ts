import { durations } from '../clock';
import type { E164 } from '../incident/phone';
import { nextOutboxStatus, type OutboxInput } from '../outbox/outboxState';
import { type ReplyKind, type ReplyTexts, replyText } from '../rules/replyTexts';
import type { Agency } from '../rules/ruleset';
import { countSegments } from './considerIncident';
import type { StoredReply } from './optOutRecords';
import type { Records } from './records';

/** The FCC takes a confirmation as part of the opt-out within five minutes; later it would be a text like any other. */
const CONFIRM_WITHIN_MS = 5 * durations.MINUTE;
const ANSWER_WITHIN_MS = 15 * durations.MINUTE;
/** Two machines that answer each other must not go on for ever. */
const PER_KIND_AND_DAY = 2;

/** Ids say which of the two outboxes a text is in; they go to the carrier as its tag. */
export const REPLY_ID = 'reply-';
export const isReplyId = (id: string): boolean => id.startsWith(REPLY_ID);

export interface ReplyWording {
  readonly agency: Agency;
  readonly texts: ReplyTexts;
}

/** Puts an answer into the outbox. Undefined where this number has had as many of its kind today as anybody needs. */
export async function addReply(
  records: Records,
  { kind, phone, language, now }: { kind: ReplyKind; phone: E164; language: string | undefined; now: number },
  { agency, texts }: ReplyWording,
): Promise<StoredReply | undefined> {
  const before = await records.optOut.repliesSince(phone, kind, now - durations.DAY);
  if (before >= PER_KIND_AND_DAY) return undefined;
  const said = replyText(kind, language, agency, texts);
  const reply: StoredReply = {
    id: records.newReplyId({ kind, phone, before, at: now }),
    kind,
    phone,
    ...said,
    segments: countSegments(said.text),
    status: 'ready',
    code: 'due',
    detail: undefined,
    createdAt: now,
    notBefore: undefined,
    expiresAt: now + (kind === 'optOut' ? CONFIRM_WITHIN_MS : ANSWER_WITHIN_MS),
    sendingAt: undefined,
    acceptedAt: undefined,
    endedAt: undefined,
    attempts: 0,
    carrierMessageId: undefined,
    asked: 0,
    polls: 0,
    nextAskAt: undefined,
  };
  await records.optOut.addReply(reply);
  return reply;
}

/** Applies an input by `nextOutboxStatus`. Undefined where the input means nothing in its state. */
export async function changeReply(
  records: Records,
  reply: StoredReply,
  input: OutboxInput,
  at: number,
  change: Partial<StoredReply> = {},
): Promise<StoredReply | undefined> {
  const status = nextOutboxStatus(reply.status, input);
  if (status === undefined) return undefined;
  const ended = status === 'delivered' || status === 'undelivered' || status === 'expired' || status === 'cancelled';
  const changed: StoredReply = { ...reply, detail: undefined, ...change, status, endedAt: ended ? at : reply.endedAt };
  await records.optOut.saveReply(changed);
  return changed;
}

/** Takes back answers that have not left. */
export async function cancelRepliesTo(records: Records, phone: E164, now: number, code: string): Promise<void> {
  for (const reply of await records.optOut.openRepliesTo(phone)) {
    await changeReply(records, reply, { type: 'cancel', reason: code }, now, { code });
  }
}
