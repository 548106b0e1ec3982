import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { maskPhone, spellPhone } from '../format/words';
import { useClient } from '../link/herald';
import { useMay } from '../link/may';
import { useAct } from './useAct';

/** Long enough to read it back to a caller, short enough not to stay on a screen others see. */
const SHOWN_FOR_MS = 30_000;

type Whose =
  | { readonly messageId: string }
  | { readonly incidentId: number; readonly role: 'caller' | 'victim' | 'complainant' | 'other' };

interface PhoneProps {
  readonly phone: string;
  readonly of: string;
  /** What it is the number of: by that it is asked for, on record. */
  readonly whose: Whose;
}

/** A number by its last four digits; one press shows all of it, for half a minute, and puts on record who looked. */
export function Phone({ phone, of, whose }: PhoneProps) {
  const client = useClient();
  const may = useMay();
  const act = useAct();
  const [shown, setShown] = useState<string>();
  const isWhole = phone.startsWith('+');
  const show = async () => {
    const asked = client.access.reveal({ ...whose, reason: 'Looked at on screen' });
    // The host has whole numbers anyway; its look is put on record too, where there are accounts to keep a record of.
    if (isWhole) void asked.catch(() => undefined);
    setShown(isWhole ? phone : (await asked).number);
  };
  useEffect(() => {
    if (shown === undefined) return undefined;
    const timer = setTimeout(() => setShown(undefined), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <span className="phone">
      <span className="number">{shown === undefined ? maskPhone(phone) : spellPhone(shown)}</span>
      {may('access.reveal') && (
        <Button
          className="button small"
          aria-label={shown === undefined ? `Show the number of the ${of}` : `Mask the number of the ${of}`}
          onPress={() =>
            shown === undefined ? void act(`The number of the ${of} is shown, on record`, show) : setShown(undefined)
          }
        >
          {shown === undefined ? 'Show' : 'Mask'}
        </Button>
      )}
    </span>
  );
}
