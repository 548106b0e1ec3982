import type { ReactNode } from 'react';
import { Button, Form } from 'react-aria-components';
import { useLink } from '../../link/herald';
import { FeedFields } from './FeedFields';
import { FeedTrial, type TriedEntries } from './FeedTrial';
import type { FeedEntry } from './feedAddress';
import type { FeedTrialForm } from './useFeedTrial';

interface TriedFeedProps {
  readonly entries: TriedEntries;
  readonly trial: FeedTrialForm;
  readonly change: (change: Partial<FeedEntry>) => void;
  /** What the trial has shown. */
  readonly enter: (shown: Pick<TriedEntries, 'proven' | 'seen'>) => void;
  readonly className?: string;
  /** Above the fields. */
  readonly first?: ReactNode;
  /** Below them. */
  readonly children?: ReactNode;
}

/** The fields of a feed, and beside them what comes on it now. */
export function TriedFeed({ entries, trial, change, enter, className = 'setupColumns', first, children }: TriedFeedProps) {
  const lost = useLink().state === 'lost';
  return (
    <div className={className}>
      <Form
        id="feed"
        ref={trial.form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void trial.listen();
        }}
      >
        {first}
        <FeedFields feed={entries.feed} problems={trial.problems} change={change} />
        <p className="problem" role="alert">
          {trial.problem}
        </p>
        {children}
      </Form>
      <FeedTrial entries={entries} enter={enter}>
        <Button className="button strong" type="submit" form="feed" isDisabled={trial.running || lost}>
          Listen now
        </Button>
      </FeedTrial>
    </div>
  );
}
