import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { RehearsalRowView } from '../../../../src/contract/rehearsal';
import { rehearsalRowKey } from '../../../../src/contract/rehearsalRowKey';
import { counted } from '../../../format/words';
import { useClient, useQueries } from '../../../link/herald';
import { Choice, TextBox } from '../../../parts/Fields';
import { Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { PAGE, usePages } from '../../../parts/usePages';
import { useWork } from '../../../parts/Working';
import { saveFile } from '../saveFile';
import { Coverage } from './Coverage';
import { allRows, rowsAsCsv } from './exportRows';
import { HeadlineTable } from './HeadlineTable';
import { RehearsedRow } from './RehearsedRow';

const SHOWN = [
  { id: 'differences', name: 'All differences' },
  { id: 'newlyTexted', name: 'Newly texted' },
  { id: 'noLongerTexted', name: 'No longer texted' },
  { id: 'waitsLonger', name: 'Waits longer' },
  { id: 'waitsLess', name: 'Waits no longer' },
  { id: 'otherText', name: 'Other text' },
  { id: 'otherTime', name: 'Other time' },
  { id: 'otherReason', name: 'Other reason' },
  { id: 'all', name: 'Everything' },
] as const;

interface FoundProps {
  readonly id: string;
  /** Rows of risk that somebody has ticked as looked at. */
  readonly looked: ReadonlySet<string>;
  readonly setLooked: (looked: ReadonlySet<string>) => void;
}

/** What a rehearsal found: the headline, the risks, then row by row. */
export function Found({ id, looked, setLooked }: FoundProps) {
  const client = useClient();
  const work = useWork();
  const [show, setShow] = useState<(typeof SHOWN)[number]['id']>('differences');
  const [find, setFind] = useState('');
  const all = useFound(id, show, find);
  const risks = useFound(id, 'risks', '');
  const { headline, status } = all.first ?? {};
  if (!all.known || headline === null || headline === undefined || status === undefined) {
    return all.failed ? <Failed what="the rehearsal" again={all.again} /> : <Loading what="the rehearsal" />;
  }
  const save = (kind: 'json' | 'csv') =>
    void work.run(async () => {
      const rows = await allRows(client, id, show, find);
      if (kind === 'csv') saveFile('rehearsal.csv', 'text/csv', rowsAsCsv(rows));
      else saveFile('rehearsal.json', 'application/json', JSON.stringify({ headline, rows }, undefined, 2));
    });
  const tick = (row: RehearsalRowView, on: boolean) => {
    const next = new Set(looked);
    if (on) next.add(rehearsalRowKey(row));
    else next.delete(rehearsalRowKey(row));
    setLooked(next);
  };
  return (
    <section aria-label="What it would have done">
      <h2>What it would have done</h2>
      <p className="headline">{headline.sentence}</p>
      <Coverage coverage={headline.coverage} to={status.to} />
      <p className="muted">
        Texts that would have come due from <At at={status.from} /> to <At at={status.to} />. Both columns are reckoned anew, as if
        everything had been sent: watch-only time, a carrier that was away and what people did about single texts are not in them.
        What was really sent stands under Messages and at each incident.
      </p>
      <HeadlineTable headline={headline} />
      {risks.items.length > 0 && (
        <section className="panel" aria-label="Look at these first">
          <h3>Look at these first: {counted(headline.differences.safety + headline.differences.attention, 'risk')}</h3>
          {risks.items.map((row) => (
            <RehearsedRow
              key={rehearsalRowKey(row)}
              row={row}
              looked={looked.has(rehearsalRowKey(row))}
              setLooked={(on) => tick(row, on)}
            />
          ))}
          {risks.more.has && (
            <Button className="button" onPress={risks.more.load}>
              Show more risks
            </Button>
          )}
        </section>
      )}
      <div className="ruleCardHead">
        <Choice label="Show" value={show} options={SHOWN} onChange={setShow} />
        <TextBox label="Find an incident or call type" type="search" value={find} onChange={setFind} />
        <Button className="button" isDisabled={work.running} onPress={() => save('csv')}>
          Export as CSV
        </Button>
        <Button className="button" isDisabled={work.running} onPress={() => save('json')}>
          Export as JSON
        </Button>
        <span role="alert">{work.problem}</span>
      </div>
      <div>
        {all.items.length === 0 && <p className="muted">None.</p>}
        {all.items.map((row) => (
          <RehearsedRow key={rehearsalRowKey(row)} row={row} />
        ))}
        {all.more.has && (
          <Button className="button" isDisabled={all.more.loading} onPress={all.more.load}>
            Show more
          </Button>
        )}
      </div>
    </section>
  );
}

type Result = Awaited<ReturnType<ReturnType<typeof useClient>['rehearsal']['result']>>;

function useFound(id: string, show: (typeof SHOWN)[number]['id'] | 'risks', find: string) {
  const client = useClient();
  const queries = useQueries();
  const input = { id, show, limit: PAGE, ...(find.trim() === '' ? {} : { find: find.trim() }) };
  return usePages<RehearsalRowView, Result>({
    queryKey: queries.rehearsal.result.key({ type: 'infinite', input }),
    ask: (next, signal) => client.rehearsal.result({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
}
