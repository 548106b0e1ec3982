import { systemClock } from './clock';
import type { Frame } from './feed/frame';
import { newestTime } from './feed/linkCare';
import { openFeed } from './feed/openFeed';
import type { FeedSetup } from './feedSetup';
import { HeraldError } from './heraldError';
import type { JournalEntry } from './intake/journal';
import { silentLogger } from './logger';

/** The frames of a recording, cut and read as a feed's, each received when the newest thing that it tells happened. */
export async function framesOfRecording(file: string, setup: FeedSetup, timeZone: string): Promise<readonly JournalEntry[]> {
  const frames: Frame[] = [];
  const { id, address, format } = setup;
  let ended: (state: 'ended' | 'failed') => void = () => {};
  const end = new Promise<string>((resolve) => {
    ended = resolve;
  });
  const feed = openFeed({
    id,
    address: { ...address, transport: 'replay', file, speed: 0 },
    sink: {
      accept: async (frame) => void frames.push(frame),
      discarded: () => {},
    },
    clock: systemClock,
    logger: silentLogger,
    linkChanged: ({ state }) => {
      if (state === 'ended' || state === 'failed') ended(state);
    },
  });
  await feed.start();
  const how = await end;
  await feed.stop();
  if (how === 'failed') throw new HeraldError('usage.badRecording', `The recording ${file} cannot be read to its end`);
  let now = Number.NEGATIVE_INFINITY;
  return frames.flatMap(({ feedId, bytes }, index): JournalEntry[] => {
    const parsed = format.parse(bytes, { timeZone, receivedAt: Number.isFinite(now) ? now : systemClock.now() });
    const told = 'facts' in parsed ? parsed.facts.flatMap((fact) => newestTime(fact) ?? []) : [];
    now = Math.max(now, ...told);
    // Before the first time that is told there is no telling when it was.
    if (!Number.isFinite(now)) return [];
    const at = index + 1;
    return [{ id: at, at: now, input: { kind: 'frames', first: at, last: at }, frames: [{ feedId, bytes, receivedAt: now }] }];
  });
}
