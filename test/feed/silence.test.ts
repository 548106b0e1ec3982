import { isSilent } from '../../src/feed/silence';

const limit = 60_000;

it.each([
  ['nothing came since the start', { lastFrameAt: undefined, startedAt: 0, silentAfterMs: limit, now: limit + 1 }, true],
  ['nothing came since the last frame', { lastFrameAt: 1_000, startedAt: 0, silentAfterMs: limit, now: limit + 1_001 }, true],
  ['it is exactly at its limit', { lastFrameAt: 1_000, startedAt: 0, silentAfterMs: limit, now: limit + 1_000 }, false],
  [
    'its last frame is from an earlier run',
    { lastFrameAt: 0, startedAt: 10 * limit, silentAfterMs: limit, now: 10.5 * limit },
    false,
  ],
  ['the clock was set back', { lastFrameAt: 10 * limit, startedAt: 0, silentAfterMs: limit, now: 0 }, false],
  ['it has no limit', { lastFrameAt: undefined, startedAt: 0, silentAfterMs: undefined, now: 100 * limit }, false],
])('when %s', (_, feed, silent) => {
  expect(isSilent(feed)).toBe(silent);
});
