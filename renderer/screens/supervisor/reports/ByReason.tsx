import type { MeasuresRowView } from '../../../../src/contract/measures';
import { Chart } from '../../../parts/chart/Chart';
import { Figure, Sentence } from './Figure';
import { figure, type Part, type Piece } from './figures';

/** So many reasons fit a chart; the table has all. */
const DRAWN = 12;

interface Reason {
  readonly key: string;
  readonly words: string;
  readonly count: number;
  readonly part: Part;
}

interface ByReasonProps {
  readonly title: string;
  readonly sentence: readonly Piece[];
  readonly reasons: readonly Reason[];
  readonly of: { readonly from: number; readonly to: number };
  readonly chart?: { readonly title: string; readonly series: string };
  /** How many reasons are listed; the others are one line. */
  readonly most?: number | undefined;
}

function ByReason({ title, sentence, reasons, of, chart, most = Number.POSITIVE_INFINITY }: ByReasonProps) {
  const listed = reasons.slice(0, most);
  const others = togetherOf(reasons.slice(most));
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p className="headline">
        <Sentence pieces={sentence} of={of} />
      </p>
      {listed.length > 0 && (
        <table className="ruleTable byReason">
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col" className="right">
                Count
              </th>
            </tr>
          </thead>
          <tbody>
            {[...listed, ...others].map(({ key, words, count, part }) => (
              <tr key={key}>
                <th scope="row">{words}</th>
                <td className="right">
                  <Figure said={count.toLocaleString('en-US')} part={part} of={of} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {chart !== undefined && listed.length > 0 && (
        <Chart
          title={chart.title}
          kind="ranking"
          series={[{ key: 'count', name: chart.series }]}
          points={listed.slice(0, DRAWN).map(({ words, count }) => ({ x: words, count }))}
        />
      )}
    </section>
  );
}

interface OfTotal {
  readonly total: MeasuresRowView;
  readonly withChart?: boolean;
  readonly most?: number;
}

/** Why people were not texted, the most frequent reason first. */
export function Skips({ total, withChart = false, most }: OfTotal) {
  const reasons = skipReasons(total);
  const all = sumOf(reasons);
  const [first] = reasons;
  return (
    <ByReason
      title="Why were people not texted?"
      sentence={
        first === undefined
          ? ['Nothing was kept back.']
          : [figure(all, { number: 'skipped' }, 'time'), ` a text was kept back; most often: ${first.words}.`]
      }
      reasons={reasons}
      of={total}
      most={most}
      {...(withChart ? { chart: { title: 'Kept back, by reason', series: 'Texts kept back' } } : {})}
    />
  );
}

/** What the carrier said of texts that did not arrive, or of which it is not known. */
export function Failures({ total }: OfTotal) {
  const reasons = failureReasons(total);
  return (
    <ByReason
      title="What went wrong at the carrier?"
      sentence={failuresSentence(total)}
      reasons={reasons}
      of={total}
      chart={{ title: 'Not delivered or unconfirmed, by what the carrier said', series: 'Texts' }}
    />
  );
}

/** What expired is told beside it: while the carrier is away nothing fails there, and people are not told all the same. */
export function failuresSentence({ failures, texts: { undelivered, unconfirmed, expired } }: MeasuresRowView): readonly Piece[] {
  const late: readonly Piece[] =
    expired === 0 ? [] : [' ', figure(expired, { number: 'expired' }, 'text'), ' came too late to be sent, and did not leave.'];
  if (failures.length === 0) return ['No text that the carrier took has failed, and none is unconfirmed.', ...late];
  return [
    figure(undelivered, { number: 'undelivered' }, 'text'),
    ` ${undelivered === 1 ? 'was' : 'were'} not delivered, and `,
    figure(unconfirmed, { number: 'unconfirmed' }),
    ` ${unconfirmed === 1 ? 'is' : 'are'} unconfirmed.`,
    ...late,
  ];
}

export function skipReasons({ skips }: MeasuresRowView): readonly Reason[] {
  return skips.map(({ code, reason, count }) => ({ key: code, words: reason, count, part: { number: 'skipped', code } }));
}

export function failureReasons({ failures }: MeasuresRowView): readonly Reason[] {
  return failures.map(({ state, code, reason, count }) => ({
    key: `${state} ${code}`,
    words: `${state === 'undelivered' ? 'Not delivered' : 'Unconfirmed'}: ${reason}`,
    count,
    part: { number: 'failed', state, code },
  }));
}

/** The rest as one line. */
function togetherOf(reasons: readonly Reason[]): readonly Reason[] {
  const [first] = reasons;
  if (first === undefined || reasons.length === 1) return reasons;
  const code = reasons.map(({ part }) => part.code).join(',');
  const words = `${reasons.length} other reasons`;
  return [{ key: 'others', words, count: sumOf(reasons), part: { ...first.part, code } }];
}

function sumOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { count }) => sum + count, 0);
}
