import type { DecisionView, EventView } from '../../src/contract/views';
import { clockTime } from '../format/time';
import { stageName } from '../format/words';
import { useTimeZone } from '../link/herald';
import { useNow } from '../link/now';
import { OutcomeMark } from '../parts/Marks';
import { MessageCard } from '../parts/MessageCard';
import { At, Until } from '../parts/Time';
import { type Entry, type IncidentDetail, pastEntries, plannedEntries } from './timeline';

const LATE_MS = 60_000;

/** One list: what was, a line that says now, and what is planned below it. */
export function Timeline({ detail }: { readonly detail: IncidentDetail }) {
  const now = useNow();
  const zone = useTimeZone();
  const planned = plannedEntries(detail, now);
  return (
    <section aria-label="Timeline" className="timeline">
      <h2>What happened</h2>
      <ol>
        {pastEntries(detail).map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ol>
      <p className="nowLine">
        <span>Now, {clockTime(now, zone)}</span>
      </p>
      <ol>
        {planned.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ol>
      {planned.length === 0 && <p className="muted nothingPlanned">Nothing is planned. New facts from CAD can change that.</p>}
    </section>
  );
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  return (
    <li className={`entry ${entry.kind}`}>
      <span className="entryTime">
        <At at={entry.at} to="second" />
      </span>
      <div className="entryBody">
        {entry.kind === 'event' && <Event event={entry.event} />}
        {entry.kind === 'decisions' && entry.decisions.map((decision) => <Decision key={decision.id} decision={decision} />)}
        {entry.kind === 'message' && <MessageCard message={entry.message} />}
        {entry.kind === 'next' && (
          <p>
            {entry.text} (in <Until at={entry.at} />)
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
      <span className="who">Herald</span> <OutcomeMark outcome={decision.outcome} />{' '}
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
