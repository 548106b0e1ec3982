import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { counted } from '../../format/words';
import { Glyph } from '../../parts/Marks';
import type { RosterEntry as Entry } from './policy/usePolicyDraft';
import type { ReadRoster } from './rosterCsv';

/** More than a person reads through; the rest is counted. */
const NAMED = 30;

interface RosterImportProps {
  readonly read: ReadRoster;
  /** It was read as Windows-1252. */
  readonly isWindows: boolean;
  /** As it is now. */
  readonly roster: readonly Entry[];
  readonly isRunning: boolean;
  readonly take: (entries: readonly Entry[]) => void;
  readonly leave: () => void;
}

/** What a file would make of the roster: who is new, who is otherwise, who is not in it. */
export function RosterImport({ read, isWindows, roster, isRunning, take, leave }: RosterImportProps) {
  const { added, changed, kept, gone, same, problems, entries, mayReplace } = read;
  const head = useRef<HTMLHeadingElement>(null);
  // It answers a choice that was made further down.
  useEffect(() => head.current?.focus(), []);
  const before = new Map(roster.map((entry) => [entry.id, entry]));
  return (
    <section className="panel rosterImport" aria-label="What the file would change">
      <h2 ref={head} tabIndex={-1}>
        What the file would change
      </h2>
      <p>
        {counted(added.length, 'person', 'people')} new, {changed.length} changed, {same} as they are, {gone.length} not in the file
        {kept.length > 0 && <>, {kept.length} left as they are, because their row is in error</>}.
      </p>
      {isWindows && (
        <p>
          <Glyph shape="query" /> The file is not UTF-8: it was read as Windows-1252, which Excel writes by itself. Look at the
          names with accents.
        </p>
      )}
      {problems.length > 0 && (
        <div>
          <p className="strong">
            <Glyph shape="triangle" /> {counted(problems.length, 'row')} to look at:
          </p>
          <ul>
            {problems.slice(0, NAMED).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          {problems.length > NAMED && <p className="muted">and {problems.length - NAMED} more</p>}
        </div>
      )}
      <People name="New" people={added} say={({ name, id, phone }) => `${name}, ${id}, ${phone || 'no number'}`} />
      <People
        name="Changed"
        people={changed}
        say={(entry) => `${entry.id}: ${described(before.get(entry.id))} becomes ${described(entry)}`}
      />
      <People name="Left as they are: their row is in error" people={kept} say={({ name, id }) => `${name}, ${id}`} />
      <People name="Not in the file" people={gone} say={({ name, id }) => `${name}, ${id}`} />
      {gone.length > 0 && !mayReplace && entries.length > 0 && (
        <p>
          <Glyph shape="pause" /> The file cannot take the place of the roster: a row does not say whom it is about, so that
          somebody who seems not to be in it may be. Mend the file and choose it again.
        </p>
      )}
      <div className="dialogButtons">
        <Button className="button" onPress={leave}>
          Leave it
        </Button>
        {gone.length > 0 && (
          <Button
            className="button"
            isDisabled={isRunning || entries.length === 0 || !mayReplace}
            onPress={() => take([...kept, ...entries])}
          >
            Take it in place of the roster
          </Button>
        )}
        <Button
          className="button strong"
          isDisabled={isRunning || entries.length === 0}
          onPress={() => take([...gone, ...kept, ...entries])}
        >
          {gone.length === 0 ? 'Take it' : `Take it, keep the ${counted(gone.length, 'other')}`}
        </Button>
      </div>
    </section>
  );
}

function described(entry: Entry | undefined): string {
  return entry === undefined ? '' : `${entry.name}, ${entry.phone || 'no number'}`;
}

function People({
  name,
  people,
  say,
}: {
  readonly name: string;
  readonly people: readonly Entry[];
  readonly say: (entry: Entry) => string;
}) {
  if (people.length === 0) return null;
  return (
    <div>
      <h3>{name}</h3>
      <ul className="plain">
        {people.slice(0, NAMED).map((entry) => (
          <li key={entry.id}>{say(entry)}</li>
        ))}
        {people.length > NAMED && <li className="muted">and {people.length - NAMED} more</li>}
      </ul>
    </div>
  );
}
