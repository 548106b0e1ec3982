import type { Clock } from '../clock';
import type { E164 } from '../incident/phone';
import type { OutboxInput } from '../outbox/outboxState';
import type { AcceptedMessage, ClaimedMessage, OutboxDetails, OutboxStore, UnconfirmedMessage } from '../outbox/outboxStore';
import { FIRST_ASK_MS, FIRST_POLL_MS } from '../outbox/retryPolicy';
import { replyBlock } from '../rules/numberFacts';
import type { StoredReply } from './optOutRecords';
import type { RecordStore } from './records';
import { changeReply, isReplyId } from './replies';

type Main = Pick<OutboxStore, keyof OutboxStore>;

export interface AnswersOptions {
  readonly store: RecordStore;
  readonly clock: Clock;
}

/** Claims answers that are ready. */
export async function claimAnswers(
  { store, clock }: AnswersOptions,
  limit: number,
  maxSegments: number,
): Promise<ClaimedMessage[]> {
  if ((await store.transaction((records) => records.optOut.readyReplies(1))).length === 0) return [];
  return store.transaction(async (records) => {
    const now = clock.now();
    const claimed: ClaimedMessage[] = [];
    let segments = 0;
    const ready = await records.optOut.readyReplies(limit);
    if (ready.some((reply) => reply.expiresAt <= now || (reply.notBefore ?? 0) <= now)) {
      await records.addInput({ kind: 'answersClaimed', limit, maxSegments }, now);
    }
    for (const reply of ready) {
      if (reply.expiresAt <= now) {
        await changeReply(records, reply, { type: 'expire' }, now, { code: 'expired' });
        continue;
      }
      if ((reply.notBefore ?? 0) > now) continue;
      const block = replyBlock(reply.kind, (await records.numberFacts([reply.phone], now)).get(reply.phone));
      if (block !== undefined) {
        await changeReply(records, reply, { type: 'cancel', reason: block }, now, { code: block });
        continue;
      }
      if (claimed.length > 0 && segments + reply.segments > maxSegments) break;
      const change = { code: 'due', sendingAt: now, attempts: reply.attempts + 1 };
      const sending = await changeReply(records, reply, { type: 'claim' }, now, change);
      if (sending === undefined) continue;
      segments += sending.segments;
      const { id, phone, text, expiresAt, attempts } = sending;
      claimed.push({ id, to: phone, text, expiresAt, segments: sending.segments, attempt: attempts });
    }
    return claimed;
  });
}

/** What was being sent when the appliance died may have been sent. How many there were. */
export function recoverAnswers({ store, clock }: AnswersOptions): Promise<number> {
  return store.transaction(async (records) => {
    const now = clock.now();
    const left = await records.optOut.repliesWith('sending');
    if (left.length > 0) await records.addInput({ kind: 'answersRecovered' }, now);
    const input: OutboxInput = { type: 'carrier outcome unknown' };
    for (const reply of left) await changeReply(records, reply, input, now, changeFor(reply, input, undefined, now));
    return left.length;
  });
}

/**
 * One outbox of two: `main` has the texts of incidents, and answers to replies go out beside them, by the same states and
 * the same worker. Answers come first: somebody is waiting for them, and the law wants an opt-out confirmed soon.
 */
export function withReplies(main: Main, options: AnswersOptions): OutboxStore {
  const { store, clock } = options;

  /** Writes what changed, where the reply is there. */
  const keep = (id: string, change: (reply: StoredReply) => Partial<StoredReply>) =>
    store.transaction(async (records) => {
      const reply = await records.optOut.reply(id);
      if (reply !== undefined) await records.optOut.saveReply({ ...reply, ...change(reply) });
    });

  return {
    async claimReady(limit, maxSegments) {
      const replies = await claimAnswers(options, limit, maxSegments);
      // Never both at once: where the second of two claims fails, what the first one claimed would not be sent.
      return replies.length > 0 ? replies : main.claimReady(limit, maxSegments);
    },

    apply: (id, input, details) =>
      isReplyId(id)
        ? store.transaction(async (records) => {
            const reply = await records.optOut.reply(id);
            if (reply === undefined) return undefined;
            const now = clock.now();
            let change = changeFor(reply, input, details, now);
            if (input.type === 'carrier accepted' && (await records.claimedCarrierIds([input.carrierMessageId])).size > 0) {
              if (reply.status === 'unconfirmed') return undefined;
              change = { ...change, carrierMessageId: undefined, nextAskAt: undefined };
            }
            const changed = await changeReply(records, reply, input, now, change);
            if (changed !== undefined) await records.addInput({ kind: 'carrierSaid', message: id, input, details }, now);
            return changed?.status;
          })
        : main.apply(id, input, details),

    async recoverSending() {
      const recovered = await recoverAnswers(options);
      return recovered + (await main.recoverSending());
    },

    async unconfirmedDue(limit) {
      const due = await store.transaction((records) => records.optOut.repliesToAsk('unconfirmed', clock.now(), limit));
      return [...due.map(unconfirmed), ...(await main.unconfirmedDue(limit))];
    },

    async unconfirmedTo(to: E164) {
      const replies = await store.transaction((records) => records.optOut.unconfirmedRepliesTo(to));
      return [...replies.map(unconfirmed), ...((await main.unconfirmedTo?.(to)) ?? [])];
    },

    claimedCarrierIds: (ids) => main.claimedCarrierIds(ids),

    askAgain: (id, nextAt) =>
      isReplyId(id) ? keep(id, (reply) => ({ nextAskAt: nextAt, asked: reply.asked + 1 })) : main.askAgain(id, nextAt),

    // Nobody needs to settle an answer: it is given up, and never sent a second time.
    needsPerson: (id, reason, candidates) =>
      isReplyId(id)
        ? keep(id, () => ({ nextAskAt: undefined, code: 'carrierOutcomeUnknown' }))
        : main.needsPerson(id, reason, candidates),

    async acceptedDue(limit) {
      const due = await store.transaction((records) => records.optOut.repliesToAsk('accepted', clock.now(), limit));
      return [...due.flatMap(accepted), ...(await main.acceptedDue(limit))];
    },

    pollAgain: (id, nextAt) =>
      isReplyId(id)
        ? keep(id, (reply) => ({
            nextAskAt: nextAt,
            polls: reply.polls + 1,
            ...(nextAt === undefined ? { code: 'statusUnavailable' } : {}),
          }))
        : main.pollAgain(id, nextAt),

    suppress: (to, reason, detail) => main.suppress(to, reason, detail),

    async nextDueAt() {
      const times = [await store.transaction((records) => records.optOut.nextReplyAt()), await main.nextDueAt()];
      const known = times.filter((time) => time !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    },
  };
}

function unconfirmed(reply: StoredReply): UnconfirmedMessage {
  const sendingAt = reply.sendingAt ?? reply.createdAt;
  const { id, phone, text, segments, asked } = reply;
  return { id, to: phone, textLength: text.length, segments, sendingAt, unconfirmedAt: sendingAt, asked };
}

function accepted({ id, phone, carrierMessageId, acceptedAt, createdAt, polls }: StoredReply): AcceptedMessage[] {
  if (carrierMessageId === undefined) return [];
  return [{ id, to: phone, carrierMessageId, acceptedAt: acceptedAt ?? createdAt, polls }];
}

function changeFor(reply: StoredReply, input: OutboxInput, details: OutboxDetails | undefined, now: number): Partial<StoredReply> {
  const detail = details?.detail;
  switch (input.type) {
    case 'carrier accepted':
      return {
        code: 'acceptedByCarrier',
        carrierMessageId: input.carrierMessageId,
        acceptedAt: now,
        sendingAt: reply.sendingAt ?? now,
        segments: details?.segmentCount ?? reply.segments,
        nextAskAt: now + FIRST_POLL_MS,
      };
    case 'carrier did not take it':
      return { code: 'noRetryYet', detail, notBefore: details?.nextAttemptAt, sendingAt: undefined };
    case 'carrier refused it for good':
      return { code: 'carrierRefused', detail };
    case 'carrier outcome unknown':
      return { code: 'carrierOutcomeUnknown', detail, nextAskAt: now + FIRST_ASK_MS };
    case 'receipt delivered':
      return { code: 'deliveredToHandset', nextAskAt: undefined };
    case 'receipt undelivered':
      return { code: 'notDelivered', detail, nextAskAt: undefined };
    case 'receipt expired':
      return { code: 'expiredAtCarrier', detail, nextAskAt: undefined };
    default:
      return {};
  }
}
