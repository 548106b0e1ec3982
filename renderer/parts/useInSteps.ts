import { useEffect, useReducer, useRef } from 'react';

/** So many rows that were not there before are drawn in one frame. */
const AT_ONCE = 12;
/** So many more, below those in view, are made known to the list in one frame. */
const BELOW_AT_ONCE = 40;

/**
 * Of a list that is new on screen its first rows, and the others in the next frames; so too of a page that was fetched as
 * somebody scrolled. All at once would take longer than a key may wait for its answer. `inView`: how many fit on the screen.
 */
export function useInSteps<T extends { readonly id: string }>(rows: readonly T[], inView: number): readonly T[] {
  const drawn = useRef<{ readonly ids: ReadonlySet<string>; readonly count: number }>(NONE);
  const [, again] = useReducer((times: number) => times + 1, 0);
  let fresh = 0;
  const tooMany = rows.slice(0, inView).findIndex(({ id }) => {
    if (!drawn.current.ids.has(id)) fresh += 1;
    return fresh > AT_ONCE;
  });
  const end = tooMany < 0 ? Math.max(inView, drawn.current.count + BELOW_AT_ONCE) : tooMany;
  const shown = end >= rows.length ? rows : rows.slice(0, end);
  useEffect(() => {
    drawn.current = { ids: new Set(shown.slice(0, inView).map(({ id }) => id)), count: shown.length };
    if (shown === rows) return undefined;
    const frame = requestAnimationFrame(again);
    return () => cancelAnimationFrame(frame);
  });
  return shown;
}

const NONE = { ids: new Set<string>(), count: 0 };
