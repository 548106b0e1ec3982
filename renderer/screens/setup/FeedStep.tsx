import { Button, Form } from 'react-aria-components';
import { useLink } from '../../link/herald';
import { FeedFields } from './FeedFields';
import { FeedTrial } from './FeedTrial';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';
import { useFeedTrial } from './useFeedTrial';

/** What Herald listens to, with what comes in now as it reads it. */
export function FeedStep({ draft, enter, move }: StepProps) {
  const lost = useLink().state === 'lost';
  const entries = draft.value;
  const trial = useFeedTrial(entries.feed, entries.timeZone, entries.visited.includes('feed'));
  return (
    <div className="setupColumns">
      <Form
        id="feed"
        ref={trial.form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void trial.listen();
        }}
      >
        <FeedFields
          feed={entries.feed}
          problems={trial.problems}
          change={(change) => {
            trial.changed();
            draft.change((before) => ({ ...before, feed: { ...before.feed, ...change } }));
          }}
        />
        <p className="problem" role="alert">
          {trial.problem}
        </p>
        <p className="muted">
          Listening before the start shows that records are understood. It stores, decides and acknowledges nothing, and ends two
          minutes after you leave this page.
        </p>
        <StepButtons back={() => move(-1)} next={() => trial.isComplete() && move(1)} />
      </Form>
      <FeedTrial entries={entries} enter={enter}>
        <Button className="button strong" type="submit" form="feed" isDisabled={trial.running || lost}>
          Listen now
        </Button>
      </FeedTrial>
    </div>
  );
}
