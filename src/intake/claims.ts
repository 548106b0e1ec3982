import type { Clock } from '../clock';
import { type E164, maskPhone } from '../incident/phone';
import type { OutboxInput } from '../outbox/outboxState';
import type { AcceptedMessage, ClaimedMessage, OutboxDetails, OutboxStore, UnconfirmedMessage } from '../outbox/outboxStore';
import { FIRST_ASK_MS, FIRST_POLL_MS } from '../outbox/retryPolicy';
import type { Policy } from '../rules/ruleset';
import { changeMessage, countSegments, decideSkip } from './considerIncident';
import type { RecordStore, Records, StoredMessage } from './records';
import { cancelRepliesTo } from './replies';
import type { Mode } from './situation';
import { TruthChecks } from './truthChecks';

const REPEATED_ID = 'the carrier repeated a message id';
/** More than one claim's worth, since the truth check takes some out. */
const LOOK_AHEAD = 4;

export interface ClaimsOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/** So often at most a claim begins anew: it must end soon when the appliance stops. */
const ROUNDS = 10;

const CODES: Readonly<Partial<Record<OutboxInput['type'], string>>> = {
  'carrier accepted': 'acceptedByCarrier',
  'carrier did not take it': 'noRetryYet',
  'carrier refused it for good': 'carrierRefused',
  'carrier outcome unknown': 'carrierOutcomeUnknown',
  'receipt delivered': 'deliveredToHandset',
  'receipt undelivered': 'notDelivered',
  'receipt expired': 'expiredAtCarrier',
};

/** The store as the outbox worker needs it: claims go through the truth check, on the incident as it is now. */
export function outboxStore(options: ClaimsOptions): OutboxStore {
  const { store, clock, onCommitted } = options;
  const committed = async <T>(work: (records: Records, touched: Set<number>) => Promise<T>): Promise<T> => {
    const touched = new Set<number>();
    const result = await store.transaction((records) => work(records, touched));
    if (touched.size > 0) onCommitted([...touched]);
    return result;
  };

  return {
    claimReady: async (limit, maxSegments) => {
      // Where all that was looked at has become untrue, what stands behind it is looked at soon.
      for (let round = 1; ; round++) {
        const { claimed, isMore } = await claimOnce(options, limit, maxSegments);
        if (claimed.length > 0 || !isMore || round === ROUNDS) return claimed;
      }
    },

    apply: (id, input, details) =>
      committed(async (records, touched) => {
        const message = await records.message(id);
        if (message === undefined) return undefined;
        const now = clock.now();
        let change = changeFor(message, input, details, now);
        if (input.type === 'carrier accepted' && (await isClaimed(records, input.carrierMessageId))) {
          // The list's row has been found to be another's since it was looked at: this text is to be asked for again.
          if (message.status === 'unconfirmed') return undefined;
          // A 202 is a 202; only what became of it cannot be looked up by an id that names another text.
          change = { ...change, carrierMessageId: undefined, nextAskAt: undefined, detail: REPEATED_ID };
        }
        touched.add(message.incidentId);
        const changed = await changeMessage(records, message, input, now, change);
        if (changed !== undefined) await records.addInput({ kind: 'carrierSaid', message: id, input, details }, now);
        return changed?.status;
      }),

    recoverSending: () =>
      committed(async (records, touched) => {
        const now = clock.now();
        const left = await records.withStatus('sending', 10_000);
        if (left.length > 0) await records.addInput({ kind: 'sendingRecovered' }, now);
        for (const message of left) {
          touched.add(message.incidentId);
          const input: OutboxInput = { type: 'carrier outcome unknown' };
          await changeMessage(records, message, input, now, changeFor(message, input, undefined, now));
        }
        return left.length;
      }),

    unconfirmedDue: async (limit) => {
      const due = await store.transaction((records) => records.askDue('unconfirmed', clock.now(), limit));
      return due.map(unconfirmed);
    },

    unconfirmedTo: async (to) => (await store.transaction((records) => records.unconfirmedTo(to))).map(unconfirmed),

    claimedCarrierIds: (ids) => store.transaction((records) => records.claimedCarrierIds(ids)),

    askAgain: (id, nextAt) => keep(id, (message) => ({ nextAskAt: nextAt, asked: message.asked + 1 }), 'no match yet'),

    needsPerson: (id, reason, candidates) =>
      keep(id, () => ({ needsPerson: reason, candidates: [...candidates], nextAskAt: undefined }), 'a person must settle it'),

    acceptedDue: async (limit) => {
      const due = await store.transaction((records) => records.askDue('accepted', clock.now(), limit));
      return due.flatMap((message): AcceptedMessage[] =>
        message.carrierMessageId === undefined
          ? []
          : [
              {
                id: message.id,
                to: message.phone,
                carrierMessageId: message.carrierMessageId,
                acceptedAt: message.acceptedAt ?? message.dueAt,
                polls: message.polls,
              },
            ],
      );
    },

    pollAgain: (id, nextAt) =>
      keep(
        id,
        (message) => ({
          nextAskAt: nextAt,
          polls: message.polls + 1,
          ...(nextAt === undefined ? { code: 'statusUnavailable' } : {}),
        }),
        undefined,
      ),

    suppress: (to, reason, detail) =>
      committed(async (records, touched) => {
        const now = clock.now();
        await records.addInput({ kind: 'carrierSuppressed', to, reason, detail }, now);
        await records.suppressNumber(to, { reason: detail, source: 'carrier', by: reason, at: now });
        const code = reason === 'optedOut' ? 'optedOut' : 'unreachable';
        for (const message of await cancelOpenTo(records, to, now, detail, code)) touched.add(message.incidentId);
        await records.audit({
          at: now,
          identity: 'carrier',
          action: 'suppressNumber',
          subject: maskPhone(to),
          outcome: 'success',
          detail: { reason },
        });
      }),

    nextDueAt: () => store.transaction((records) => records.nextOutboxAt()),
  };

  async function keep(
    id: string,
    change: (message: StoredMessage) => Partial<StoredMessage>,
    input: string | undefined,
  ): Promise<void> {
    await committed(async (records, touched) => {
      const message = await records.message(id);
      if (message === undefined) return;
      if (input !== undefined) touched.add(message.incidentId);
      await records.saveMessage({ ...message, ...change(message) }, input ?? 'polled', clock.now(), message.status);
    });
  }
}

function unconfirmed(message: StoredMessage): UnconfirmedMessage {
  const sendingAt = message.sendingAt ?? message.dueAt;
  return {
    id: message.id,
    to: message.phone,
    textLength: message.text.length,
    segments: message.segments,
    sendingAt,
    unconfirmedAt: sendingAt,
    asked: message.asked,
  };
}

/** Claims what is due, longest due first, each after its truth check. `isMore`: nothing was, of more than was looked at. */
export async function claimOnce(
  { store, policy, mode, clock, onCommitted }: ClaimsOptions,
  limit: number,
  maxSegments: number,
): Promise<{ readonly claimed: readonly ClaimedMessage[]; readonly isMore: boolean }> {
  const touched = new Set<number>();
  const result = await store.transaction(async (records) => {
    const now = clock.now();
    const claimed: ClaimedMessage[] = [];
    let segments = 0;
    const due = await records.readyDue(now, limit * LOOK_AHEAD);
    if (due.length > 0) await records.addInput({ kind: 'claimed', limit, maxSegments }, now);
    const checks = new TruthChecks(records, policy(), mode, now);
    for (const message of due) {
      if (claimed.length >= limit) break;
      if (claimed.length > 0 && segments + message.segments > maxSegments) break;
      touched.add(message.incidentId);
      const checked = await checks.lookAgain(message);
      if (checked?.status !== 'ready') continue;
      const count = countSegments(checked.text);
      const sending = await changeMessage(records, { ...checked, segments: count }, { type: 'claim' }, now, {
        code: 'due',
        sendingAt: now,
        attempts: checked.attempts + 1,
      });
      if (sending === undefined) continue;
      checks.changed(sending);
      segments += count;
      claimed.push({
        id: sending.id,
        to: sending.phone,
        text: sending.text,
        expiresAt: sending.expiresAt,
        segments: count,
        attempt: sending.attempts,
      });
    }
    await checks.save();
    return { claimed, isMore: claimed.length === 0 && due.length === limit * LOOK_AHEAD };
  });
  if (touched.size > 0) onCommitted([...touched]);
  return result;
}

/** Cancels what has not left for a number that must not be texted any more. */
export async function cancelOpenTo(
  records: Records,
  phone: E164,
  now: number,
  why: string,
  code: 'suppressedNumber' | 'optedOut' | 'unreachable' = 'suppressedNumber',
): Promise<readonly StoredMessage[]> {
  await cancelRepliesTo(records, phone, now, code);
  const open = await records.openMessagesTo(phone);
  for (const message of open) {
    const input: OutboxInput = { type: 'cancel', reason: code };
    await changeMessage(records, message, input, now, { code, detail: why });
    await decideSkip(records, message, code, why, now);
  }
  return open;
}

async function isClaimed(records: Records, carrierMessageId: string): Promise<boolean> {
  return (await records.claimedCarrierIds([carrierMessageId])).has(carrierMessageId);
}

function changeFor(
  message: StoredMessage,
  input: OutboxInput,
  details: OutboxDetails | undefined,
  now: number,
): Partial<StoredMessage> {
  const change = { code: CODES[input.type] ?? message.code, detail: details?.detail };
  switch (input.type) {
    case 'carrier accepted':
      return {
        ...change,
        carrierMessageId: input.carrierMessageId,
        acceptedAt: now,
        sendingAt: message.sendingAt ?? now,
        segments: details?.segmentCount ?? message.segments,
        nextAskAt: now + FIRST_POLL_MS,
        needsPerson: undefined,
        candidates: [],
      };
    case 'carrier did not take it':
      return { ...change, notBefore: details?.nextAttemptAt, sendingAt: undefined };
    case 'carrier outcome unknown':
      return { ...change, nextAskAt: now + FIRST_ASK_MS };
    case 'receipt delivered':
    case 'receipt undelivered':
    case 'receipt expired':
      return { ...change, nextAskAt: undefined };
    default:
      return change;
  }
}
