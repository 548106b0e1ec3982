import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RetentionView } from '../../../../src/contract/store';
import { periodWords } from '../../../format/amounts';
import { counted } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { At, Until } from '../../../parts/Time';
import { address } from '../../../route';

const ASK_EVERY_MS = 60_000;

/** How long what is kept, what went last and goes next, and what that means for whoever asks for records. */
export function Screen() {
  const queries = useQueries();
  const { data, isError, refetch } = useQuery({
    ...queries.store.retention.queryOptions(),
    staleTime: 0,
    refetchInterval: ASK_EVERY_MS,
  });
  return (
    <div className="page">
      <PageHead
        title="Retention"
        intro="How long what is kept. What has had its time is deleted at night, and cannot be brought back."
      />
      {data === undefined ? (
        isError ? (
          <Failed what="what is kept" again={() => void refetch()} />
        ) : (
          <Loading what="what is kept" />
        )
      ) : (
        <>
          <Kept retention={data} />
          <div className="twoColumns">
            <Purges retention={data} />
            <Requests />
          </div>
        </>
      )}
    </div>
  );
}

function Kept({ retention: { kept, oldest } }: { readonly retention: RetentionView }) {
  return (
    <section className="panel form" aria-label="What is kept">
      <h2>What is kept</h2>
      <table className="ruleTable">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">For</th>
            <th scope="col">The oldest here</th>
            <th scope="col">What can be answered after that</th>
          </tr>
        </thead>
        <tbody>
          <Kind what="What CAD sent, as it came" keptMs={kept.framesMs} oldestAt={oldest.framesAt}>
            What Herald made of it stands in the incident. It cannot be read again or rehearsed.
          </Kind>
          <Kind what="The words of texts and replies" keptMs={kept.textsMs}>
            That there was a text, of which kind, to whose number’s last digits, when and how far it got. Not its words.
          </Kind>
          <Kind what="Incidents, with decisions and texts" keptMs={kept.incidentsMs} oldestAt={oldest.incidentsAt}>
            Nothing about a single call, counted from its last change. Who did what about it is in the audit, as long as that is
            kept.
          </Kind>
          <Kind what="The audit" keptMs={kept.auditMs} oldestAt={oldest.auditAt}>
            Nothing. That entries went because of their age is on record, and a check does not take it for tampering.
          </Kind>
          <tr>
            <th scope="row">Numbers that are not to be texted</th>
            <td>For good</td>
            <td className="muted">–</td>
            <td>They stay until they are lifted: nobody is texted because time went by.</td>
          </tr>
          <tr>
            <th scope="row">Backups</th>
            <td>Up to 8 weeks</td>
            <td className="muted">–</td>
            <td>What was purged cannot be read from a backup either: the keys to it are destroyed.</td>
          </tr>
        </tbody>
      </table>
      <p>
        How long is said in the <a href={address('profile')}>profile</a>, under <code>retention</code>: <code>frames</code>,{' '}
        <code>texts</code>, <code>incidents</code> and <code>audit</code>, as <code>30d</code> or <code>1y</code>. Longer holds for
        what is still here; what is gone stays gone.
      </p>
    </section>
  );
}

interface KindProps {
  readonly what: string;
  readonly keptMs: number;
  readonly oldestAt?: number | null;
  readonly children: ReactNode;
}

function Kind({ what, keptMs, oldestAt, children }: KindProps) {
  return (
    <tr>
      <th scope="row">{what}</th>
      <td>{periodWords(keptMs)}</td>
      <td>{oldestAt === undefined ? <span className="muted">–</span> : oldestAt === null ? 'None' : <At at={oldestAt} />}</td>
      <td>{children}</td>
    </tr>
  );
}

function Purges({ retention }: { readonly retention: RetentionView }) {
  const { lastPurge, nextPurgeAt, waitsForClock } = retention;
  return (
    <section className="panel form" aria-label="Purges">
      <h2>Purges</h2>
      {lastPurge === null ? (
        <p>Nothing has been purged from this store yet.</p>
      ) : (
        <p>
          The last was <At at={lastPurge.at} />: {counted(lastPurge.frames, 'frame')}, the words of{' '}
          {counted(lastPurge.texts, 'text')}, {counted(lastPurge.incidents, 'incident')},{' '}
          {counted(lastPurge.audit, 'audit entry', 'audit entries')}.
        </p>
      )}
      {waitsForClock && (
        <p>
          The clock was set, or this machine was off for long. Nothing is purged until the clock has run evenly for a day, so that a
          wrong date deletes nothing.
        </p>
      )}
      {nextPurgeAt === null ? (
        <p>The first comes in a night from now on, at least twenty hours after the start.</p>
      ) : (
        <p>
          The next begins <At at={nextPurgeAt} /> at the earliest, <Until at={nextPurgeAt} />, while there is little to do.
        </p>
      )}
    </section>
  );
}

function Requests() {
  return (
    <section className="panel form" aria-label="When somebody asks for records">
      <h2>When somebody asks for records</h2>
      <ul>
        <li>Look first whether it is old enough to go: a request does not stop a purge.</li>
        <li>
          To keep something for a court or a request, make the time longer in the profile before the next purge, and note why.
        </li>
        <li>
          An incident’s own screen shows what was decided, sent and not sent, and why. The audit is exported under{' '}
          <a href={address('audit', 'export')}>Audit</a>, redacted unless you say otherwise.
        </li>
      </ul>
    </section>
  );
}
