import type { StatusView } from '../../src/contract/views';

/** Said calmly: a feed that has just been set up, or seldom speaks, is that too. */
export const NEVER_HEARD = 'never heard';

type Feed = StatusView['feeds'][number];

/** What is wrong with a feed, in the words that follow its name; undefined when it is heard. */
export function troubleOf(feed: Feed): string | undefined {
  if (feed.state === 'failed' || feed.state === 'lost' || feed.state === 'connecting') return feed.state;
  if (feed.silent) return 'silent';
  return feed.lastFrameAt === null ? NEVER_HEARD : undefined;
}

const WORST_FIRST = ['failed', 'lost', 'connecting', 'silent', NEVER_HEARD];

/** The feed that needs looking at first, first; of those in the same trouble the one that was heard longest ago. */
export function feedsByNeed(feeds: readonly Feed[]): readonly Feed[] {
  const rank = (feed: Feed) => {
    const trouble = troubleOf(feed);
    return trouble === undefined ? WORST_FIRST.length : WORST_FIRST.indexOf(trouble);
  };
  return [...feeds].sort((a, b) => rank(a) - rank(b) || (a.lastFrameAt ?? 0) - (b.lastFrameAt ?? 0));
}
