import { durations } from '../clock';
import { applyFinal } from './applyReceipt';
import type { CarrierLine } from './carrierLine';
import { type Listing, type ListingDeps, msUntilDue, NOTHING_DUE_MS } from './listing';
import type { AcceptedMessage } from './outboxStore';
import { receiptVerdict } from './receiptPolicy';
import { FIRST_POLL_MS, LIST_REACH_MS, pollAgainDelayMs } from './retryPolicy';
import type { CarrierListQuery, CarrierMessage } from './smsCarrier';

const { MINUTE, DAY } = durations;
const MANY = 500;
/** Messages accepted this close together are looked up with one question. */
const TOGETHER_MS = 10 * MINUTE;
/** Not seen among the others so often: perhaps the clocks differ by more than allowed for. */
const POLLS_BEFORE_ALONE = 3;
/** The carrier's clock and ours may disagree by so much. */
const CLOCKS_APART_MS = 5 * MINUTE;

export interface PollReceiptsDeps extends ListingDeps {
  readonly listing: Listing;
  readonly line: CarrierLine;
}

/**
 * Looks up what became of accepted messages. Answers in how many milliseconds to look again. Late and repeated receipts
 * do nothing, by `nextOutboxStatus`.
 */
export async function pollReceipts(deps: PollReceiptsDeps): Promise<number> {
  const { store, clock } = deps;
  const due = await store.acceptedDue(MANY);
  const now = clock.now();
  let lookAgainMs = await msUntilDue(deps);
  const ripe: AcceptedMessage[] = [];
  for (const message of due) {
    const waitMs = ripeInMs(message, now);
    if (waitMs <= 0) ripe.push(message);
    else lookAgainMs = Math.min(lookAgainMs, waitMs);
  }
  for (const group of together(ripe)) {
    const waitMs = await pollGroup(deps, group);
    lookAgainMs = Math.min(lookAgainMs, waitMs);
  }
  return lookAgainMs;
}

function ripeInMs(message: AcceptedMessage, now: number): number {
  const ageMs = now - message.acceptedAt;
  return message.polls > 0 || ageMs < 0 ? 0 : FIRST_POLL_MS - ageMs;
}

function together(messages: readonly AcceptedMessage[]): AcceptedMessage[][] {
  const groups: AcceptedMessage[][] = [];
  for (const message of [...messages].sort((a, b) => a.acceptedAt - b.acceptedAt)) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && message.acceptedAt - first.acceptedAt <= TOGETHER_MS) group.push(message);
    else groups.push([message]);
  }
  return groups;
}

async function pollGroup(deps: PollReceiptsDeps, group: readonly AcceptedMessage[]): Promise<number> {
  const { clock, listing } = deps;
  const reachesBackTo = clock.now() - LIST_REACH_MS + MINUTE;
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined || last.acceptedAt < reachesBackTo) {
    for (const message of group) await deps.store.pollAgain(message.id, undefined);
    return NOTHING_DUE_MS;
  }
  const alone = group.length === 1;
  // By id the time hardly matters: an accepted text may have been found in the list only days after it was taken.
  const query: CarrierListQuery = alone
    ? { carrierMessageId: first.carrierMessageId, fromAt: reachesBackTo, toAt: clock.now() + DAY }
    : { fromAt: Math.max(reachesBackTo, first.acceptedAt - CLOCKS_APART_MS), toAt: last.acceptedAt + CLOCKS_APART_MS };
  const answer = await listing.ask(query);
  if (answer.type === 'later') return answer.waitMs;
  const rows = new Map(answer.messages.map((row) => [row.carrierMessageId, row]));
  let lookAgainMs = NOTHING_DUE_MS;
  for (const message of group) {
    const row = rows.get(message.carrierMessageId);
    const lookUpAlone = row === undefined && !alone && message.polls >= POLLS_BEFORE_ALONE;
    const waitMs = lookUpAlone ? await pollGroup(deps, [message]) : await applyRow(deps, message, row);
    lookAgainMs = Math.min(lookAgainMs, waitMs);
  }
  return lookAgainMs;
}

async function applyRow(deps: PollReceiptsDeps, message: AcceptedMessage, row: CarrierMessage | undefined): Promise<number> {
  const { store, clock, line } = deps;
  const verdict = row === undefined ? ({ type: 'notFinal', onItsWay: false } as const) : receiptVerdict(row);
  switch (verdict.type) {
    case 'notFinal': {
      if (verdict.onItsWay) line.receiptWasGood(message.acceptedAt);
      const now = clock.now();
      const delayMs = pollAgainDelayMs(message.polls + 1, now - message.acceptedAt);
      await store.pollAgain(message.id, delayMs === undefined ? undefined : now + delayMs);
      return delayMs ?? NOTHING_DUE_MS;
    }
    case 'notAvailable':
      await store.pollAgain(message.id, undefined);
      return NOTHING_DUE_MS;
    case 'final':
      await applyFinal(deps, message, verdict, row?.errorCode);
      return NOTHING_DUE_MS;
  }
}
