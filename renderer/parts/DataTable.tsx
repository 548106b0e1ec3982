import {
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import {
  Cell,
  Column,
  Input,
  Label,
  Row,
  SearchField,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components';
import { counted } from '../format/words';
import { SCALES, usePreferences } from '../preferences';

/** One column. `value` is what is sorted and found by; `show` what is seen, by default the value. */
export interface DataColumn<T> {
  readonly id: string;
  readonly name: string;
  readonly value: (item: T) => string | number | null;
  readonly show?: (item: T) => ReactNode;
  /** Share of the width, 1 by default; or `px` for a fixed one. */
  readonly width?: number | `${number}px`;
  readonly align?: 'right';
}

interface DataTableProps<T> {
  /** For screen readers: what the rows are. */
  readonly label: string;
  readonly rows: readonly T[];
  readonly idOf: (item: T) => string;
  readonly columns: readonly DataColumn<T>[];
  /** What the rows are sorted by to begin with. */
  readonly sortedBy?: { readonly column: string; readonly direction: 'ascending' | 'descending' };
  /** Enter or a click on a row. */
  readonly onOpen?: (item: T) => void;
  readonly empty: ReactNode;
  /** False leaves out the field that narrows the rows. */
  readonly find?: boolean;
  readonly toolbar?: ReactNode;
}

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
  filterFns: { includesString: filterFn_includesString },
});
const ROW_HEIGHT = 36;

/**
 * A table of rows that are all here: sorted and narrowed by the person, drawn as far as it is in view, so that thousands do
 * not matter. For endless lists that change by themselves there is `RowList`.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, rows, idOf, columns, sortedBy, onOpen, empty, find = true, toolbar } = props;
  const [typed, setTyped] = useState('');
  const [sort, setSort] = useState<SortDescriptor | undefined>(
    sortedBy === undefined ? undefined : { column: sortedBy.column, direction: sortedBy.direction },
  );
  const scale = SCALES[usePreferences().textSize];
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    data,
    columns: useMemo(
      () =>
        columns.map(({ id, value }) => ({
          id,
          accessorFn: (item: T) => value(item) ?? '',
          sortFn: 'alphanumeric' as const,
          filterFn: 'includesString' as const,
        })),
      [columns],
    ),
    getRowId: idOf,
    globalFilterFn: 'includesString',
    state: {
      sorting: sort === undefined ? [] : [{ id: String(sort.column), desc: sort.direction === 'descending' }],
      globalFilter: typed.trim(),
    },
  });
  const shown = table.getRowModel().rows.map((row) => row.original);
  return (
    <section className="dataTable" aria-label={label}>
      {(find || toolbar !== undefined) && (
        <div className="toolbar">
          {find && (
            <SearchField className="find" value={typed} onChange={setTyped}>
              <Label>Find</Label>
              <Input className="input" />
            </SearchField>
          )}
          {toolbar}
          <p className="muted" role="status">
            {shown.length === rows.length ? counted(rows.length, 'row') : `${shown.length} of ${counted(rows.length, 'row')}`}
          </p>
        </div>
      )}
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT * scale, headingHeight: 30 * scale }}>
        <Table
          aria-label={label}
          className="table"
          {...(sort === undefined ? {} : { sortDescriptor: sort })}
          onSortChange={setSort}
          {...(onOpen === undefined
            ? {}
            : {
                onRowAction: (key: string | number) => {
                  const opened = shown.find((item) => idOf(item) === key);
                  if (opened !== undefined) onOpen(opened);
                },
              })}
        >
          <TableHeader className="tableHeader">
            {columns.map(({ id, name, width = 1, align }, index) => (
              <Column
                key={id}
                id={id}
                isRowHeader={index === 0}
                allowsSorting
                className={align === 'right' ? 'tableColumn right' : 'tableColumn'}
                width={typeof width === 'number' ? `${width}fr` : Number.parseInt(width, 10) * scale}
              >
                {({ sortDirection }) => (
                  <>
                    {name}
                    <span aria-hidden="true">{sortDirection === undefined ? '' : sortDirection === 'ascending' ? ' ▲' : ' ▼'}</span>
                  </>
                )}
              </Column>
            ))}
          </TableHeader>
          <TableBody items={shown} dependencies={[columns]} renderEmptyState={() => empty}>
            {(item) => (
              <Row id={idOf(item)} className="tableRow" columns={columns as DataColumn<T>[]}>
                {(column) => (
                  <Cell className={column.align === 'right' ? 'tableCell right' : 'tableCell'}>
                    {column.show === undefined ? column.value(item) : column.show(item)}
                  </Cell>
                )}
              </Row>
            )}
          </TableBody>
        </Table>
      </Virtualizer>
    </section>
  );
}
