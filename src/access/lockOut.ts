import { durations } from '../clock';

/** AC-7: so many bad tries within so long lock an account until an administrator releases it. */
export const BAD_TRIES = 5;
export const WITHIN_MS = 15 * durations.MINUTE;

export interface TriesLeft {
  readonly badTries: readonly number[];
  readonly locked: boolean;
}

/** One more bad try at `now`. */
export function afterBadTry(badTries: readonly number[], now: number): TriesLeft {
  // A clock set back must not make old tries count for ever, nor a later one none.
  const counted = [...badTries.filter((at) => at > now - WITHIN_MS && at <= now), now];
  return { badTries: counted.slice(-BAD_TRIES), locked: counted.length >= BAD_TRIES };
}
