import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { AuditEntryView } from '../../../../src/contract/views';
import { actionWords } from '../../../format/auditWords';
import { useClient, useQueries } from '../../../link/herald';
import { RowList } from '../../../parts/RowList';
import { Empty, Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { PAGE, usePages } from '../../../parts/usePages';

/** Every entry, newest first. */
export function AuditEntries() {
  const client = useClient();
  const queries = useQueries();
  const [opened, setOpened] = useState<AuditEntryView>();
  const input = { limit: PAGE };
  const { items, known, failed, again, more } = usePages<AuditEntryView>({
    queryKey: queries.audit.list.key({ type: 'infinite', input }),
    ask: (next, signal) => client.audit.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  return (
    <>
      <RowList
        label="Audit"
        list="audit"
        columns="auditColumns"
        items={items}
        idOf={(entry) => String(entry.id)}
        textOf={(entry) => `${entry.identity}: ${actionWords(entry.action)}`}
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
            <span className="cut" title={entry.action}>
              {actionWords(entry.action)}
            </span>
            <span className="cut">{entry.subject}</span>
            <span>{entry.outcome === 'success' ? 'Done' : 'Not done'}</span>
            <span className="cut muted">
              {detailOf(entry)
                .map(([key, value]) => `${key}: ${value}`)
                .join('; ')}
            </span>
          </>
        )}
        onOpen={setOpened}
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
  return (
    <Dialog className="dialog">
      <Heading slot="title">
        {actionWords(entry.action)}: {entry.subject}
      </Heading>
      <p>
        Entry {entry.id}, <At at={entry.at} to="second" />, {entry.identity}, {entry.outcome === 'success' ? 'done' : 'not done'}.
        Herald calls it <code>{entry.action}</code>.
      </p>
      <dl className="facts">
        {detailOf(entry).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dialogButtons">
        <Button className="button" onPress={close} autoFocus>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

function detailOf({ detail }: AuditEntryView): readonly (readonly [string, string])[] {
  return Object.entries(detail).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const);
}
