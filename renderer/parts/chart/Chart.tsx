import { type ComponentType, useEffect, useState } from 'react';
import type { ChartProps } from './chartData';

let drawing: ComponentType<ChartProps> | undefined;

/** A chart. It stands below the table of its figures, which is what is read out and leads to what they count. */
export function Chart(props: ChartProps) {
  const { title } = props;
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
    </figure>
  );
}
