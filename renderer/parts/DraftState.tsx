import { useLink } from '../link/herald';
import type { Draft } from '../link/useDraft';
import { Glyph } from './Marks';
import { At } from './Time';

/** Beside every form that keeps a draft: whether anything is unsaved, that it is safe, and what the link to the appliance is like. */
export function DraftState<T>({
  draft,
  isCompared = false,
  until = ' until you save it',
}: {
  readonly draft: Draft<T>;
  /** The screen itself shows what has changed meanwhile. */
  readonly isCompared?: boolean;
  /** What ends that; empty where there is nothing to save. */
  readonly until?: string;
}) {
  const lost = useLink().state === 'lost';
  return (
    <div className="draftState" role="status">
      {draft.isNotKept ? (
        <p className="p2">
          <Glyph shape="triangle" /> This browser refuses to keep the draft: a reload would lose it.
        </p>
      ) : draft.keptAt === undefined ? (
        <p className="muted">As in force. What you change is kept in this browser{until}.</p>
      ) : (
        <p>
          <Glyph shape="half" /> Unsaved draft, kept in this browser at <At at={draft.keptAt} to="second" />.{' '}
          {lost && 'There is no link to the appliance: go on writing, and save when it is back.'}
        </p>
      )}
      {draft.isOutdated && !isCompared && (
        <p>
          <Glyph shape="query" /> What is in force has changed since you began. Saving would take that change back: compare first.
        </p>
      )}
    </div>
  );
}
