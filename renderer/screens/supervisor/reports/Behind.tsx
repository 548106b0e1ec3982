import { type ReactNode, useState } from 'react';
import type { BehindEntryView, MeasureNumber } from '../../../../src/contract/behind';
import type { MessageView } from '../../../../src/contract/views';
import { useClient, useQueries } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { MessageDialog } from '../../../parts/MessageDialog';
import { PageHead } from '../../../parts/PageHead';
import { RowList } from '../../../parts/RowList';
import { Empty, Failed, Loading } from '../../../parts/States';
import { PAGE, usePages } from '../../../parts/usePages';
import { address, go } from '../../../route';
import { useShortcuts } from '../../../shortcuts';
import { BehindRow, behindHeader, behindText } from './BehindRow';
import { BEHIND, countedBehind } from './behindWords';
import type { Part } from './figures';
import { daysName } from './periods';

/** What a figure of a report counts: as many rows as it says. */
export function Behind({ zone, query }: { readonly zone: string; readonly query: URLSearchParams }) {
  const asked = partOf(query);
  if (asked === undefined) {
    return (
      <Empty>
        <h1>This address names no figure</h1>
        <p>
          <a className="button" href={address('reports')}>
            To the reports
          </a>
        </p>
      </Empty>
    );
  }
  return <List {...asked} zone={zone} report={reportOf(query)} />;
}

interface ListProps {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly report: string;
}

function List({ part, from, to, zone, report }: ListProps) {
  const client = useClient();
  const queries = useQueries();
  const may = useMay();
  const { kind, title } = BEHIND[part.number];
  const input = { ...part, from, to, limit: PAGE };
  const { items, first, known, failed, again, more } = usePages<
    BehindEntryView,
    Awaited<ReturnType<typeof client.measures.behind>>
  >({
    queryKey: queries.measures.behind.key({ type: 'infinite', input }),
    ask: (next, signal) => client.measures.behind({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  const [opened, setOpened] = useState<MessageView>();
  const back = () => go(report);
  useShortcuts(title, [{ key: 'b', label: 'Back to the report', run: back }]);
  const open = ({ message, incident, again: further, outage }: BehindEntryView) => {
    const about = further ?? incident;
    if (message !== null) setOpened(message);
    else if (about !== null) go(address('incidents', about.number, { id: String(about.id) }));
    else if (outage !== null) go(address('feeds', outage.feed));
    else if (may('optOut.suppressions')) go(address('numbers'));
  };
  const total = first?.total ?? undefined;
  return (
    <>
      <PageHead
        title={heading(part, items, title)}
        intro={`${total === undefined ? '' : `${countedBehind(part.number, total, first?.segments ?? null)}. `}${daysName({ from, to }, zone)}.`}
      />
      <RowList
        label={title}
        list={`behind ${JSON.stringify(input)}`}
        columns={`${kind}BehindColumns`}
        items={items}
        idOf={({ key }) => key}
        textOf={(entry) => behindText(kind, entry)}
        header={behindHeader(kind)}
        row={(entry) => <BehindRow kind={kind} entry={entry} />}
        onOpen={open}
        more={more}
        toolbar={
          <a className="button" href={report}>
            Back to the report
          </a>
        }
        empty={emptyFor({ failed, known, again })}
      />
      <MessageDialog message={opened} close={() => setOpened(undefined)} />
    </>
  );
}

/** With the reason or the feed that all entries share. */
function heading({ code, feed, number }: Part, items: readonly BehindEntryView[], title: string): string {
  if (feed !== undefined) return `${title}: ${feed}`;
  if (code === undefined || code.includes(',')) return title;
  const reason = number === 'failed' ? items[0]?.message?.reason : items[0]?.reason;
  return reason == null ? title : `${title}: ${reason.split(':')[0]}`;
}

function emptyFor({
  failed,
  known,
  again,
}: {
  readonly failed: boolean;
  readonly known: boolean;
  readonly again: () => void;
}): ReactNode {
  if (failed) return <Failed what="the list" again={again} />;
  return known ? <Empty>Nothing is behind this figure any more.</Empty> : <Loading what="the list" />;
}

function partOf(query: URLSearchParams): { part: Part; from: number; to: number } | undefined {
  const number = query.get('number') ?? '';
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  if (!Object.hasOwn(BEHIND, number) || !(from > 0) || !(to > from)) return undefined;
  const given = ['stage', 'cause', 'code', 'state', 'feed'].flatMap((key) => {
    const value = query.get(key);
    return value === null ? [] : [[key, value]];
  });
  return { part: { number: number as MeasureNumber, ...Object.fromEntries(given) }, from, to };
}

/** The report that was left; never an address of elsewhere. */
function reportOf(query: URLSearchParams): string {
  const report = query.get('report') ?? '';
  return /^#\/reports(?:\/month)?(?:\?[\w=&-]*)?$/.test(report) ? report : address('reports');
}
