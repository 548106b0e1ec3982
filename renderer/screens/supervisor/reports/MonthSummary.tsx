import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { monthName, monthOf } from '../../../format/calendar';
import { useLive, useQueries } from '../../../link/herald';
import { Chart } from '../../../parts/chart/Chart';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { address } from '../../../route';
import { failuresSentence, Skips } from './ByReason';
import { feedSentence } from './FeedStrip';
import { Sentence } from './Figure';
import { FiguresTable } from './FiguresTable';
import { OnPaper } from './OnPaper';
import { rowName } from './periods';
import { pointsOf, QUESTIONS, stageColumns } from './questions';

/** One month on one page, for the browser's print: on paper or as PDF. */
export function MonthSummary({ agency, zone, back }: { readonly agency: string; readonly zone: string; readonly back: number }) {
  const queries = useQueries();
  const live = useLive();
  const days = monthOf(live.now(), zone, back);
  const report = useQuery({ ...queries.measures.report.queryOptions({ input: { ...days, by: 'week' } }), staleTime: 60_000 });
  const daily = useQuery({ ...queries.measures.report.queryOptions({ input: { ...days, by: 'day' } }), staleTime: 60_000 });
  const { data } = report;
  // Both at once: a sheet printed in between would lack its chart.
  if (data === undefined || daily.data === undefined) {
    const again = () => void Promise.all([report.refetch(), daily.refetch()]);
    return report.isError || daily.isError ? <Failed what="the month" again={again} /> : <Loading what="the month" />;
  }
  const { rows, total, targets } = data;
  return (
    <div className="page summaryPage">
      <PageHead
        title={`${agency}: ${monthName(days.from, zone)}`}
        intro={<OnPaper zone={zone} days={days} madeAt={data.madeAt} always />}
      >
        <a className="button" href={address('reports', 'month', { back: String(back + 1) })}>
          Month before
        </a>
        {back > 0 && (
          <a className="button" href={address('reports', 'month', { back: String(back - 1) })}>
            Month after
          </a>
        )}
        <Button className="button strong" onPress={() => window.print()}>
          Print, or save as PDF
        </Button>
        <a className="button" href={address('reports')}>
          All reports
        </a>
      </PageHead>
      <section aria-label="In short">
        <ul>
          {[...QUESTIONS.map(({ sentence }) => sentence(total, targets)), failuresSentence(total), feedSentence(data)].map(
            (pieces, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sentences in a fixed order
              <li key={index}>
                <Sentence pieces={pieces} of={total} />
              </li>
            ),
          )}
        </ul>
      </section>
      <section aria-label="Week by week">
        <h2>Week by week</h2>
        <FiguresTable
          label="Week by week"
          rows={rows}
          total={total}
          nameOf={({ from }) => rowName(from, 'week', zone)}
          columns={[
            { name: 'Incidents', value: ({ incidents }) => incidents, part: { number: 'incidents' } },
            { name: 'Texts', value: ({ texts }) => texts.left, part: { number: 'left' } },
            ...stageColumns(rows),
          ]}
        />
        <Chart
          title="Texts sent, day by day"
          kind="bars"
          height={130}
          series={[{ key: 'left', name: 'Texts' }]}
          points={pointsOf(
            daily.data.rows,
            ({ from }) => rowName(from, 'day', zone),
            ({ texts }) => ({ left: texts.left }),
          )}
        />
      </section>
      <Skips total={total} most={8} />
    </div>
  );
}
