import { useEffect, useReducer, useRef } from 'react';

/** So many rows that were not there before are drawn in one frame. */
const AT_ONCE = 12;
/** More than fit on a screen: those below are drawn when somebody scrolls to them. */
const IN_VIEW = 48;

/**
 * Of a list that is new on screen its first rows, and all of them a frame later: drawn together they would take longer than
 * a key may wait for its answer.
 */
export function useInSteps<T extends { readonly id: string }>(rows: readonly T[]): readonly T[] {
  const drawn = useRef<ReadonlySet<string>>(NONE);
  const [, again] = useReducer((times: number) => times + 1, 0);
  let fresh = 0;
  const end = rows.slice(0, IN_VIEW).findIndex(({ id }) => {
    if (!drawn.current.has(id)) fresh += 1;
    return fresh > AT_ONCE;
  });
  const shown = end < 0 ? rows : rows.slice(0, end);
  useEffect(() => {
    drawn.current = new Set(shown.slice(0, IN_VIEW).map(({ id }) => id));
    if (end < 0) return undefined;
    const frame = requestAnimationFrame(again);
    return () => cancelAnimationFrame(frame);
  }, [shown, end]);
  return shown;
}

const NONE: ReadonlySet<string> = new Set();
