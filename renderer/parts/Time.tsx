import type { ReactNode, SyntheticEvent } from 'react';
import { countdown, isoTime, shortTime, span } from '../format/time';
import { useTimeZone } from '../link/herald';
import { useNow } from '../link/now';

/** A moment in the agency's zone; its date and offset on hover. `to` is how fine. */
export function At({ at, to = 'minute' }: { readonly at: number; readonly to?: 'minute' | 'second' }) {
  const zone = useTimeZone();
  const now = useNow();
  return <Moment at={at}>{shortTime(at, zone, now, to)}</Moment>;
}

/** How long ago a moment is; the moment itself on hover. */
export function Age({ at }: { readonly at: number }) {
  return <Moment at={at}>{span(useNow() - at)}</Moment>;
}

/** How long until a moment; the moment itself on hover. */
export function Until({ at }: { readonly at: number }) {
  return <Moment at={at}>{countdown(at - useNow())}</Moment>;
}

/** The whole moment is put into words only for who points at it: a list has a hundred of them, and each is dear to make. */
function Moment({ at, children }: { readonly at: number; readonly children: ReactNode }) {
  const zone = useTimeZone();
  const name = ({ currentTarget }: SyntheticEvent<HTMLElement>) => {
    currentTarget.title = `${isoTime(at, zone)} ${zone}`;
  };
  return (
    <time dateTime={new Date(at).toISOString()} onPointerEnter={name}>
      {children}
    </time>
  );
}
