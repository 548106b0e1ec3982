import { ORPCError } from '@orpc/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { IncidentView } from '../../src/contract/views';
import { useClient, useLink, useQueries } from '../link/herald';
import { useAsk } from '../parts/Ask';
import { ByHand } from '../parts/ByHand';
import { useMessageActions } from '../parts/messageActions';
import { Empty, Failed, Loading } from '../parts/States';
import { Age, At } from '../parts/Time';
import { address, boardAddress, go } from '../route';
import { useShortcuts } from '../shortcuts';
import { Conditions } from './Conditions';
import { People } from './People';
import { Timeline } from './Timeline';
import { type IncidentDetail, standingDecisions } from './timeline';
import { Why } from './Why';

/** All of one incident: why it was texted or not, what CAD said, what was decided, what went out and what comes. */
export function Incident({ number, id }: { readonly number: string; readonly id: number | undefined }) {
  const queries = useQueries();
  const byNumber = useQuery({ ...queries.incidents.get.queryOptions({ input: { number } }), enabled: id === undefined });
  const byId = useQuery({ ...queries.incidents.byId.queryOptions({ input: { id: id ?? 0 } }), enabled: id !== undefined });
  const { data, error, refetch } = id === undefined ? byNumber : byId;
  if (data !== undefined) return <Loaded detail={data} />;
  if (error instanceof ORPCError && error.code === 'NOT_FOUND') {
    return (
      <Empty>
        <h1>No incident has the number {number}</h1>
        <p>
          <a className="button" href={address('incidents', undefined, { find: number })}>
            Look in all incidents
          </a>
        </p>
      </Empty>
    );
  }
  return error === null ? (
    <Loading what={`incident ${number}`} />
  ) : (
    <Failed what={`incident ${number}`} again={() => void refetch()} />
  );
}

function Loaded({ detail }: { readonly detail: IncidentDetail }) {
  const { incident } = detail;
  const why = useWhy(detail);
  const actionsFor = useMessageActions();
  const waiting = detail.messages.filter(({ state }) => state === 'ready' || state === 'held').sort((a, b) => a.dueAt - b.dueAt)[0];
  const keys = waiting === undefined ? [] : actionsFor(waiting);
  const [byHand, setByHand] = useState(false);
  useShortcuts('This incident', [
    { key: 'm', label: 'Send a text by hand', run: () => setByHand(true) },
    { key: 'b', label: 'Back to where you came from', run: () => go(boardAddress()) },
    ...keys.map(({ key, label, run }) => ({ key, label: `${label} (its next text)`, run })),
  ]);
  return (
    <article className="incident">
      <Head incident={incident} sendByHand={() => setByHand(true)} />
      <ByHand incidentId={incident.id} incident={incident.number} isOpen={byHand} close={() => setByHand(false)} />
      <div className="incidentColumnsWide">
        <div>
          <Why detail={detail} />
          {why !== undefined && <Conditions texts={why.texts} decisions={standingDecisions(detail.decisions)} asOf={why.now} />}
          <People incident={incident} />
          <Facts incident={incident} />
        </div>
        <Timeline detail={detail} histories={why?.messages ?? []} />
      </div>
    </article>
  );
}

/** What stands for or against each text; asked again when the incident or one of its texts has changed, and now and then. */
function useWhy({ incident, messages }: IncidentDetail) {
  const asked = useQueries().why.incident.queryOptions({ input: { id: incident.id } });
  const state = `${incident.updatedAt} ${messages.map((message) => message.state).join()}`;
  return useQuery({
    ...asked,
    queryKey: [...asked.queryKey, state],
    placeholderData: keepPreviousData,
    refetchInterval: WHY_EVERY_MS,
  }).data;
}

const WHY_EVERY_MS = 15_000;

function Head({ incident, sendByHand }: { readonly incident: IncidentView; readonly sendByHand: () => void }) {
  const client = useClient();
  const ask = useAsk();
  const lost = useLink().state === 'lost';
  const suppress = () =>
    ask({
      title: `Never text about ${incident.number}`,
      body: <p>Nobody gets a text about this incident, until a supervisor lifts it. What waits is cancelled.</p>,
      confirm: 'Never text about it',
      reasons: ['Not safe to text', 'Told by phone', 'CAD data is wrong'],
      run: (reason) => client.commands.suppressIncident({ id: incident.id, reason }),
    });
  const { excluded, suppressed } = incident;
  const unsuppress = () =>
    ask({
      title: `Text about ${incident.number} again`,
      body: (
        <>
          <p>
            {suppressed?.by} said never to text about it: {suppressed?.reason}. That is taken back, on record.{' '}
            {excluded === null && 'The rules decide again, and may text at once.'}
          </p>
          {excluded !== null && <p>It stays excluded: {excluded.reason}.</p>}
        </>
      ),
      confirm: 'Take it back',
      reasons: ['It was a mistake', 'It is safe to text now'],
      run: (reason) => client.commands.unsuppressIncident({ id: incident.id, reason }),
    });
  const lift = () =>
    ask({
      title: `Text about ${incident.number} although it is excluded`,
      body: (
        <p>
          Excluded: {excluded?.reason}. Every exclusion of this incident is lifted, on record. The rules decide again, and may text
          at once.
        </p>
      ),
      confirm: 'Lift the exclusion',
      reasons: ['Excluded by mistake', 'Call type was corrected'],
      run: (reason) => client.commands.liftExclusion({ id: incident.id, reason }),
    });
  return (
    <div className="incidentHead">
      <a className="button" href={boardAddress()}>
        Back
      </a>
      <h1>{incident.number}</h1>
      <p className="headFacts">
        <span className="strong">{incident.callTypeLabel ?? incident.callType ?? 'No call type'}</span>
        {incident.priority !== null && <span>Priority {incident.priority}</span>}
        <span>{STATUS[incident.status]}</span>
        <span>
          Created <At at={incident.createdAt} to="second" />, <Age at={incident.createdAt} /> ago
        </span>
      </p>
      <Button className="button" isDisabled={lost} onPress={sendByHand}>
        Send a text… <kbd>m</kbd>
      </Button>
      {excluded !== null && suppressed === null && (
        <Button className="button" isDisabled={lost} onPress={lift}>
          Lift the exclusion…
        </Button>
      )}
      <Button className="button" isDisabled={lost} onPress={suppressed === null ? suppress : unsuppress}>
        {suppressed === null ? 'Never text about it…' : 'Text about it again…'}
      </Button>
    </div>
  );
}

const STATUS = { open: 'Open', closed: 'Closed', cancelled: 'Cancelled' };

function Facts({ incident }: { readonly incident: IncidentView }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Incident number', incident.incidentNumber],
    ['Call number', incident.callNumber],
    ['CAD’s call id', incident.callId],
    ['Report numbers', incident.reportNumbers.join(', ')],
    ['Call type code', incident.callType],
    ['Agencies', incident.contexts.flatMap(({ agency }) => agency ?? []).join(', ')],
    ['Flags', incident.flags.join(', ')],
    ['Dispositions', incident.dispositions.join(', ')],
    ['Detective', incident.detectiveId],
    ['Case status', incident.caseStatus],
    ['Feeds', incident.feeds.join(', ')],
  ];
  return (
    <section className="panel" aria-label="Facts">
      <h2>Facts</h2>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
