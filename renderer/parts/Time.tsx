import { countdown, isoTime, shortTime, span } from '../format/time';
import { useTimeZone } from '../link/herald';
import { useNow } from '../link/now';

/** A moment in the agency's zone; its date and offset on hover. `to` is how fine. */
export function At({ at, to = 'minute' }: { readonly at: number; readonly to?: 'minute' | 'second' }) {
  const zone = useTimeZone();
  const now = useNow();
  const iso = isoTime(at, zone);
  return (
    <time dateTime={iso} title={`${iso} ${zone}`}>
      {shortTime(at, zone, now, to)}
    </time>
  );
}

/** How long ago a moment is; the moment itself on hover. */
export function Age({ at }: { readonly at: number }) {
  const zone = useTimeZone();
  const now = useNow();
  const iso = isoTime(at, zone);
  return (
    <time dateTime={iso} title={`${iso} ${zone}`}>
      {span(now - at)}
    </time>
  );
}

/** How long until a moment; the moment itself on hover. */
export function Until({ at }: { readonly at: number }) {
  const zone = useTimeZone();
  const now = useNow();
  const iso = isoTime(at, zone);
  return (
    <time dateTime={iso} title={`${iso} ${zone}`}>
      {countdown(at - now)}
    </time>
  );
}
