// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot stand where the list puts them
// biome-ignore-all lint/a11y/useFocusableInteractive: the row has the focus, never its cell
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { isFocusAdrift } from '../focusKept';
import type { Row } from './stableRows';

/** What a row shows and does, as it is when it is drawn or used: the rows are not drawn again because this changed. */
export interface RowUse<T> {
  readonly list: string;
  readonly textOf: (item: T) => string;
  readonly row: (item: T) => ReactNode;
  readonly onOpen: (item: T) => void;
  readonly more: { readonly load: () => void };
}

interface RowGridProps<T> {
  readonly latest: RefObject<RowUse<T>>;
  readonly rows: readonly Row<T>[];
  /** CSS pixels. */
  readonly rowHeight: number;
  readonly label: string;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Undefined where there are rows. */
  readonly empty: ReactNode;
  readonly setScrolled: (scrolled: boolean) => void;
}

/** Rows beyond either edge that are there before they are scrolled to. */
const BEYOND = 4;

/**
 * A grid of one cell a row, after the ARIA practice for grids: one stop of the Tab key, arrows, Home, End and the page keys
 * go from row to row, left and right to what can be pressed in a row, Enter or a click opens it. Only rows in view are in
 * the document, and the one with the focus.
 */
function RowGridOf<T>(props: RowGridProps<T>) {
  const { latest, rows, rowHeight, label, hasMore, isLoading, empty, setScrolled } = props;
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>(NOWHERE);
  const found = rows.findIndex(({ id }) => id === at.id);
  const focusAt = found < 0 ? undefined : found;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), focusAt), [focusAt]),
    overscan: BEYOND,
    // Before it can be measured: as high as it could be at most, so that the rows are drawn once.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
  });
  const measuredFor = useRef(rowHeight);
  useLayoutEffect(() => {
    if (measuredFor.current === rowHeight) return;
    measuredFor.current = rowHeight;
    virtual.measure();
  }, [rowHeight, virtual]);

  const inView = Math.ceil(window.innerHeight / rowHeight);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && last + inView >= rows.length) latest.current.more.load();
  }, [hasMore, last, inView, rows.length, latest]);

  const wanted = useRef<ScrollLogicalPosition>(undefined);
  /** Nothing where there are no rows. The focus follows when the row is in the document. */
  const focusRow = (index: number, block: ScrollLogicalPosition = 'nearest') => {
    const id = rows[Math.max(0, Math.min(index, rows.length - 1))]?.id;
    if (id === undefined) return;
    wanted.current = block;
    setAt({ id, isInside: true });
  };
  useLayoutEffect(() => {
    const row = wanted.current === undefined ? undefined : rowOf(grid.current, at.id);
    if (row === undefined) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: wanted.current ?? 'nearest' });
    wanted.current = undefined;
  });
  useRowThatLeft(at, focusAt, rows.length, grid, focusRow);
  useReturn(latest, rows, (index) => {
    const isInView = (index + 1) * rowHeight <= (grid.current?.clientHeight ?? 0);
    focusRow(index, isInView ? 'nearest' : 'center');
  });

  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    if (target === currentTarget) return focusRow(focusAt ?? 0);
    const id = idAt(target);
    setAt((before) => (before.isInside && before.id === id ? before : { id, isInside: true }));
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (!currentTarget.contains(relatedTarget)) setAt((before) => ({ ...before, isInside: false }));
  };
  const open = (id: string | undefined) => {
    const row = rows.find((each) => each.id === id && !each.gone);
    if (row === undefined) return;
    lastOpened.set(latest.current.list, row.id);
    latest.current.onOpen(row.item);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    // Of the row that really has the focus: what is drawn may be a moment behind it.
    const id = idAt(event.target as Element);
    const row = rowOf(grid.current, id);
    if (row === undefined) return;
    if (event.key === 'Enter') {
      if (event.target === row) open(id);
      return;
    }
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      beside(row, event.target, event.key === 'ArrowRight' ? 1 : -1)?.focus();
    } else {
      const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 1);
      const index = rows.findIndex((each) => each.id === id);
      const next = index < 0 ? undefined : rowAfter(event.key, index, rows.length, page);
      if (next === undefined) return;
      focusRow(next);
    }
    event.preventDefault();
  };
  const onClick = ({ target }: MouseEvent<HTMLElement>) => {
    if ((target as Element).closest(PRESSABLE) === null) open(idAt(target as Element));
  };

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length}
      aria-colcount={1}
      className="grid"
      // The row with the focus is where Tab leaves from; with nothing to go to there is nothing to stop at.
      tabIndex={at.isInside || rows.length === 0 ? -1 : 0}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 0)}
      onFocus={onFocus}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {rows.length === 0 ? (
        <div role="row" className="gridCell">
          <div role="gridcell" className="gridCell">
            {empty}
          </div>
        </div>
      ) : (
        <div role="presentation" className="rowSpace" style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, key, start, size }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <RowOf key={key} row={row} index={index} start={start} height={size} latest={latest} />
            );
          })}
        </div>
      )}
      {isLoading && (
        <div role="row" className="loadingMore">
          <div role="gridcell">Asking for more…</div>
        </div>
      )}
    </div>
  );
}

/** Drawn again only when its rows change, or the focus moves: it stands beside much that changes often. */
export const RowGrid = memo(RowGridOf) as typeof RowGridOf;

interface OneRowProps<T> {
  readonly row: Row<T>;
  readonly index: number;
  readonly start: number;
  readonly height: number;
  readonly latest: RefObject<RowUse<T>>;
}

function OneRow<T>({ row, index, start, height, latest }: OneRowProps<T>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-label={latest.current.textOf(row.item)}
      data-key={row.id}
      tabIndex={-1}
      className={row.gone ? 'row gone' : 'row'}
      style={{ top: start, height }}
    >
      <div role="gridcell" aria-colindex={1} className="gridCell">
        {latest.current.row(row.item)}
        {row.gone && <span className="goneNote">No longer in this list</span>}
      </div>
    </div>
  );
}

const RowOf = memo(OneRow) as typeof OneRow;

/** The row that has the focus, or had it last, and whether the focus is in the grid. */
interface Place {
  readonly id: string | undefined;
  readonly isInside: boolean;
}

const NOWHERE: Place = { id: undefined, isInside: false };

const PRESSABLE = 'a[href], button';

const rowOf = (grid: HTMLElement | null, id: string | undefined): HTMLElement | undefined =>
  id === undefined ? undefined : (grid?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`) ?? undefined);

const idAt = (target: Element): string | undefined => target.closest<HTMLElement>('[data-key]')?.dataset.key;

/** What can be pressed in a row, before and after `target`; the row itself comes before the first. */
function beside(row: HTMLElement | undefined, target: EventTarget, step: 1 | -1): HTMLElement | undefined {
  if (row === undefined) return undefined;
  const all = [row, ...row.querySelectorAll<HTMLElement>(PRESSABLE)];
  return all[all.indexOf(target as HTMLElement) + step];
}

/** Undefined: the key goes nowhere. */
function rowAfter(key: string, index: number, count: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + page;
    case 'PageUp':
      return index - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** `indexes` is in order, and so is what comes out. */
function withRow(indexes: number[], index: number | undefined): number[] {
  if (index === undefined || indexes.includes(index)) return indexes;
  return [...indexes, index].sort((a, b) => a - b);
}

/** The focus must not fall back to the top of the page when its row leaves the list: the row in its place has it then. */
function useRowThatLeft(
  at: Place,
  focusAt: number | undefined,
  count: number,
  grid: RefObject<HTMLElement | null>,
  focusRow: (index: number) => void,
): void {
  const place = useRef(0);
  const hasLeft = at.isInside && at.id !== undefined && focusAt === undefined;
  useEffect(() => {
    if (focusAt !== undefined) place.current = focusAt;
  }, [focusAt]);
  const focus = useEffectEvent(focusRow);
  useEffect(() => {
    if (!hasLeft || !isFocusAdrift()) return;
    if (count === 0) grid.current?.focus();
    else focus(place.current);
  }, [hasLeft, count, grid]);
}

const lastOpened = new Map<string, string>();

/** Who comes back from what they opened finds the focus on its row; once, when the list appears. */
function useReturn(
  latest: RefObject<Pick<RowUse<never>, 'list'>>,
  rows: readonly Row<unknown>[],
  focusRow: (index: number) => void,
): void {
  const returnTo = useRef(lastOpened.get(latest.current.list));
  const index = rows.findIndex((each) => each.id === returnTo.current);
  const focus = useEffectEvent(focusRow);
  useEffect(() => {
    if (index < 0 || returnTo.current === undefined) return;
    returnTo.current = undefined;
    requestAnimationFrame(() => {
      if (isFocusAdrift()) focus(index);
    });
  }, [index]);
}
