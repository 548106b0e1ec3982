import { durations } from '../clock';

const { SECOND, MINUTE, HOUR, DAY } = durations;

/** A paused or unreachable carrier is tried again at least this often. */
export const MAX_RETRY_DELAY_MS = 30 * SECOND;
/** The carrier's list may be a little behind its answers; asking must begin within 10 s. */
export const FIRST_ASK_MS = 5 * SECOND;
export const FIRST_POLL_MS = 5 * SECOND;
/** The carrier's list reaches no further back. */
export const LIST_REACH_MS = 14 * DAY;

/** Grows from 1 s to 30 s, with jitter so that consoles cut off together do not come back together. */
export function retryDelayMs(failures: number, random: () => number): number {
  const full = Math.min(MAX_RETRY_DELAY_MS, SECOND * 2 ** Math.min(failures - 1, 20));
  return Math.round(full * (0.5 + random() / 2));
}

const ASK_DELAYS_MS = [15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 4 * MINUTE, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE];

/** Nothing is asked about later than so long from now: a time beyond it is of a clock that went back. */
export const LONGEST_ASK_DELAY_MS = Math.max(...ASK_DELAYS_MS);
export const LONGEST_POLL_DELAY_MS = 6 * HOUR;

/**
 * How long until the carrier's list is asked again for a message it did not show, after `asked` questions; undefined
 * after about half an hour: then a person must settle it.
 */
export function askAgainDelayMs(asked: number): number | undefined {
  return ASK_DELAYS_MS[asked - 1];
}

/**
 * How long until an accepted message's status is looked up again: quickly at first, every 5 minutes within the hour, and
 * ever more rarely after, as receipts that late are few. Undefined once the list no longer reaches back to it.
 */
export function pollAgainDelayMs(polls: number, ageMs: number): number | undefined {
  if (ageMs >= LIST_REACH_MS - HOUR) return undefined;
  if (ageMs < HOUR) return Math.min(5 * MINUTE, 5 * SECOND * 2 ** Math.min(polls, 10));
  return Math.min(LONGEST_POLL_DELAY_MS, Math.round(ageMs / 12));
}
