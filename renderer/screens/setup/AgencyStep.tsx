import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { Choice, TextBox } from '../../parts/Fields';
import type { SetupEntries } from './entries';
import { focusFirstWrong } from './focusFirstWrong';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';

export const ZONES = [
  { id: 'America/New_York', name: 'Eastern' },
  { id: 'America/Chicago', name: 'Central' },
  { id: 'America/Denver', name: 'Mountain' },
  { id: 'America/Phoenix', name: 'Arizona' },
  { id: 'America/Los_Angeles', name: 'Pacific' },
  { id: 'America/Anchorage', name: 'Alaska' },
  { id: 'Pacific/Honolulu', name: 'Hawaii' },
  { id: 'America/Puerto_Rico', name: 'Puerto Rico' },
] as const;

const LANGUAGES = [
  { id: 'en es', name: 'English; Spanish where known' },
  { id: 'es en', name: 'Spanish; English where known' },
  { id: 'en', name: 'English only' },
  { id: 'es', name: 'Spanish only' },
] as const;

/** What is wrong with what was entered of the agency, by field. */
export function agencyProblems({ name, timeZone, phone }: SetupEntries): Partial<Record<'name' | 'timeZone' | 'phone', string>> {
  return {
    ...(name.trim() === '' ? { name: 'Give the name that people know you by: every text begins with it.' } : {}),
    ...(isZone(timeZone)
      ? {}
      : { timeZone: timeZone === '' ? 'In which zone are the times that CAD writes?' : 'Write a zone such as America/New_York.' }),
    ...(phone.trim() === '' ? { phone: 'Texts tell people whom to call: without a number they are not sent.' } : {}),
  };
}

/** Who texts, in which time zone and languages. */
export function AgencyStep({ draft, enter, move }: StepProps) {
  const entries = draft.value;
  const isKnown = entries.timeZone === '' || ZONES.some(({ id }) => id === entries.timeZone);
  const [other, setOther] = useState(!isKnown);
  const [tried, setTried] = useState(entries.visited.includes('agency'));
  const form = useRef<HTMLFormElement>(null);
  const problems = agencyProblems(entries);
  const at = (field: keyof typeof problems) => (tried ? problems[field] : undefined);
  return (
    <Form
      ref={form}
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(problems).length === 0) move(1);
        else focusFirstWrong(form.current);
      }}
    >
      <div className="fieldGrid">
        <TextBox
          label="Name of the agency, as texts say it"
          value={entries.name}
          onChange={(name) => enter({ name })}
          problem={at('name')}
          hint="Short is better: Port Alden PD"
        />
        <TextBox
          label="Number people may call about a text"
          type="tel"
          value={entries.phone}
          onChange={(phone) => enter({ phone })}
          problem={at('phone')}
          hint="Your non-emergency line, as it is to be read"
        />
        <Choice
          label="Time zone"
          value={other ? 'other' : entries.timeZone}
          options={[{ id: '', name: 'Choose one' }, ...ZONES, { id: 'other', name: 'Another' }]}
          problem={other ? undefined : at('timeZone')}
          onChange={(zone) => {
            setOther(zone === 'other');
            if (zone !== 'other') enter({ timeZone: zone });
          }}
          hint="Of the times that CAD writes, and of quiet hours"
        />
        {other && (
          <TextBox
            label="Name of the time zone"
            value={entries.timeZone}
            onChange={(timeZone) => enter({ timeZone })}
            problem={at('timeZone')}
          />
        )}
        <Choice
          label="Languages"
          value={entries.languages}
          options={LANGUAGES}
          onChange={(languages) => enter({ languages })}
          hint="Texts are written in these; others can be added later"
        />
      </div>
      <StepButtons />
    </Form>
  );
}

function isZone(zone: string): boolean {
  try {
    return zone.includes('/') && new Intl.DateTimeFormat('en-US', { timeZone: zone.trim() }) !== undefined;
  } catch {
    return false;
  }
}
