import { useState } from 'react';
import { isoTime } from '../format/time';
import { useTimeZone } from '../link/herald';
import { useShortcuts } from '../shortcuts';
import { ReadDialog } from './ReadDialog';

interface Shown {
  readonly words: string;
  readonly at: string;
}

/** The times of the row that has the focus, or of the whole screen, with date and offset: what pointing at one says, by a key. */
export function FullTimes() {
  const zone = useTimeZone();
  const [times, setTimes] = useState<readonly Shown[]>();
  useShortcuts('Everywhere', [
    { key: 'T', label: 'Times in full: date, seconds, offset (of the row in focus)', run: () => setTimes(timesIn(scope())) },
  ]);
  return (
    <ReadDialog title="Times in full" isOpen={times !== undefined} setOpen={(open) => !open && setTimes(undefined)} focusClose>
      {times?.length === 0 && <p>There is no time here.</p>}
      <ul className="plain">
        {times?.map(({ words, at }) => (
          <li key={`${words} ${at}`}>
            <span className="strong">{words}</span>: {isoTime(Date.parse(at), zone)} <span className="muted">{zone}</span>
          </li>
        ))}
      </ul>
    </ReadDialog>
  );
}

function scope(): Element {
  return document.activeElement?.closest('[role="row"]') ?? document.getElementById('main') ?? document.body;
}

/** Each once, in the order of the screen. */
function timesIn(place: Element): readonly Shown[] {
  const all = [...place.querySelectorAll('time')].map((time) => ({ words: time.textContent ?? '', at: time.dateTime }));
  return all.filter(({ words, at }, index) => all.findIndex((other) => other.words === words && other.at === at) === index);
}
