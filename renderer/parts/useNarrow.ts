import { useCallback, useSyncExternalStore } from 'react';
import { SCALES, usePreferences } from '../preferences';

/** As in the style sheets, where it is `@container console (width < 60em)`. */
const NARROW_BELOW_EM = 60;
/** `--body` in styles/tokens.css, before it is scaled. */
const EM_PX = 15;

/** True where rows take two lines: beside a CAD window, at 200 % zoom, or with text so large that one line cannot hold them. */
export function useNarrow(): boolean {
  const query = `(width < ${NARROW_BELOW_EM * EM_PX * SCALES[usePreferences().textSize]}px)`;
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
