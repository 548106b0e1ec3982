import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { monthName, monthOf } from '../../../format/calendar';
import { isoTime } from '../../../format/time';
import { counted } from '../../../format/words';
import { useLive, useQueries } from '../../../link/herald';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { address } from '../../../route';
import { FiguresTable } from './FiguresTable';
import { daysName, rowName } from './periods';
import { QUESTIONS, sentOf, sentTexts, stagesOf } from './questions';
import { SkipsByReason } from './SkipsByReason';

/** One month on one page, for the browser's print: on paper or as PDF. */
export function MonthSummary({ agency, zone, back }: { readonly agency: string; readonly zone: string; readonly back: number }) {
  const queries = useQueries();
  const live = useLive();
  const days = monthOf(live.now(), zone, back);
  const report = useQuery({ ...queries.measures.report.queryOptions({ input: { ...days, by: 'week' } }), staleTime: 60_000 });
  const version = useQuery(queries.policy.current.queryOptions()).data;
  const { data } = report;
  if (data === undefined) {
    return report.isError ? <Failed what="the month" again={() => void report.refetch()} /> : <Loading what="the month" />;
  }
  const { rows, total } = data;
  return (
    <div className="page summaryPage">
      <PageHead
        title={`${agency}: ${monthName(days.from, zone)}`}
        intro={`${daysName(days, zone)}${days.to > live.now() ? ', not over yet' : ''}. Rules version ${version?.id ?? '–'}. Made ${isoTime(report.dataUpdatedAt, zone)}.`}
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
        <p className="strong">
          {counted(sentTexts(total), 'text')} about {total.incidentsTexted.toLocaleString('en-US')} of{' '}
          {counted(total.incidents, 'incident')}.
        </p>
        <ul>
          {QUESTIONS.map(({ id, sentence }) => (
            <li key={id}>{sentence(total)}</li>
          ))}
        </ul>
      </section>
      <section aria-label="Week by week">
        <h2>Week by week</h2>
        <FiguresTable
          rows={rows}
          total={total}
          nameOf={({ from }) => rowName(from, 'week', zone)}
          columns={[
            { name: 'Incidents', value: ({ incidents }) => incidents },
            { name: 'Texts', value: sentTexts },
            ...stagesOf(rows).map(({ key, name }) => ({ name, value: (row: (typeof rows)[number]) => sentOf(row, key) })),
          ]}
        />
      </section>
      <SkipsByReason total={total} most={8} />
    </div>
  );
}
