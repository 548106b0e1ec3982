import { memo, type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import {
  Button,
  Collection,
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  type Key,
  ListLayout,
  Virtualizer,
} from 'react-aria-components';
import { counted } from '../format/words';
import { SCALES, usePreferences } from '../preferences';
import { useShortcuts } from '../shortcuts';
import { type Row, useStableRows } from './stableRows';
import { useInSteps } from './useInSteps';
import { useLasting } from './useLasting';
import { useNarrow } from './useNarrow';

interface RowListProps<T> {
  /** For screen readers, and as the name of this list: with another `list` the rows start afresh. */
  readonly label: string;
  readonly list: string;
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  /** What typing and a screen reader find a row by. */
  readonly textOf: (item: T) => string;
  readonly header: ReactNode;
  readonly row: (item: T) => ReactNode;
  /** Sets the columns, as `className` does in lists.css. */
  readonly columns: string;
  readonly onOpen: (item: T) => void;
  /** Keys that act on the row that has the focus. */
  readonly keys?: readonly { readonly key: string; readonly label: string; readonly run: (item: T) => void }[];
  readonly more: { readonly has: boolean; readonly loading: boolean; readonly load: () => void };
  readonly empty: ReactNode;
  /** Beside the list's own "3 new": filters, find. */
  readonly toolbar?: ReactNode;
}

const ROW_HEIGHT = 34;
const NARROW_ROW_HEIGHT = 62;
/** That more is being asked for, since every row in view is drawn again with that. */
const SAID_AFTER_MS = 500;

/** A long list: virtual rows, arrow keys and j/k, Enter opens, and nothing moves under the pointer or the focus. */
export function RowList<T>(props: RowListProps<T>) {
  const { label, list, items, idOf, header, columns, keys = [], more, empty, toolbar } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [inUse, setInUse] = useState({ pointer: false, focus: false, scrolled: false });
  const held = inUse.pointer || inUse.focus || inUse.scrolled;
  const { rows: all, waiting, accept } = useStableRows(list, items, idOf, held, more.has);
  const narrow = useNarrow();
  const rowHeight = (narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT) * SCALES[usePreferences().textSize];
  const rows = useInSteps(all, Math.ceil(window.innerHeight / rowHeight));

  const latest = useRef(props);
  latest.current = props;
  const setScrolled = useCallback(
    (scrolled: boolean) => setInUse((use) => (use.scrolled === scrolled ? use : { ...use, scrolled })),
    [],
  );

  const isLoading = useLasting(more.loading, SAID_AFTER_MS);

  useReturn(list, rows, rowHeight, frame);

  const focused = (): T | undefined => {
    const id = document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key;
    return frame.current?.contains(document.activeElement) ? rows.find((each) => each.id === id && !each.gone)?.item : undefined;
  };
  const step = (key: 'ArrowDown' | 'ArrowUp') => {
    const grid = frame.current?.querySelector<HTMLElement>('[role="grid"]');
    if (!grid?.contains(document.activeElement)) return grid?.focus();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  const showNew = () => {
    frame.current?.querySelector('[role="grid"]')?.scrollTo({ top: 0 });
    accept();
  };
  useShortcuts(label, [
    { key: 'j', label: 'Next row', run: () => step('ArrowDown') },
    { key: 'k', label: 'Previous row', run: () => step('ArrowUp') },
    { key: 'n', label: 'Show new rows', run: showNew },
    ...keys.map(({ key, label: what, run }) => ({
      key,
      label: what,
      run: () => {
        const item = focused();
        if (item !== undefined) run(item);
      },
    })),
  ]);

  return (
    <section className="rowList" aria-label={label}>
      <div className="toolbar">
        {toolbar}
        <div className="newRows" role="status">
          {waiting > 0 && (
            <Button className="button" aria-label={`Show ${counted(waiting, 'new row')}`} onPress={showNew}>
              {waiting} new
            </Button>
          )}
        </div>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the list is being used */}
      <div
        ref={frame}
        className={`rows ${columns}`}
        onPointerEnter={() => setInUse((use) => ({ ...use, pointer: true }))}
        onPointerLeave={() => setInUse((use) => ({ ...use, pointer: false }))}
        onFocus={() => setInUse((use) => ({ ...use, focus: true }))}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setInUse((use) => ({ ...use, focus: false }));
        }}
      >
        <div className="columns" aria-hidden="true">
          {header}
        </div>
        <Grid
          latest={latest}
          rows={rows}
          rowHeight={rowHeight}
          label={label}
          // The end of the few that are drawn first is in view, and asks for nothing.
          hasMore={more.has && rows.length === all.length}
          isLoading={isLoading}
          empty={rows.length === 0 ? empty : undefined}
          setScrolled={setScrolled}
        />
      </div>
    </section>
  );
}

interface GridProps<T> {
  readonly latest: RefObject<RowListProps<T>>;
  readonly rows: readonly Row<T>[];
  readonly rowHeight: number;
  readonly label: string;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Undefined where there are rows. */
  readonly empty: ReactNode;
  readonly setScrolled: (scrolled: boolean) => void;
}

function GridOf<T>({ latest, rows, rowHeight, label, hasMore, isLoading, empty, setScrolled }: GridProps<T>) {
  const onAction = (id: Key) => {
    const { list, onOpen } = latest.current;
    const opened = rows.find((each) => each.id === id && !each.gone);
    if (opened === undefined) return;
    lastOpened.set(list, opened.id);
    onOpen(opened.item);
  };
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <GridList<Row<T>>
        aria-label={label}
        className="grid"
        selectionMode="none"
        disallowTypeAhead
        renderEmptyState={() => empty}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 0)}
        onAction={onAction}
      >
        <Collection items={rows}>
          {(each) => (
            <GridListItem id={each.id} textValue={latest.current.textOf(each.item)} className={each.gone ? 'row gone' : 'row'}>
              {latest.current.row(each.item)}
              {each.gone && <span className="goneNote">No longer in this list</span>}
            </GridListItem>
          )}
        </Collection>
        <GridListLoadMoreItem isLoading={isLoading} {...(hasMore ? { onLoadMore: () => latest.current.more.load() } : {})}>
          <span className="loadingMore">Asking for more…</span>
        </GridListLoadMoreItem>
      </GridList>
    </Virtualizer>
  );
}

/** Drawn again only when its rows change: all in view are drawn with it, whatever happens beside the list. */
const Grid = memo(GridOf) as typeof GridOf;

const lastOpened = new Map<string, string>();

/** Who comes back from what they opened finds the focus on its row; once, when the list appears. */
function useReturn(list: string, rows: readonly Row<unknown>[], rowHeight: number, frame: RefObject<HTMLDivElement | null>): void {
  const returnTo = useRef(lastOpened.get(list));
  const index = rows.findIndex((each) => each.id === returnTo.current);
  useEffect(() => {
    const grid = frame.current?.querySelector('[role="grid"]');
    const id = returnTo.current;
    if (index < 0 || id === undefined || grid === null || grid === undefined) return;
    returnTo.current = undefined;
    // Only rows in view are in the document: scroll first, then focus.
    if ((index + 1) * rowHeight > grid.clientHeight) grid.scrollTo({ top: index * rowHeight - grid.clientHeight / 2 });
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      frame.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`)?.focus();
    });
  }, [index, rowHeight, frame]);
}
