import { matchesAny } from './match';
import type { Ruleset } from './ruleset';

/** An entry of `priorityOrder`: a rank, or the ways in which several feeds write one rank. */
type Entry = Ruleset['priorityOrder'][number];

/**
 * Whether `a` is known to rank higher than `b`. Both must be in the agency's order. Where the order lists equals
 * (`["P3", "3*"]`), it is taken as it is written. Where it lists none, two feeds' notations may stand in it side by side,
 * and `P3` before `3*` says nothing: then `a` is known to rank higher within its own notation only, and beyond it where a
 * rank of `a`'s or of `b`'s notation stands between them.
 */
export function ranksHigher({ priorityOrder }: Ruleset, a: string | undefined, b: string | undefined): boolean {
  const from = rankOf(priorityOrder, a);
  const to = rankOf(priorityOrder, b);
  if (from === undefined || to === undefined || from >= to) return false;
  if (priorityOrder.some((entry) => typeof entry !== 'string')) return true;
  const notations = priorityOrder.slice(from, to + 1).map((entry) => notationOf(entry));
  const own = notations[0];
  const other = notations.at(-1);
  return own === other || notations.slice(1, -1).some((between) => between === own || between === other);
}

function rankOf(order: readonly Entry[], priority: string | undefined): number | undefined {
  const rank = order.findIndex((entry) => matchesAny(typeof entry === 'string' ? [entry] : entry, priority));
  return rank < 0 ? undefined : rank;
}

/** What stands before the first digit: `P3` is another notation than `3 - Police`. Words without any are one. */
function notationOf(entry: Entry): string {
  const text = (typeof entry === 'string' ? entry : (entry[0] ?? '')).trim().toLowerCase();
  const digit = text.search(/\d/);
  return digit < 0 ? 'words' : `before a number: ${text.slice(0, digit).replace(/[\s*-]+/g, '')}`;
}
