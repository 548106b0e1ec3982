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
  /** As it is now. */
  readonly roster: readonly Entry[];
  readonly isRunning: boolean;
  readonly take: (entries: readonly Entry[]) => void;
  readonly leave: () => void;
}

/** What a file would make of the roster: who is new, who is otherwise, who is not in it. */
export function RosterImport({ read, roster, isRunning, take, leave }: RosterImportProps) {
  const { added, changed, gone, same, problems, entries } = read;
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
        {counted(added.length, 'person', 'people')} new, {changed.length} changed, {same} as they are, {gone.length} not in the
        file.
      </p>
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
      <People name="Not in the file" people={gone} say={({ name, id }) => `${name}, ${id}`} />
      <div className="dialogButtons">
        <Button className="button" onPress={leave}>
          Leave it
        </Button>
        {gone.length > 0 && (
          <Button className="button" isDisabled={isRunning || entries.length === 0} onPress={() => take(entries)}>
            Take it in place of the roster
          </Button>
        )}
        <Button
          className="button strong"
          isDisabled={isRunning || entries.length === 0}
          onPress={() => take([...gone, ...entries])}
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
