import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { monthName, monthOf } from '../../../format/calendar';
import { useLive, useQueries } from '../../../link/herald';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { address } from '../../../route';
import { Skips } from './ByReason';
import { Sentence } from './Figure';
import { FiguresTable } from './FiguresTable';
import { OnPaper } from './OnPaper';
import { rowName } from './periods';
import { QUESTIONS, stageColumns } from './questions';

/** One month on one page, for the browser's print: on paper or as PDF. */
export function MonthSummary({ agency, zone, back }: { readonly agency: string; readonly zone: string; readonly back: number }) {
  const queries = useQueries();
  const live = useLive();
  const days = monthOf(live.now(), zone, back);
  const report = useQuery({ ...queries.measures.report.queryOptions({ input: { ...days, by: 'week' } }), staleTime: 60_000 });
  const { data } = report;
  if (data === undefined) {
    return report.isError ? <Failed what="the month" again={() => void report.refetch()} /> : <Loading what="the month" />;
  }
  const { rows, total, targets } = data;
  return (
    <div className="page summaryPage">
      <PageHead
        title={`${agency}: ${monthName(days.from, zone)}`}
        intro={<OnPaper agency={agency} zone={zone} days={days} madeAt={report.dataUpdatedAt} always />}
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
          {QUESTIONS.map(({ id, sentence }) => (
            <li key={id}>
              <Sentence pieces={sentence(total, targets)} of={total} />
            </li>
          ))}
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
      </section>
      <Skips total={total} most={8} />
    </div>
  );
}
