import { type ComponentType, useEffect, useState } from 'react';
import type { ChartProps } from './chartData';

/** Of bars and lines: its place is kept until it comes. */
const HEIGHT = 260;

let drawing: ComponentType<ChartProps> | undefined;

/** A chart. It stands below the table of its figures, which is what is read out and leads to what they count. */
export function Chart(props: ChartProps) {
  const { title, kind, height = HEIGHT } = props;
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
      <div ref={passOverLayers} className="drawing" style={kind === 'ranking' ? {} : { minHeight: height }}>
        {Drawn !== undefined && <Drawn {...props} />}
      </div>
    </figure>
  );
}

/** A browser's Tab stops at SVG that listens for focus, and React listens so on every layer which the library draws into. */
function passOverLayers(drawing: HTMLElement | null): (() => void) | undefined {
  if (drawing === null) return undefined;
  const pass = () => {
    for (const layer of drawing.querySelectorAll('[class^="recharts-zIndex-layer"]')) layer.setAttribute('tabindex', '-1');
  };
  const drawn = new MutationObserver(pass);
  drawn.observe(drawing, { childList: true, subtree: true });
  return () => drawn.disconnect();
}
