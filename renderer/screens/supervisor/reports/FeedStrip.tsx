import { DateTime } from 'luxon';
import type { MeasuresReportView } from '../../../../src/contract/measures';
import { counted } from '../../../format/words';
import { Figure, Sentence } from './Figure';
import { figure, lasting, type Piece, workedOut } from './figures';

type Strip = MeasuresReportView['feedStrip'];
type Cell = Strip['feeds'][number]['cells'][number];

/** In the order of the key. Told apart by height as well as by tone: on paper and in grey too. */
const CELLS: readonly { readonly cell: Cell; readonly words: string }[] = [
  { cell: 'records', words: 'records came' },
  { cell: 'none', words: 'no record' },
  { cell: 'down', words: 'lost, or silent too long' },
  { cell: 'unknown', words: 'no longer kept' },
];
const HOUR_MS = 3_600_000;

/** When each feed was up and when down: a table, and a strip of small bars over the whole time. */
export function FeedStrip({ report, zone }: { readonly report: MeasuresReportView; readonly zone: string }) {
  const { total, feedStrip } = report;
  const feeds = feedsOf(report);
  return (
    <section aria-label="Were the feeds up?">
      <h2>Were the feeds up?</h2>
      <p className="headline">
        <Sentence pieces={feedSentence(report)} of={total} />
      </p>
      {feeds.length > 0 && (
        <>
          <table className="ruleTable byReason">
            <thead>
              <tr>
                <th scope="col">Feed</th>
                <th scope="col" className="right">
                  Interruptions
                </th>
                <th scope="col" className="right">
                  Down for
                </th>
              </tr>
            </thead>
            <tbody>
              {feeds.map(({ feed, outages, downMs }) => (
                <tr key={feed}>
                  <th scope="row">{feed}</th>
                  <td className="right">
                    {outages === 0 ? (
                      0
                    ) : (
                      <Figure said={outages.toLocaleString('en-US')} part={{ number: 'outages', feed }} of={total} />
                    )}
                  </td>
                  <td className="right">
                    {outages === 0 ? '–' : <Figure said={lasting(downMs)} part={{ number: 'outages', feed }} of={total} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <figure className="chart feedStrip">
            <figcaption>Each bar is {cellName(feedStrip.cellMs)}</figcaption>
            {feeds.map(({ feed, cells }) => (
              <div key={feed} className="feedStripRow">
                <span className="cut">{feed}</span>
                <Bars feed={feed} cells={cells} from={total.from} cellMs={feedStrip.cellMs} zone={zone} />
              </div>
            ))}
            <Ends from={total.from} to={total.to} zone={zone} />
            <p className="feedStripKey muted" aria-hidden="true">
              {CELLS.map(({ cell, words }) => (
                <span key={cell}>
                  <svg viewBox="0 0 4 20" aria-hidden="true">
                    <Bar cell={cell} at={0} />
                  </svg>
                  {words}
                </span>
              ))}
            </p>
          </figure>
        </>
      )}
    </section>
  );
}

export function feedSentence(report: MeasuresReportView): readonly Piece[] {
  const feeds = feedsOf(report);
  if (feeds.length === 0) return ['Nothing is known of any feed in this time.'];
  const outages = feeds.reduce((sum, each) => sum + each.outages, 0);
  if (outages === 0) return [`No feed was lost or silent too long; ${counted(feeds.length, 'feed')} brought records.`];
  const longest = [...feeds].sort((a, b) => b.downMs - a.downMs)[0];
  return [
    figure(outages, { number: 'outages' }, 'interruption'),
    ` of ${counted(feeds.length, 'feed')}; longest down: ${longest?.feed}, `,
    workedOut(lasting(longest?.downMs ?? 0), { number: 'outages', feed: longest?.feed ?? '' }),
    ' in all.',
  ];
}

function feedsOf({ total, feedStrip }: MeasuresReportView) {
  return feedStrip.feeds.map(({ feed, cells }) => {
    const down = total.feeds.find((each) => each.feed === feed);
    return { feed, cells, outages: down?.outages ?? 0, downMs: down?.downMs ?? 0 };
  });
}

interface BarsProps {
  readonly feed: string;
  readonly cells: readonly Cell[];
  readonly from: number;
  readonly cellMs: number;
  readonly zone: string;
}

function Bars({ feed, cells, from, cellMs, zone }: BarsProps) {
  const down = cells.flatMap((cell, index) => (cell === 'down' ? [when(from + index * cellMs, zone)] : []));
  const name = `${feed}: ${down.length === 0 ? 'never down' : `down at ${down.slice(0, 10).join(', ')}${down.length > 10 ? ' and later' : ''}`}`;
  return (
    <svg viewBox={`0 0 ${cells.length * 4} 20`} preserveAspectRatio="none" role="img" aria-label={name}>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in time never moves
        <Bar key={index} cell={cell} at={index * 4} title={`${when(from + index * cellMs, zone)}: ${wordsOf(cell)}`} />
      ))}
    </svg>
  );
}

/** Down stands out by being whole and dark; nothing came is a foot. */
function Bar({ cell, at, title }: { readonly cell: Cell; readonly at: number; readonly title?: string }) {
  if (cell === 'future') return null;
  const height = cell === 'down' ? 20 : cell === 'records' ? 12 : cell === 'none' ? 3 : 1;
  return (
    <rect className={`cell ${cell}`} x={at + 0.4} y={20 - height} width={3.2} height={height}>
      {title !== undefined && <title>{title}</title>}
    </rect>
  );
}

function Ends({ from, to, zone }: { readonly from: number; readonly to: number; readonly zone: string }) {
  return (
    <div className="feedStripEnds muted" aria-hidden="true">
      <span>{DateTime.fromMillis(from, { zone }).toISODate()}</span>
      <span>{DateTime.fromMillis(to - 1, { zone }).toISODate()}</span>
    </div>
  );
}

const wordsOf = (cell: Cell) => CELLS.find((each) => each.cell === cell)?.words ?? '';
const when = (at: number, zone: string) => DateTime.fromMillis(at, { zone }).toFormat('MM-dd HH:mm');
const cellName = (ms: number) => (ms === HOUR_MS ? 'an hour' : ms < 24 * HOUR_MS ? `${ms / HOUR_MS} hours` : 'a day');
