import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { MeasuresReportView, MeasuresRowView } from '../../../../src/contract/measures';
import type { ScreenProps } from '../../../frame/screen';
import { useAgency, useClient, useLive, useQueries } from '../../../link/herald';
import { Chart } from '../../../parts/chart/Chart';
import { Choice } from '../../../parts/Fields';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { useWork, Working } from '../../../parts/Working';
import { address, go } from '../../../route';
import { saveFile } from '../saveFile';
import { Behind } from './Behind';
import { Failures, Skips } from './ByReason';
import { FeedStrip } from './FeedStrip';
import { Sentence } from './Figure';
import { FiguresTable } from './FiguresTable';
import { MonthSummary } from './MonthSummary';
import { OnPaper } from './OnPaper';
import { BYS, type By, daysName, PERIODS, type Period, rowName } from './periods';
import { pointsOf, QUESTIONS, type Question } from './questions';
import '../../../styles/reports.css';

/** What the texts did: by day, week or month, a month on one page for paper, and what is behind each figure. */
export function Screen({ subject, query }: ScreenProps) {
  const agency = useAgency();
  if (agency === undefined) return <Loading what="the agency" />;
  const { name, timeZone: zone } = agency;
  if (subject === 'month') return <MonthSummary agency={name} zone={zone} back={Number(query.get('back') ?? '0')} />;
  if (subject === 'behind') return <Behind zone={zone} query={query} />;
  return <Reports zone={zone} query={query} />;
}

function Reports({ zone, query }: { readonly zone: string; readonly query: URLSearchParams }) {
  const queries = useQueries();
  const client = useClient();
  const live = useLive();
  const work = useWork();
  const period = PERIODS.find(({ id }) => id === query.get('period')) ?? (PERIODS[0] as Period);
  const by = BYS.find(({ id }) => id === query.get('by'))?.id ?? (period.id === 'year' ? 'month' : 'day');
  const days = period.days(zone, live.now());
  const input = { ...days, by };
  const { data, isError, isFetching, refetch } = useQuery({
    ...queries.measures.report.queryOptions({ input }),
    staleTime: 60_000,
  });
  const show = (next: { readonly period?: string; readonly by?: By }) =>
    go(
      address('reports', undefined, { period: next.period ?? period.id, ...(next.by === undefined ? {} : { by: next.by }) }),
      'replace',
    );
  return (
    <div className="page reportPage">
      <PageHead
        title="Reports"
        intro={`${daysName(days, zone)}, counted by when a call came in. A figure leads to the list of what it counts.`}
      >
        <Button
          className="button"
          isDisabled={work.running}
          onPress={() =>
            void work.run(async () => {
              const { name, csv } = await client.measures.csv(input);
              saveFile(name, 'text/csv', csv);
            })
          }
        >
          Export as CSV
        </Button>
        <Button className="button" onPress={() => window.print()}>
          Print
        </Button>
        <a className="button" href={address('reports', 'month')}>
          A month on one page
        </a>
      </PageHead>
      <OnPaper zone={zone} days={days} madeAt={data?.madeAt} />
      <div className="toolbar">
        <Choice label="Period" value={period.id} options={PERIODS} onChange={(id) => show({ period: id })} />
        <Choice label="By" value={by} options={BYS} onChange={(id) => show({ by: id })} />
        <span role="alert">{work.problem}</span>
      </div>
      {isFetching && data === undefined && <Working what="Counting" />}
      {data === undefined ? (
        isError ? (
          <Failed what="the report" again={() => void refetch()} />
        ) : (
          <Loading what="the report" />
        )
      ) : (
        <>
          {QUESTIONS.map((question) => (
            <Answer key={question.id} question={question} report={data} nameOf={({ from }) => rowName(from, by, zone)} />
          ))}
          <Failures total={data.total} />
          <Skips total={data.total} withChart />
          <FeedStrip report={data} zone={zone} />
        </>
      )}
    </div>
  );
}

interface AnswerProps {
  readonly question: Question;
  readonly report: MeasuresReportView;
  readonly nameOf: (row: MeasuresRowView) => string;
}

/** One report: a sentence, a table, at most one chart. */
function Answer({ question: { title, sentence, note, columns, chart }, report: { rows, total, targets }, nameOf }: AnswerProps) {
  const target = chart?.target?.(targets);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <p className="headline">
        <Sentence pieces={sentence(total, targets)} of={total} />
      </p>
      {note !== undefined && <p className="muted">{note}</p>}
      <FiguresTable label={`${title} The figures`} rows={rows} total={total} nameOf={nameOf} columns={columns(rows)} />
      {chart !== undefined && (
        <Chart
          title={chart.title}
          kind={chart.kind}
          series={chart.series}
          points={pointsOf(rows, nameOf, chart.values)}
          {...(chart.unit === undefined ? {} : { unit: chart.unit })}
          {...(target === undefined ? {} : { target })}
        />
      )}
    </section>
  );
}
