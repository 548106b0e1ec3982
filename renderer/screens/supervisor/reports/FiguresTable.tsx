import type { MeasuresRowView } from '../../../../src/contract/measures';
import { Figure } from './Figure';
import type { Column } from './figures';

interface FiguresTableProps {
  /** For screen readers. */
  readonly label: string;
  readonly rows: readonly MeasuresRowView[];
  readonly total: MeasuresRowView;
  readonly nameOf: (row: MeasuresRowView) => string;
  readonly columns: readonly Column[];
}

/** A row per day, week or month, and their total. Every figure leads to what it counts. */
export function FiguresTable({ label, rows, total, nameOf, columns }: FiguresTableProps) {
  const line = (row: MeasuresRowView, name: string) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      {columns.map((column, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two columns may share a name, and they never move
        <td key={index} className="right">
          <Cell column={column} row={row} />
        </td>
      ))}
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a year of days scrolls, also by keyboard
    <section className="reportTable" aria-label={label} tabIndex={0}>
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
    </section>
  );
}

/** Nothing is behind a zero or a dash. */
function Cell({ column: { value, part }, row }: { readonly column: Column; readonly row: MeasuresRowView }) {
  const found = value(row);
  if (found === null) return '–';
  const said = typeof found === 'number' ? found.toLocaleString('en-US') : found;
  return found === 0 ? said : <Figure said={said} part={part} of={row} />;
}
