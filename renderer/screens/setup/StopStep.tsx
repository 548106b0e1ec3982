import { useQuery } from '@tanstack/react-query';
import { Form, Label, Radio, RadioGroup } from 'react-aria-components';
import { useQueries } from '../../link/herald';
import { Glyph } from '../../parts/Marks';
import type { SetupEntries } from './entries';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';

const WAYS: readonly { readonly id: Exclude<SetupEntries['stop'], ''>; readonly name: string; readonly hint: string }[] = [
  {
    id: 'tollFree',
    name: 'By the network: we text from a toll-free number',
    hint: 'The network itself blocks whoever writes STOP, and tells Herald with the next text. Other words are not seen.',
  },
  {
    id: 'callbacks',
    name: 'By callbacks from Bandwidth: Herald reads replies',
    hint: 'For 10DLC numbers and short codes. Bandwidth has to reach a receiver on this machine (BANDWIDTH_CALLBACK_LISTEN).',
  },
  {
    id: 'acceptedBlind',
    name: 'Not at all: somebody here accepts that',
    hint: 'Who replies is held for a person where Bandwidth’s list shows it. Who keeps this is on record as having accepted it.',
  },
];

/** How it is seen that somebody does not want to be texted any more. */
export function StopStep({ draft, enter, move }: StepProps) {
  const { stop } = draft.value;
  const carrier = useQuery(useQueries().carrierSettings.get.queryOptions()).data;
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        move(1);
      }}
    >
      <p>Whoever writes STOP must not be texted again. How does Herald come to know?</p>
      <RadioGroup
        className="radios"
        value={stop === '' ? null : stop}
        onChange={(value) => enter({ stop: value as SetupEntries['stop'] })}
      >
        <Label>STOP is seen</Label>
        {WAYS.map(({ id, name, hint }) => (
          <Radio key={id} value={id} className="radio">
            <span>
              {name}
              <span className="muted radioHint">{hint}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      {stop === 'callbacks' && carrier?.receiver === null && (
        <p>
          <Glyph shape="query" /> There is no receiver on this machine yet. Until there is one, texts wait even after going live.
        </p>
      )}
      <StepButtons back={() => move(-1)} name={stop === '' ? 'Decide later' : 'Next'} />
    </Form>
  );
}
