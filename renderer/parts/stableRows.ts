import { useRef, useState } from 'react';

/** A row as shown. `gone`: it left the list while somebody was using it, and keeps its place until they are done. */
export interface Row<T> {
  readonly id: string;
  readonly item: T;
  readonly gone: boolean;
}

/**
 * What to show, given what is shown and what the appliance says now. While `held`, rows keep their places: changed ones
 * change where they are, new ones above wait (`waiting` says how many), only those below the end are added.
 */
export function arrangeRows<T>(
  shown: readonly Row<T>[],
  fresh: readonly T[],
  idOf: (item: T) => string,
  held: boolean,
  hasMore: boolean,
): { readonly rows: readonly Row<T>[]; readonly waiting: number } {
  const before = new Map(shown.map((row) => [row.id, row]));
  const keep = (id: string, item: T, gone: boolean): Row<T> => {
    const row = before.get(id);
    return row !== undefined && row.item === item && row.gone === gone ? row : { id, item, gone };
  };
  if (!held || shown.length === 0) return { rows: fresh.map((item) => keep(idOf(item), item, false)), waiting: 0 };

  const now = new Map(fresh.map((item) => [idOf(item), item]));
  const lastKnown = shown.findLastIndex((row) => now.has(row.id));
  const rows = shown.map((row, index) => {
    const item = now.get(row.id);
    if (item !== undefined) return keep(row.id, item, false);
    // Pushed beyond the page by newer rows: still there, only not asked for.
    return keep(row.id, row.item, !(hasMore && index > lastKnown));
  });
  const lastShown = fresh.findLastIndex((item) => before.has(idOf(item)));
  const added = fresh.filter((item) => !before.has(idOf(item)));
  const below = fresh.slice(lastShown + 1).filter((item) => !before.has(idOf(item)));
  return { rows: [...rows, ...below.map((item) => keep(idOf(item), item, false))], waiting: added.length - below.length };
}

/** `arrangeRows` for a component. `list` names what is listed: another one starts afresh. `accept` shows what waits. */
export function useStableRows<T>(
  list: string,
  fresh: readonly T[],
  idOf: (item: T) => string,
  held: boolean,
  hasMore: boolean,
): { readonly rows: readonly Row<T>[]; readonly waiting: number; readonly accept: () => void } {
  const shown = useRef<{ list: string; rows: readonly Row<T>[]; acceptedAt: number }>({ list, rows: [], acceptedAt: 0 });
  const [accepted, setAccepted] = useState(0);
  const startAfresh = shown.current.list !== list || shown.current.acceptedAt !== accepted;
  const arranged = arrangeRows(shown.current.rows, fresh, idOf, held && !startAfresh, hasMore);
  // The very same list where nothing in it changed, so that nothing is drawn again.
  const rows = isSameList(arranged.rows, shown.current.rows) ? shown.current.rows : arranged.rows;
  shown.current = { list, rows, acceptedAt: accepted };
  return { rows, waiting: arranged.waiting, accept: () => setAccepted((count) => count + 1) };
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
