import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { MessageView } from '../../src/contract/views';
import { counted } from '../format/words';
import { useClient, useLink, useQueries, useStatus } from '../link/herald';
import { useMay } from '../link/may';
import { useNow } from '../link/now';
import { useAsk } from '../parts/Ask';
import { eachInTurn } from '../parts/eachInTurn';
import { MessageCard } from '../parts/MessageCard';
import { Failed, Loading } from '../parts/States';
import { At } from '../parts/Time';
import { address } from '../route';
import { Alarms, useAlarms } from './Alarms';
import { DraftToApprove, useDraftToApprove } from './DraftToApprove';
import { RejectedFew } from './RejectedFew';
import { Replies, useReplies } from './Replies';

/** What needs a person, and what to do about it. */
export function Screen() {
  const queries = useQueries();
  const status = useStatus();
  const lost = useLink().state === 'lost';
  const unconfirmed = useQuery(queries.outbox.list.queryOptions({ input: { state: 'unconfirmed', limit: 50 } }));
  const held = useQuery(queries.outbox.list.queryOptions({ input: { state: 'held', limit: 200 } }));
  const alarms = useAlarms();
  const mayReply = useMay()('optOut.inbound.list');
  const waiting = useReplies(mayReply);
  const replies = waiting.data?.items ?? [];
  const draft = useDraftToApprove();
  const now = useNow();
  if (unconfirmed.isError && unconfirmed.data === undefined)
    return <Failed what="what needs you" again={() => void unconfirmed.refetch()} />;
  if (status === undefined || unconfirmed.data === undefined || held.data === undefined || alarms.data === undefined)
    return <Loading what="what needs you" />;

  const toSettle = unconfirmed.data.items.filter((message) => message.needsPerson !== null);
  const asking = status.outbox.unconfirmed - toSettle.length;
  const rejected = status.feeds.reduce((sum, feed) => sum + feed.rejected, 0);
  // A hold that ends by itself, a moment's wait or quiet hours, needs nobody.
  const heldForGood = held.data.items.filter((message) => message.notBefore === null);
  const repliesUnknown = mayReply && waiting.data === undefined;
  const nothing =
    alarms.data.alarms.length === 0 &&
    replies.length === 0 &&
    !repliesUnknown &&
    draft === undefined &&
    toSettle.length === 0 &&
    heldForGood.length === 0 &&
    rejected === 0;
  return (
    <div className="page">
      <h1 className="hidden">Attention</h1>
      {nothing && !lost && (
        <p className="empty">
          Nothing needs you. Checked <At at={now} to="second" />.
        </p>
      )}
      {/* An alarm that sends whoever may not read them to a list that is not there would look like no reply at all. */}
      {!mayReply && alarms.data.alarms.some(({ id, state }) => id === 'repliesWait' && state !== 'cleared') && (
        <p className="panel">
          Replies wait. Administrators are not shown them: a dispatcher or a supervisor reads them on this screen.
        </p>
      )}
      <Alarms alarms={alarms.data.alarms} />
      {waiting.isError && waiting.data === undefined && (
        <Failed what="the replies that have to be read" again={() => void waiting.refetch()} />
      )}
      <Replies replies={replies} />
      {toSettle.length > 0 && (
        <section aria-label="Texts to settle">
          <h2>{counted(toSettle.length, 'text')} may or may not have gone out</h2>
          <p className="muted">
            Herald does not send them again by itself. Look in the carrier’s message log, then settle or send again.
          </p>
          <ul className="plain cards">
            {toSettle.map((message) => (
              <li key={message.id} className="panel">
                <a href={address('incidents', message.incident, { id: String(message.incidentId) })}>Incident {message.incident}</a>
                <p>
                  {message.candidates.length === 0
                    ? 'The carrier’s list shows no text that could be it.'
                    : `The carrier’s list shows ${counted(message.candidates.length, 'text')} that could be it: ${message.candidates.join(', ')}.`}
                </p>
                <MessageCard message={message} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {asking > 0 && (
        <p className="muted">
          {counted(asking, 'unconfirmed text is', 'unconfirmed texts are')} being looked for in the carrier’s list. Nothing to do
          yet.
        </p>
      )}
      <Held messages={heldForGood} complete={held.data.next === null} />
      <DraftToApprove says={draft} />
      {rejected > 0 && <RejectedFew count={rejected} />}
      {!nothing && !lost && (
        <p className="muted">
          Checked <At at={now} to="second" />.
        </p>
      )}
      <AlarmLoad of={alarms.data.raisedLastWeek} />
    </div>
  );
}

/** Whether alarms are too many to be heard: by the numbers that control rooms are judged by. */
function AlarmLoad({ of }: { readonly of: NonNullable<ReturnType<typeof useAlarms>['data']>['raisedLastWeek'] }) {
  return (
    <details className="muted">
      <summary>How many alarms there are</summary>
      <p>
        In the last 7 days {of.perHour} alarms an hour (at most 1 is good), {of.mostInTenMinutes} in the worst ten minutes (at most
        10), {Math.round(of.urgentShare * 100)} % of them urgent (at most 5 %), {of.standingOverADay} standing for more than a day
        (fewer than 5).
      </p>
    </details>
  );
}

/** Held texts by the reason they are held, each group with its way out. */
function Held({ messages, complete }: { readonly messages: readonly MessageView[]; readonly complete: boolean }) {
  const client = useClient();
  const ask = useAsk();
  const lost = useLink().state === 'lost';
  const isStopped = useStatus()?.stopped != null;
  if (messages.length === 0) return null;
  const groups = byReason(messages);
  const release = (group: readonly MessageView[], why: string) =>
    ask({
      title: `Release ${counted(group.length, 'held text')}`,
      body: <p>{why}. Each is checked once more, and goes out only if it is still true.</p>,
      confirm: `Release ${group.length}`,
      reasons: ['Checked, they are right', 'Outage is over'],
      run: async (reason) => {
        await eachInTurn(group, ({ id }) => client.commands.release({ id, reason }));
      },
    });
  return (
    <section aria-label="Held texts">
      <h2>
        {complete ? counted(messages.length, 'text is held', 'texts are held') : `More than ${messages.length} texts are held`}
      </h2>
      <ul className="plain">
        {[...groups].map(([why, group]) => (
          <li key={why} className="panel alarm">
            <span className="strong">{group.length}</span>
            <p>{why}</p>
            <span className="right">
              <a className="button" href={address('messages', undefined, { state: 'held' })}>
                See them
              </a>{' '}
              <Button className="button" isDisabled={lost || isStopped} onPress={() => release(group, why)}>
                Release…
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function byReason(messages: readonly MessageView[]): ReadonlyMap<string, readonly MessageView[]> {
  const groups = new Map<string, MessageView[]>();
  for (const message of messages) {
    const why = message.reason ?? 'Held';
    groups.set(why, [...(groups.get(why) ?? []), message]);
  }
  return groups;
}
