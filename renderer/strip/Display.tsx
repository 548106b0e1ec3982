import { Button, Label, Radio, RadioGroup, Switch } from 'react-aria-components';
import { ReadDialog } from '../parts/ReadDialog';
import { type Preferences, prefer, usePreferences } from '../preferences';
import { playAlarm } from './alarmSound';

interface DisplayDialogProps {
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
}

/** Theme, text size, keys and sound, for this person at this console. */
export function DisplayDialog({ isOpen, setOpen }: DisplayDialogProps) {
  const preferences = usePreferences();
  return (
    <ReadDialog title="Display and sound" isOpen={isOpen} setOpen={setOpen}>
      <Pick name="Theme" value={preferences.theme} choose={(theme) => prefer({ theme })} of={THEMES} />
      <Pick name="Text size" value={preferences.textSize} choose={(textSize) => prefer({ textSize })} of={TEXT_SIZES} />
      <Pick name="Sound of urgent alarms" value={preferences.sound} choose={(sound) => prefer({ sound })} of={SOUNDS} />
      <div>
        <Button
          className="button"
          isDisabled={preferences.sound === 'off'}
          onPress={() => playAlarm(preferences.sound, preferences.voice)}
        >
          Try the sound
        </Button>
      </div>
      <Pick
        name="Voice, to tell this console from its neighbours"
        value={preferences.voice}
        choose={(voice) => prefer({ voice })}
        of={VOICES}
      />
      <Switch className="switch" isSelected={preferences.singleKeys} onChange={(singleKeys) => prefer({ singleKeys })}>
        <span className="track" /> Shortcuts of a single key
      </Switch>
    </ReadDialog>
  );
}

type Named<K> = readonly (readonly [K, string])[];
const THEMES: Named<Preferences['theme']> = [
  ['system', 'As the system'],
  ['light', 'Day'],
  ['dark', 'Night'],
];
const TEXT_SIZES: Named<Preferences['textSize']> = [
  ['normal', 'Normal'],
  ['large', 'Large'],
  ['larger', 'Larger'],
];
const SOUNDS: Named<Preferences['sound']> = [
  ['off', 'Off'],
  ['soft', 'Soft'],
  ['loud', 'Loud'],
];
const VOICES: Named<Preferences['voice']> = [
  ['low', 'Low'],
  ['middle', 'Middle'],
  ['high', 'High'],
];

function Pick<K extends string>({
  name,
  value,
  choose,
  of,
}: {
  readonly name: string;
  readonly value: K;
  readonly choose: (value: K) => void;
  readonly of: Named<K>;
}) {
  return (
    <RadioGroup className="radios row" orientation="horizontal" value={value} onChange={(key) => choose(key as K)}>
      <Label>{name}</Label>
      {of.map(([key, words]) => (
        <Radio key={key} className="radio" value={key}>
          {words}
        </Radio>
      ))}
    </RadioGroup>
  );
}
