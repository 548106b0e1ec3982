import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { AuditEntryView } from '../../../../src/contract/views';
import { auditDetail, auditLine, auditSubject } from '../../../format/auditDetail';
import { actionWords } from '../../../format/auditWords';
import { personName } from '../../../format/words';
import { useClient, useQueries, useTimeZone } from '../../../link/herald';
import { Choice } from '../../../parts/Fields';
import { RowList } from '../../../parts/RowList';
import { Empty, Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { PAGE, usePages } from '../../../parts/usePages';
import { address, go } from '../../../route';

/** Every entry, newest first, or those of one person, or of one action. */
export function AuditEntries({ query }: { readonly query: URLSearchParams }) {
  const client = useClient();
  const queries = useQueries();
  const [opened, setOpened] = useState<AuditEntryView>();
  const zone = useTimeZone();
  const [who, what] = [query.get('who') ?? '', query.get('what') ?? ''];
  const input = { limit: PAGE, ...(who === '' ? {} : { identity: who }), ...(what === '' ? {} : { action: what }) };
  const { items, known, isOther, failed, again, more } = usePages<AuditEntryView>({
    queryKey: queries.audit.list.key({ type: 'infinite', input }),
    ask: (next, signal) => client.audit.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  return (
    <>
      <RowList
        label="Audit"
        list={`audit ${who} ${what}`}
        columns="auditColumns"
        // Another filter is another list: rows of the one before would only seem to leave it.
        items={isOther ? NONE : items}
        idOf={(entry) => String(entry.id)}
        textOf={(entry) => `${personName(entry.identity)}: ${actionWords(entry.action)}`}
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
            <span className="cut strong">{personName(entry.identity)}</span>
            <span className="cut" title={entry.action}>
              {actionWords(entry.action)}
            </span>
            <span className="cut">{auditSubject(entry)}</span>
            <span>{entry.outcome === 'success' ? 'Done' : 'Not done'}</span>
            <span className="cut muted">{auditLine(entry, zone)}</span>
          </>
        )}
        onOpen={setOpened}
        more={more}
        toolbar={<Filter who={who} what={what} />}
        empty={
          failed ? (
            <Failed what="the audit" again={again} />
          ) : !known || isOther ? (
            <Loading what="the audit" />
          ) : (
            <Empty>{who === '' && what === '' ? 'Nobody has done anything yet.' : 'There is no such entry.'}</Empty>
          )
        }
      />
      <ModalOverlay
        className="overlay"
        isDismissable
        isOpen={opened !== undefined}
        onOpenChange={(open) => !open && setOpened(undefined)}
      >
        <Modal className="modal">{opened !== undefined && <Entry entry={opened} close={() => setOpened(undefined)} />}</Modal>
      </ModalOverlay>
    </>
  );
}

function Entry({ entry, close }: { readonly entry: AuditEntryView; readonly close: () => void }) {
  const zone = useTimeZone();
  return (
    <Dialog className="dialog">
      <Heading slot="title">
        {actionWords(entry.action)}: {auditSubject(entry)}
      </Heading>
      <p>
        Entry {entry.id}, <At at={entry.at} to="second" />, {personName(entry.identity)},{' '}
        {entry.outcome === 'success' ? 'done' : 'not done'}. Herald calls it <code>{entry.action}</code>
        {entry.incident !== null && (
          <>
            , of <code>{entry.subject}</code>
          </>
        )}
        .
      </p>
      {entry.incident !== null && (
        <p>
          <a href={address('incidents', entry.incident.number, { id: String(entry.incident.id) })}>
            Incident {entry.incident.number}
          </a>
        </p>
      )}
      <dl className="facts">
        {auditDetail(entry, zone).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dialogButtons">
        {/* Without the focus: the Enter that opened this would press it. */}
        <Button className="button" onPress={close}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

const NONE: readonly AuditEntryView[] = [];
const ALL = { id: '*', name: 'All' } as const;
const chosen = (id: string) => (id === ALL.id ? '' : id);

/** By whom and what; kept in the address, so that Back and a reload keep it. */
function Filter({ who, what }: { readonly who: string; readonly what: string }) {
  const queries = useQueries();
  const { data } = useQuery({ ...queries.audit.names.queryOptions(), staleTime: 10_000 });
  // What is chosen stays among the choices, also before they are known.
  const people = [...new Set([...(data?.identities ?? []), who])].filter((each) => each !== '');
  const actions = [...new Set([...(data?.actions ?? []), what])].filter((each) => each !== '');
  const show = (next: { readonly who?: string; readonly what?: string }) =>
    go(address('audit', undefined, { who, what, ...next }), 'replace');
  return (
    <>
      <Choice
        label="Who"
        value={who || ALL.id}
        options={[ALL, ...people.map((each) => ({ id: each, name: personName(each) }))]}
        onChange={(next) => show({ who: chosen(next) })}
      />
      <Choice
        label="What"
        value={what || ALL.id}
        options={[
          ALL,
          ...actions.map((each) => ({ id: each, name: actionWords(each) })).sort((a, b) => a.name.localeCompare(b.name)),
        ]}
        onChange={(next) => show({ what: chosen(next) })}
      />
    </>
  );
}
