import { type ReactNode, useCallback, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { counted } from '../format/words';
import { SCALES, usePreferences } from '../preferences';
import { useShortcuts } from '../shortcuts';
import { RowGrid } from './RowGrid';
import { useStableRows } from './stableRows';
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
  const { rows, waiting, accept } = useStableRows(list, items, idOf, held, more.has);
  const narrow = useNarrow();
  const rowHeight = (narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT) * SCALES[usePreferences().textSize];

  const latest = useRef(props);
  latest.current = props;
  const setScrolled = useCallback(
    (scrolled: boolean) => setInUse((use) => (use.scrolled === scrolled ? use : { ...use, scrolled })),
    [],
  );

  const isLoading = useLasting(more.loading, SAID_AFTER_MS);

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
        <RowGrid
          latest={latest}
          rows={rows}
          rowHeight={rowHeight}
          label={label}
          hasMore={more.has}
          isLoading={isLoading}
          empty={rows.length === 0 ? empty : undefined}
          setScrolled={setScrolled}
        />
      </div>
    </section>
  );
}
