import { durations } from '../src/clock';
import type { FeedLinkStatus } from '../src/feed/frame';
import { FeedHearing } from '../src/feedHearing';
import { silentLogger } from '../src/logger';
import { FakeClock } from './support/fakeClock';

const { SECOND, MINUTE } = durations;
let clock: FakeClock;
let link: Partial<FeedLinkStatus>;
let kept: string[][];
let hearing: FeedHearing;

beforeEach(() => {
  clock = new FakeClock();
  link = { state: 'open', lastFrameAt: clock.now() };
  kept = [];
  const feed = { id: 'cad', silentAfterMs: 10 * MINUTE, link: () => link as FeedLinkStatus };
  const keep = async (unheard: readonly string[]) => void kept.push([...unheard]);
  hearing = new FeedHearing({ feeds: [feed], startedAt: clock.now(), clock, logger: silentLogger, keep }, []);
});
afterEach(() => hearing.stop());

const after = async (ms: number) => {
  clock.advance(ms);
  await hearing.look();
  return kept;
};

it.each(['open', 'listening', 'connecting'] as const)('a feed that is %s is heard, and nothing is put on record', async (state) => {
  link = { ...link, state };
  expect(await after(MINUTE)).toEqual([]);
});

it.each(['lost', 'failed'] as const)('one that is %s is not', async (state) => {
  link = { ...link, state };
  expect(await after(0)).toEqual([['cad']]);
  expect(await after(MINUTE)).toEqual([['cad']]);
});

it('one that is silent beyond its limit is not, until it says something', async () => {
  expect(await after(10 * MINUTE)).toEqual([]);
  expect(await after(1)).toEqual([['cad']]);
  link = { ...link, lastFrameAt: clock.now() };
  expect(await after(0)).toEqual([['cad'], []]);
});

it('one that is back has its chance to say what has changed', async () => {
  link = { ...link, state: 'lost' };
  await after(MINUTE);
  link = { ...link, state: 'open', gapSuspectedAt: clock.now() };
  expect(await after(10 * SECOND)).toEqual([['cad']]);
  link = { ...link, lastFrameAt: clock.now() };
  expect(await after(0)).toEqual([['cad'], []]);
});

it('one that is back and says nothing is waited for no longer than a feed needs to connect', async () => {
  link = { ...link, state: 'lost' };
  await after(MINUTE);
  link = { ...link, state: 'open', gapSuspectedAt: clock.now() };
  expect(await after(44 * SECOND)).toEqual([['cad']]);
  expect(await after(SECOND)).toEqual([['cad'], []]);
});

it('what was on record before is taken back where it no longer holds', async () => {
  const feed = { id: 'cad', silentAfterMs: undefined, link: () => link as FeedLinkStatus };
  const keep = async (unheard: readonly string[]) => void kept.push([...unheard]);
  const later = new FeedHearing({ feeds: [feed], startedAt: clock.now(), clock, logger: silentLogger, keep }, ['cad']);
  await later.look();
  expect(kept).toEqual([[]]);
  await later.stop();
});
