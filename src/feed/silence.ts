/**
 * Whether a feed has been silent beyond its limit. Counted from the last frame, or from the start while there was none. All
 * times in milliseconds; without a limit, and after the clock was set back, it is not silent.
 */
export function isSilent(feed: {
  readonly lastFrameAt: number | undefined;
  readonly startedAt: number;
  readonly silentAfterMs: number | undefined;
  readonly now: number;
}): boolean {
  if (feed.silentAfterMs === undefined) return false;
  return feed.now - Math.max(feed.lastFrameAt ?? feed.startedAt, feed.startedAt) > feed.silentAfterMs;
}
