import type { MeasuresRowView } from '../../../../src/contract/measures';
import { counted } from '../../../format/words';
import { Chart } from '../../../parts/chart/Chart';

/** Why people were not texted, the most frequent reason first. */
export function SkipsByReason({
  total,
  withChart = false,
  most = Number.POSITIVE_INFINITY,
}: {
  readonly total: MeasuresRowView;
  readonly withChart?: boolean;
  /** How many reasons are listed; the others are one line. */
  readonly most?: number;
}) {
  const skips = [...total.skips].sort((a, b) => b.count - a.count);
  const all = skips.reduce((sum, { count }) => sum + count, 0);
  const others = skips.slice(most).reduce((sum, { count }) => sum + count, 0);
  const listed = [...skips.slice(0, most), ...(others === 0 ? [] : [{ code: 'others', reason: 'Other reasons', count: others }])];
  return (
    <section aria-label="Not texted, by reason">
      <h2>Why were people not texted?</h2>
      <p className={withChart ? 'headline' : ''}>
        {all === 0
          ? 'Nothing was kept back.'
          : `${counted(all, 'stage')} of calls went untexted${skips[0] === undefined ? '.' : `; most often: ${skips[0].reason}`}`}
      </p>
      {listed.length > 0 && (
        <table className="ruleTable">
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col" className="right">
                Count
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map(({ code, reason, count }) => (
              <tr key={`${code} ${reason}`}>
                <th scope="row">{reason}</th>
                <td className="right">{count.toLocaleString('en-US')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {withChart && skips.length > 0 && (
        <Chart
          title="Not texted, by reason"
          kind="ranking"
          series={[{ key: 'count', name: 'Stages of calls' }]}
          points={skips.slice(0, 12).map(({ reason, count }) => ({ x: reason, count }))}
        />
      )}
    </section>
  );
}
