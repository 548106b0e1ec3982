import type { MeasuresRowView } from '../../../../src/contract/measures';

interface FiguresTableProps {
  readonly rows: readonly MeasuresRowView[];
  readonly total: MeasuresRowView;
  readonly nameOf: (row: MeasuresRowView) => string;
  readonly columns: readonly { readonly name: string; readonly value: (row: MeasuresRowView) => number | string | null }[];
}

const shown = (value: number | string | null) => (typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? '–'));

/** A row per day, week or month, and their total. */
export function FiguresTable({ rows, total, nameOf, columns }: FiguresTableProps) {
  const line = (row: MeasuresRowView, name: string) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      {columns.map((column, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two columns may share a name, and they never move
        <td key={index} className="right">
          {shown(column.value(row))}
        </td>
      ))}
    </tr>
  );
  return (
    <div className="reportTable">
      <table className="ruleTable perPeriod">
        <thead>
          <tr>
            <th scope="col">When</th>
            {columns.map(({ name }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may share a name, and they never move
              <th key={index} scope="col" className="right">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => line(row, nameOf(row)))}
          {line(total, 'Together')}
        </tbody>
      </table>
    </div>
  );
}
