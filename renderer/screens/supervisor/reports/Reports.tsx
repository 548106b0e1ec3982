import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { MeasuresRowView } from '../../../../src/contract/measures';
import { counted } from '../../../format/words';
import type { ScreenProps } from '../../../frame/screen';
import { useAgency, useClient, useLive, useQueries } from '../../../link/herald';
import { Chart } from '../../../parts/chart/Chart';
import { Choice } from '../../../parts/Fields';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { useWork, Working } from '../../../parts/Working';
import { address, go } from '../../../route';
import { saveFile } from '../saveFile';
import { FiguresTable } from './FiguresTable';
import { MonthSummary } from './MonthSummary';
import { BYS, type By, daysName, PERIODS, type Period, rowName } from './periods';
import { pointsOf, QUESTIONS, sentOf, sentTexts, stagesOf } from './questions';
import { SkipsByReason } from './SkipsByReason';

/** What the texts did: by day, week or month, and a month on one page for paper. */
export function Screen({ subject, query }: ScreenProps) {
  const agency = useAgency();
  if (agency === undefined) return <Loading what="the agency" />;
  if (subject === 'month')
    return <MonthSummary agency={agency.name} zone={agency.timeZone} back={Number(query.get('back') ?? '0')} />;
  return <Reports zone={agency.timeZone} query={query} />;
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
    <div className="page">
      <PageHead
        title="Reports"
        intro={`${daysName(days, zone)}, counted by when a call came in. Numbers of people are never shown here.`}
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
        <a className="button" href={address('reports', 'month')}>
          A month on one page
        </a>
      </PageHead>
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
        <Figures rows={data.rows} total={data.total} nameOf={({ from }) => rowName(from, by, zone)} />
      )}
    </div>
  );
}

function Figures({
  rows,
  total,
  nameOf,
}: {
  readonly rows: readonly MeasuresRowView[];
  readonly total: MeasuresRowView;
  readonly nameOf: (row: MeasuresRowView) => string;
}) {
  const stages = stagesOf(rows);
  return (
    <>
      <section aria-label="Texts by stage">
        <h2>How many texts were sent?</h2>
        <p className="headline">
          {counted(sentTexts(total), 'text')} about {total.incidentsTexted.toLocaleString('en-US')} of{' '}
          {counted(total.incidents, 'incident')}.
        </p>
        <FiguresTable
          rows={rows}
          total={total}
          nameOf={nameOf}
          columns={[
            { name: 'Incidents', value: ({ incidents }) => incidents },
            { name: 'Texted', value: ({ incidentsTexted }) => incidentsTexted },
            ...stages.map(({ key, name }) => ({ name, value: (row: MeasuresRowView) => sentOf(row, key) })),
          ]}
        />
        <Chart
          title="Texts that the carrier took"
          kind="bars"
          series={[{ key: 'sent', name: 'Texts' }]}
          points={pointsOf(rows, nameOf, (row) => ({ sent: sentTexts(row) }))}
        />
      </section>
      {QUESTIONS.map(({ id, title, sentence, columns, chart }) => (
        <section key={id} aria-label={title}>
          <h2>{title}</h2>
          <p className="headline">{sentence(total)}</p>
          <FiguresTable rows={rows} total={total} nameOf={nameOf} columns={columns} />
          {chart !== undefined && (
            <Chart
              title={chart.title}
              kind={chart.kind}
              series={chart.series}
              points={pointsOf(rows, nameOf, chart.values)}
              {...(chart.unit === undefined ? {} : { unit: chart.unit })}
            />
          )}
        </section>
      ))}
      <SkipsByReason total={total} withChart />
    </>
  );
}
