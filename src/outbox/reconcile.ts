import type { E164 } from '../incident/phone';
import { type Listing, type ListingDeps, msUntilDue, NOTHING_DUE_MS } from './listing';
import { MATCH_AFTER_MS, MATCH_BEFORE_MS, type MatchVerdict, matchUnconfirmed } from './matchUnconfirmed';
import type { UnconfirmedMessage } from './outboxStore';
import { recordInput } from './recordInput';
import { askAgainDelayMs, FIRST_ASK_MS, LIST_REACH_MS } from './retryPolicy';

const MANY = 100;
/** Messages further apart than this cannot be the same row. */
const OVERLAP_MS = MATCH_BEFORE_MS + MATCH_AFTER_MS;

export interface ReconcileDeps extends ListingDeps {
  readonly listing: Listing;
  /** Its row may stand in the list before its own answer is recorded. */
  readonly isSendingTo: (to: E164) => boolean;
}

/**
 * Asks the carrier's list for every unconfirmed message that is due. One unclaimed match settles it; none means asking
 * again, then a person; several mean a person. Answers in how many milliseconds to look again.
 */
export async function reconcile(deps: ReconcileDeps): Promise<number> {
  const { store, clock } = deps;
  const due = await store.unconfirmedDue(MANY);
  const ripe = due.filter((message) => ripeInMs(message, clock.now()) <= 0);
  let lookAgainMs = await msUntilDue(deps);
  for (const message of due) if (!ripe.includes(message)) lookAgainMs = Math.min(lookAgainMs, ripeInMs(message, clock.now()));
  for (const [to, messages] of byNumber(ripe)) {
    const waitMs = await reconcileNumber(deps, to, messages);
    lookAgainMs = Math.min(lookAgainMs, waitMs);
  }
  return lookAgainMs;
}

/** The list may be a little behind, so the first question waits; with a clock set back, it does not. */
function ripeInMs(message: UnconfirmedMessage, now: number): number {
  const ageMs = now - message.unconfirmedAt;
  return message.asked > 0 || ageMs < 0 ? 0 : FIRST_ASK_MS - ageMs;
}

function byNumber(messages: readonly UnconfirmedMessage[]): Map<E164, UnconfirmedMessage[]> {
  const groups = new Map<E164, UnconfirmedMessage[]>();
  for (const message of messages) groups.set(message.to, [...(groups.get(message.to) ?? []), message]);
  return groups;
}

async function reconcileNumber(deps: ReconcileDeps, to: E164, due: readonly UnconfirmedMessage[]): Promise<number> {
  const { store, clock, logger, listing } = deps;
  const reachesBackTo = clock.now() - LIST_REACH_MS + MATCH_BEFORE_MS;
  const asked: UnconfirmedMessage[] = [];
  for (const message of due) {
    if (message.sendingAt >= reachesBackTo) asked.push(message);
    else await store.needsPerson(message.id, 'noMatch', []);
  }
  if (asked.length === 0) return NOTHING_DUE_MS;
  if (deps.isSendingTo(to)) return FIRST_ASK_MS;

  const sentAt = asked.map((message) => message.sendingAt);
  const answer = await listing.ask({
    to,
    // Wide enough to see the rows of those that look like ours too.
    fromAt: Math.max(reachesBackTo, Math.min(...sentAt) - OVERLAP_MS - MATCH_BEFORE_MS),
    toAt: Math.max(...sentAt) + OVERLAP_MS + MATCH_AFTER_MS,
  });
  if (answer.type === 'later') return answer.waitMs;

  // Only now, after the list was made: whoever has a row in it is either on its way, has claimed it, or is unconfirmed.
  if (deps.isSendingTo(to)) return FIRST_ASK_MS;
  const claimed = await store.claimedCarrierIds(answer.messages.map((row) => row.carrierMessageId));
  const alike = (await store.unconfirmedTo?.(to)) ?? [];
  const ours = new Map(asked.map((message) => [message.id, message]));
  for (const other of alike) {
    if (sentAt.some((at) => Math.abs(at - other.sendingAt) <= OVERLAP_MS)) ours.set(other.id, other);
  }
  const unclaimed = answer.messages.filter((row) => !claimed.has(row.carrierMessageId));
  const verdicts = matchUnconfirmed([...ours.values()], unclaimed);

  let lookAgainMs = NOTHING_DUE_MS;
  for (const message of asked) {
    const found = verdicts.get(message.id) ?? { type: 'none', resembling: [] };
    // A list cut short shows neither that a match is the only one nor that there is none.
    const verdict: MatchVerdict = answer.complete ? found : { type: 'none', resembling: [] };
    logger.info('outbox.reconciled', {
      message: message.id,
      verdict: verdict.type,
      asked: message.asked + 1,
      complete: answer.complete,
    });
    lookAgainMs = Math.min(lookAgainMs, await act(deps, message, verdict));
  }
  return lookAgainMs;
}

async function act(deps: ReconcileDeps, message: UnconfirmedMessage, verdict: MatchVerdict): Promise<number> {
  const { store, clock } = deps;
  switch (verdict.type) {
    case 'settled':
      await recordInput(deps, message.id, { type: 'carrier accepted', carrierMessageId: verdict.carrierMessageId });
      return NOTHING_DUE_MS;
    case 'several':
      await store.needsPerson(message.id, 'severalMatches', verdict.candidates);
      return NOTHING_DUE_MS;
    case 'none':
    case 'tooFew': {
      const delayMs = askAgainDelayMs(message.asked + 1);
      if (delayMs !== undefined) {
        await store.askAgain(message.id, clock.now() + delayMs);
        return delayMs;
      }
      if (verdict.type === 'none') await store.needsPerson(message.id, 'noMatch', verdict.resembling);
      else await store.needsPerson(message.id, 'severalMatches', verdict.candidates);
      return NOTHING_DUE_MS;
    }
  }
}
