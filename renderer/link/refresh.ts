import type { QueryClient, QueryKey } from '@tanstack/query-core';
import type { Change } from '../../src/contract/contract';
import type { Queries } from './liveLink';

export type Changed = Change | 'all';

/** Time between two rounds: a burst of thousands of events costs a few rounds a second at most, not one each. */
const BETWEEN_ROUNDS_MS = 100;

/**
 * The returned function asks again for what changed. The first change goes out at once; what comes meanwhile waits for
 * the round under way, so that a busy feed never cancels an answer that is about to arrive.
 */
export function refreshInRounds(queryClient: QueryClient, queries: Queries): (changed: Changed) => void {
  let waiting: Changed[] = [];
  let underWay = false;

  async function rounds(): Promise<void> {
    underWay = true;
    while (waiting.length > 0) {
      const round = waiting;
      waiting = [];
      const stale = round.includes('all') ? [{}] : keysOf(round, queries).map((queryKey) => ({ queryKey }));
      await Promise.allSettled(stale.map((which) => queryClient.invalidateQueries(which)));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_ROUNDS_MS));
    }
    underWay = false;
  }

  return (changed) => {
    waiting.push(changed);
    if (!underWay) void rounds();
  };
}

function keysOf(round: readonly Changed[], queries: Queries): readonly QueryKey[] {
  const topics = new Set(round.flatMap((change) => (change === 'all' ? [] : change.topics)));
  const keys: QueryKey[] = [];
  if (topics.has('status')) keys.push(queries.status.key(), queries.alarms.key(), queries.optOut.key());
  if (topics.has('agency'))
    keys.push(queries.agency.key(), queries.policy.key(), queries.setup.key(), queries.carrierSettings.key());
  // Somebody else's draft, their approval, what they rehearsed.
  if (topics.has('policy')) keys.push(queries.policy.key(), queries.rehearsal.list.key());
  // An incident's own screen shows its events, decisions and messages; which one is open, the cache knows.
  if (topics.has('incidents') || topics.has('outbox')) keys.push(queries.incidents.key(), queries.board.key());
  if (topics.has('outbox')) keys.push(queries.outbox.key());
  if (topics.has('frames')) keys.push(queries.frames.key(), queries.feeds.tap.key());
  if (topics.has('audit')) keys.push(queries.audit.key());
  return keys;
}
