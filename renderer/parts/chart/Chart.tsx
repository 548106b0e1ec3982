import { type ComponentType, useEffect, useState } from 'react';
import type { ChartProps } from './chartData';

let drawing: ComponentType<ChartProps> | undefined;

/** A chart with its sentence above and its figures below, as a table that can be opened, read out and printed. */
export function Chart(props: ChartProps) {
  const { title, points, series, unit = '' } = props;
  const [, setArrived] = useState(drawing !== undefined);
  useEffect(() => {
    // Fetched apart: most who open a report look at its sentence and its table first.
    if (drawing === undefined) {
      void import('./Drawing').then((module) => {
        drawing = module.Drawing;
        setArrived(true);
      });
    }
  }, []);
  const Drawn = drawing;
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div className="drawing">{Drawn !== undefined && <Drawn {...props} />}</div>
      <details>
        <summary>The figures</summary>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col" />
              {series.map(({ key, name }) => (
                <th key={key} scope="col" className="right">
                  {name}
                  {unit !== '' && ` (${unit})`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.x}>
                <th scope="row">{point.x}</th>
                {series.map(({ key }) => (
                  <td key={key} className="right">
                    {point[key]?.toLocaleString('en-US') ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
