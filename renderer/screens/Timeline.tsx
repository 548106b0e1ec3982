import type { DecisionView, EventView } from '../../src/contract/views';
import type { MessageHistoryView } from '../../src/contract/why';
import { clockTime } from '../format/time';
import { stageName } from '../format/words';
import { useTimeZone } from '../link/herald';
import { useNow } from '../link/now';
import { OutcomeMark } from '../parts/Marks';
import { MessageCard } from '../parts/MessageCard';
import { At, Until } from '../parts/Time';
import { type Entry, type IncidentDetail, lanesOf, pastEntries, personOf, plannedEntries } from './timeline';

const LATE_MS = 60_000;

/** One list: what was, a line that says now, and what is planned below it. */
export function Timeline({
  detail,
  histories,
}: {
  readonly detail: IncidentDetail;
  readonly histories: readonly MessageHistoryView[];
}) {
  const now = useNow();
  const zone = useTimeZone();
  const planned = plannedEntries(detail, now);
  const lanes = lanesOf(detail.messages);
  const row = (entry: Entry) => <EntryRow key={entry.id} entry={entry} lanes={lanes} histories={histories} />;
  return (
    <section aria-label="Timeline" className="timeline">
      <h2>What happened</h2>
      <ol>{pastEntries(detail).map(row)}</ol>
      <p className="nowLine">
        <span>Now, {clockTime(now, zone)}</span>
      </p>
      <ol>{planned.map(row)}</ol>
      {planned.length === 0 && <p className="muted nothingPlanned">Nothing is planned. New facts from CAD can change that.</p>}
    </section>
  );
}

interface EntryRowProps {
  readonly entry: Entry;
  readonly lanes: readonly string[];
  readonly histories: readonly MessageHistoryView[];
}

function EntryRow({ entry, lanes, histories }: EntryRowProps) {
  // One person's texts stand under each other, apart from another's.
  const lane = entry.kind === 'message' ? lanes.indexOf(personOf(entry.message)) : 0;
  return (
    <li className={`entry ${entry.kind} lane${Math.min(lane, 2)}`}>
      <span className="entryTime">
        <At at={entry.at} to="second" />
      </span>
      <div className="entryBody">
        {entry.kind === 'event' && <Event event={entry.event} />}
        {entry.kind === 'decisions' && entry.decisions.map((decision) => <Decision key={decision.id} decision={decision} />)}
        {entry.kind === 'message' && (
          <MessageCard message={entry.message} history={histories.find(({ messageId }) => messageId === entry.message.id)} />
        )}
        {entry.kind === 'next' && (
          <p>
            {entry.text} (<Until at={entry.at} />)
          </p>
        )}
      </div>
    </li>
  );
}

function Event({ event }: { readonly event: EventView }) {
  return (
    <p>
      <span className="who">CAD</span> {event.text}{' '}
      {event.inferred && (
        <span className="tag" title="No record said so: it follows from other records">
          inferred
        </span>
      )}
      {event.receivedAt - event.occurredAt > LATE_MS && (
        <span className="muted">
          {' '}
          (heard <At at={event.receivedAt} to="second" />)
        </span>
      )}
    </p>
  );
}

function Decision({ decision }: { readonly decision: DecisionView }) {
  return (
    <p>
      <span className="who">Herald</span> <OutcomeMark outcome={decision.outcome} until={decision.until} />{' '}
      <span className="strong">{stageName(decision.stage, decision.cause)}</span>: {decision.reason}
      {decision.until !== null && (
        <>
          {' '}
          (until <At at={decision.until} />)
        </>
      )}
    </p>
  );
}
