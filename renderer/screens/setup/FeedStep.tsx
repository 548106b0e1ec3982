import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';
import { TriedFeed } from './TriedFeed';
import { useFeedTrial } from './useFeedTrial';

/** What Herald listens to, with what comes in now as it reads it. */
export function FeedStep({ draft, enter, move }: StepProps) {
  const entries = draft.value;
  const trial = useFeedTrial(entries.feed, entries.timeZone, entries.visited.includes('feed'));
  return (
    <TriedFeed
      entries={entries}
      trial={trial}
      change={(change) => {
        trial.changed();
        draft.change((before) => ({ ...before, feed: { ...before.feed, ...change } }));
      }}
      enter={enter}
    >
      <p className="muted">
        Listening before the start shows that records are understood. It stores, decides and acknowledges nothing, and ends two
        minutes after you leave this page.
      </p>
      <StepButtons back={() => move(-1)} next={() => trial.isComplete() && move(1)} />
    </TriedFeed>
  );
}
