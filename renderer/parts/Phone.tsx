import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { maskPhone, spellPhone } from '../format/words';

/** Long enough to read it back to a caller, short enough not to stay on a screen others see. */
const SHOWN_FOR_MS = 30_000;

/** A number by its last four digits; one press shows all of it, for half a minute. */
export function Phone({ phone, of }: { readonly phone: string; readonly of: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(() => setShown(false), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <span className="phone">
      <span className="number">{shown ? spellPhone(phone) : maskPhone(phone)}</span>
      <Button
        className="button small"
        aria-label={shown ? `Mask the number of the ${of}` : `Show the number of the ${of}`}
        onPress={() => setShown(!shown)}
      >
        {shown ? 'Mask' : 'Show'}
      </Button>
    </span>
  );
}
