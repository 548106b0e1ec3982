import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { AuditVerificationView } from '../../../../src/contract/auditProof';
import { counted } from '../../../format/words';
import { useClient, useLink, useQueries } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { Glyph } from '../../../parts/Marks';
import { Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { useWork, Working } from '../../../parts/Working';
import { AuditFaults } from './AuditFaults';

const ASK_WHILE_RUNNING_MS = 500;

/** Whether the audit is whole: every entry as it was written, none missing, none added. */
export function AuditCheck() {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const may = useMay();
  const work = useWork();
  const lost = useLink().state === 'lost';
  const { data, isError, refetch } = useQuery({
    ...queries.audit.verification.queryOptions(),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? ASK_WHILE_RUNNING_MS : false),
  });
  if (data === undefined) {
    return isError ? <Failed what="how the audit is" again={() => void refetch()} /> : <Loading what="how the audit is" />;
  }
  const isRunning = data.state === 'running';
  const start = () =>
    work.run(async () => queryClient.setQueryData(queries.audit.verification.queryKey(), await client.audit.verify({})));
  return (
    <>
      <section className="panel form" aria-label="The check" aria-busy={isRunning}>
        <h2>
          <Verdict state={data.state} />
        </h2>
        <Words of={data} />
        {isRunning && (
          <Working what="Checking every link and every entry" share={data.ofLinks === 0 ? undefined : data.links / data.ofLinks} />
        )}
        <p className="problem" role="alert">
          {work.problem}
        </p>
        {may('audit.verify') && (
          <div className="actions">
            <Button className="button strong" isDisabled={lost || isRunning || work.running} onPress={() => void start()}>
              {data.state === 'never' ? 'Check the audit' : 'Check it again'}
            </Button>
          </div>
        )}
      </section>
      {data.faultCount > 0 && <AuditFaults of={data} />}
      {data.restores.length > 0 && (
        <section className="panel" aria-label="Lost by a restore">
          <h2>Lost when a damaged store was restored</h2>
          <p className="muted">On record since, and therefore not counted as tampering.</p>
          <ul>
            {data.restores.map(({ at, lost: count }) => (
              <li key={at}>
                <At at={at} to="second" />:{' '}
                {count === 0
                  ? 'nothing of the audit was lost'
                  : `at least ${counted(count, 'entry or link', 'entries and links')} lost`}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="What the check looks at">
        <h2>What the check looks at</h2>
        <p>
          Herald checks by itself once a night, and raises an alarm where something is wrong. Every audit entry, every decision
          about a text and every change of a text is tied to the one before it by a key. The check goes from the first to the last:
          a changed, removed, added or moved entry breaks the tie, and is named. What was cut off the end shows by the anchors that
          Herald writes beside the store every five minutes; copies of them kept elsewhere say more.
        </p>
      </section>
    </>
  );
}

function Verdict({ state }: { readonly state: AuditVerificationView['state'] }) {
  switch (state) {
    case 'never':
      return 'Not checked since this start';
    case 'running':
      return 'Being checked';
    case 'sound':
      return 'The audit is whole';
    case 'broken':
      return (
        <span className="p1">
          <Glyph shape="square" /> The audit is not as it was written
        </span>
      );
    case 'failed':
      return (
        <span className="p2">
          <Glyph shape="triangle" /> The check came to no end
        </span>
      );
  }
}

function Words({ of }: { readonly of: AuditVerificationView }) {
  const { state, entries, links, ofLinks, purged, anchoredTo, startedAt, endedAt, faultCount } = of;
  if (state === 'never') return <p>It takes from a second to some minutes, and nothing waits for it.</p>;
  if (state === 'failed')
    return <p>The store could not be read to the end, or Herald was stopping. See under Store, then check again.</p>;
  return (
    <>
      {startedAt !== null && (
        <p className="muted">
          Begun <At at={startedAt} to="second" />
          {endedAt !== null && (
            <>
              , done <At at={endedAt} to="second" />
            </>
          )}
          .
        </p>
      )}
      <p role="status">
        {state === 'running' && `${links.toLocaleString('en-US')} of ${counted(ofLinks, 'link')} looked at so far.`}
        {state === 'sound' &&
          `All ${counted(entries, 'entry, decision and change of a text', 'entries, decisions and changes of texts')} are as they were written; none is missing, none was added.`}
        {state === 'broken' &&
          `${counted(faultCount, 'place is', 'places are')} wrong. ${counted(entries, 'entry', 'entries')} could be proven.`}
      </p>
      {purged > 0 && (
        <p>
          {counted(purged, 'older entry is', 'older entries are')} gone because the time to keep them was over; that is on record.
        </p>
      )}
      {state !== 'running' && (
        <p>
          {anchoredTo === null ? (
            'There is no anchor yet, so whether something was cut off the end cannot be told. One is written every five minutes.'
          ) : (
            <>
              Nothing written before <At at={anchoredTo} to="second" /> can have been cut off the end unnoticed.
            </>
          )}
        </p>
      )}
    </>
  );
}
