import { useState } from 'react';
import type { FeedTrialView, SuggestedCallTypes } from '../../../src/contract/setup';
import type { MessageView } from '../../../src/contract/views';
import { counted, stageName } from '../../format/words';
import { Choice } from '../../parts/Fields';
import { Glyph } from '../../parts/Marks';
import { ALL_OURS, agenciesSeen, seenAsOurs } from './entries';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';

type Seen = FeedTrialView['callTypes'][number];

/** Which kinds of calls may be texted about. None is, until somebody ticks it. */
export function CallTypesStep({ starter, draft, enter, move }: StepProps) {
  const { chosen, added, cadAgency = '' } = draft.value;
  const agencies = agenciesSeen(draft.value);
  const seen = seenAsOurs({ ...draft.value, cadAgency });
  const [tried, setTried] = useState(false);
  const isUnsaid = agencies.length > 0 && cadAgency === '';
  const seenAs = (label: string) => seen.filter((each) => each.label === label && each.excluded === null);
  const known = [...starter.callTypes].sort((a, b) => Number(seenAs(b.label).length > 0) - Number(seenAs(a.label).length > 0));
  const unknown = seen.filter(({ label, excluded }) => label === null && excluded === null);
  const excluded = seen.filter((each) => each.excluded !== null);
  const { exclusions } = JSON.parse(starter.text).ruleset as { exclusions: readonly { id: string; reason: string }[] };
  const turn = (list: readonly string[], entry: string, on: boolean) =>
    on ? [...new Set([...list, entry])] : list.filter((each) => each !== entry);
  const count = chosen.length + added.length;
  return (
    <>
      <p>
        <span className="strong">None is on until you tick it.</span> Tick the kinds of calls whose callers may be texted; begin
        with few. What may be said, and when, is changed under Rules.
      </p>
      <details>
        <summary>{counted(exclusions.length, 'exclusion')} are on, whatever is ticked</summary>
        <ul>
          {exclusions.map(({ id, reason }) => (
            <li key={id}>{reason}</li>
          ))}
        </ul>
      </details>
      {agencies.length > 0 && (
        <Choice
          label="Your agency on shared calls, as CAD names it"
          value={cadAgency}
          options={[
            { id: '', name: 'Choose one' },
            ...agencies.map((name) => ({ id: name, name })),
            { id: ALL_OURS, name: agencies.length === 1 ? 'Others are ours too' : 'All of them are ours' },
          ]}
          problem={tried && isUnsaid ? 'Whose calls are texted about? Another agency’s callers would hear from you.' : undefined}
          onChange={(chosenAgency) => enter({ cadAgency: chosenAgency, added: [] })}
          hint="Only its part of a shared call makes texts; an exclusion in any part counts"
        />
      )}
      {seen.length === 0 && (
        <p>
          <Glyph shape="query" /> No call type has been seen on the feed yet: these are the shipped ones.
        </p>
      )}
      <table className="ruleTable setupCalls">
        <thead>
          <tr>
            <th scope="col">Text</th>
            <th scope="col">Call type</th>
            <th scope="col">Seen on the feed</th>
            <th scope="col">Would be told of</th>
          </tr>
        </thead>
        <tbody>
          {unknown.map(({ code, records }) => (
            <tr key={`code ${code}`}>
              <Box label={`Text about ${code}`} on={added.includes(code)} set={(on) => enter({ added: turn(added, code, on) })} />
              <th scope="row">
                {code} <span className="muted">not in Herald’s list</span>
              </th>
              <td>{counted(records, 'record')}</td>
              <td>{stages(['dispatched', 'delayed'])}</td>
            </tr>
          ))}
          {known.map((type) => (
            <tr key={type.label}>
              <Box
                label={`Text about ${type.label}`}
                on={chosen.includes(type.label)}
                set={(on) => enter({ chosen: turn(chosen, type.label, on) })}
              />
              <th scope="row">
                {type.label} <span className="muted">{patterns(type)}</span>
              </th>
              <td>{seenWords(seenAs(type.label))}</td>
              <td>{stages(type.stages)}</td>
            </tr>
          ))}
          {excluded.map(({ code, records, excluded: why }) => (
            <tr key={`excluded ${code}`}>
              <td className="box">
                <Glyph shape="barred" />
              </td>
              <th scope="row">
                {code} <span className="muted">never texted: {why}</span>
              </th>
              <td>{counted(records, 'record')}</td>
              <td>Nothing</td>
            </tr>
          ))}
        </tbody>
      </table>
      <StepButtons
        back={() => move(-1)}
        next={() => (isUnsaid ? setTried(true) : move(1))}
        name={count === 0 ? 'Next, with none' : `Next, with ${count}`}
      />
    </>
  );
}

function Box({ label, on, set }: { readonly label: string; readonly on: boolean; readonly set: (on: boolean) => void }) {
  return (
    <td className="box">
      <input type="checkbox" aria-label={label} checked={on} onChange={(event) => set(event.currentTarget.checked)} />
    </td>
  );
}

function patterns({ codes }: SuggestedCallTypes): string {
  const shown = codes.slice(0, 3).join(', ');
  return codes.length > 3 ? `${shown}, …` : shown;
}

function seenWords(seen: readonly Seen[]): string {
  return seen.map(({ code, records }) => `${code}, ${counted(records, 'record')}`).join('; ');
}

/** The shipped rules keep these off as a whole. */
const OFF: readonly string[] = ['received', 'arrived'];

function stages(list: readonly string[]): string {
  return list
    .filter((stage) => !OFF.includes(stage))
    .map((stage) => stageName(stage as MessageView['stage'], null))
    .join(', ');
}
