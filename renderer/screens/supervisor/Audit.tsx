import type { AuditEntryView } from '../../../src/contract/views';
import { useClient, useQueries } from '../../link/herald';
import { PageHead } from '../../parts/PageHead';
import { RowList } from '../../parts/RowList';
import { Empty, Failed, Loading } from '../../parts/States';
import { At } from '../../parts/Time';
import { PAGE, usePages } from '../../parts/usePages';

/** Who did what, newest first. */
export function Screen() {
  const client = useClient();
  const queries = useQueries();
  const input = { limit: PAGE };
  const { items, known, failed, again, more } = usePages<AuditEntryView>({
    queryKey: queries.audit.list.key({ type: 'infinite', input }),
    ask: (next, signal) => client.audit.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  return (
    <>
      <PageHead title="Audit" intro="Who did what, newest first. Nothing here can be changed or removed." />
      <RowList
        label="Audit"
        list="audit"
        columns="auditColumns"
        items={items}
        idOf={(entry) => String(entry.id)}
        textOf={(entry) => `${entry.identity}: ${entry.action}`}
        header={
          <>
            <span>When</span>
            <span>Who</span>
            <span>What</span>
            <span>About</span>
            <span>Outcome</span>
            <span>Detail</span>
          </>
        }
        row={(entry) => (
          <>
            <At at={entry.at} to="second" />
            <span className="cut strong">{entry.identity}</span>
            <span className="cut">{entry.action}</span>
            <span className="cut">{entry.subject}</span>
            <span>{entry.outcome === 'success' ? 'Done' : 'Refused'}</span>
            <span className="cut muted">
              {Object.entries(entry.detail)
                .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
                .join('; ')}
            </span>
          </>
        )}
        onOpen={() => undefined}
        more={more}
        empty={
          failed ? (
            <Failed what="the audit" again={again} />
          ) : !known ? (
            <Loading what="the audit" />
          ) : (
            <Empty>Nobody has done anything yet.</Empty>
          )
        }
      />
    </>
  );
}
