import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { MessageView, OutboxStateView } from '../../src/contract/views';
import { MESSAGE_STATES, maskPhone, shownCounts, stageName, stateOf } from '../format/words';
import { useClient, useQueries, useStatus } from '../link/herald';
import { MessageMark } from '../parts/Marks';
import { MessageDialog } from '../parts/MessageDialog';
import { useMessageActions } from '../parts/messageActions';
import { RowList } from '../parts/RowList';
import { Empty, Failed, Loading } from '../parts/States';
import { At } from '../parts/Time';
import { PAGE, usePages } from '../parts/usePages';
import { address, go, useRoute } from '../route';

const STATES = Object.keys(MESSAGE_STATES) as OutboxStateView[];

/** Every text and how far it got, by state. */
export function Screen() {
  const client = useClient();
  const queries = useQueries();
  const chosen = useRoute().query.get('state');
  const state = STATES.find((each) => each === chosen);
  const input = { limit: PAGE, ...askedFor(state) };
  const { items, known, failed, again, more } = usePages<MessageView>({
    queryKey: queries.outbox.list.key({ type: 'infinite', input }),
    ask: (next, signal) => client.outbox.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  });
  const [opened, setOpened] = useState<MessageView>();
  const actionsFor = useMessageActions();
  const act = (key: string) => (message: MessageView) =>
    (actionsFor(message).find((action) => action.key === key) ?? { run: () => setOpened(message) }).run();

  return (
    <>
      <h1 className="hidden">Messages</h1>
      <RowList
        label="Texts"
        list={`messages ${state ?? ''}`}
        columns="outboxColumns"
        items={items}
        idOf={(message) => message.id}
        textOf={(message) =>
          `${MESSAGE_STATES[stateOf(message)]}, incident ${message.incident}, ${stageName(message.stage, message.cause)}`
        }
        header={
          <>
            <span>State</span>
            <span>Due</span>
            <span>Incident</span>
            <span>Stage</span>
            <span>To</span>
            <span>Why</span>
            <span>Text</span>
          </>
        }
        row={(message) => (
          <>
            <MessageMark state={stateOf(message)} />
            <At at={Math.max(message.dueAt, message.notBefore ?? 0)} />
            <span className="number strong">{message.incident}</span>
            <span className="cut">{stageName(message.stage, message.cause)}</span>
            <span className="phoneEnding">{maskPhone(message.to)}</span>
            <span className="cut" title={message.reason ?? undefined}>
              {message.needsPerson ?? message.reason ?? ''}
            </span>
            <span className="cut muted">{message.text}</span>
          </>
        )}
        onOpen={setOpened}
        keys={[
          { key: 'h', label: 'Hold or release', run: act('h') },
          { key: 'x', label: 'Cancel', run: act('x') },
          { key: 's', label: 'Settle (unconfirmed)', run: act('s') },
          { key: 'r', label: 'Send again', run: act('r') },
        ]}
        more={more}
        toolbar={<States state={state} />}
        empty={
          failed ? (
            <Failed what="the texts" again={again} />
          ) : !known ? (
            <Loading what="texts" />
          ) : (
            <Empty>
              {state === undefined ? 'No text has been made yet.' : `No text is ${MESSAGE_STATES[state].toLowerCase()}.`}
            </Empty>
          )
        }
      />
      <MessageDialog message={items.find(({ id }) => id === opened?.id) ?? opened} close={() => setOpened(undefined)} />
    </>
  );
}

/** The states as they are shown: what waits is told apart by who lets it go. */
function askedFor(state: OutboxStateView | undefined) {
  if (state === 'held') return { leaves: 'byPerson' } as const;
  if (state === 'ready') return { leaves: 'byItself' } as const;
  return state === undefined ? {} : { state };
}

function States({ state }: { readonly state: OutboxStateView | undefined }) {
  const status = useStatus();
  const counts = status === undefined ? undefined : shownCounts(status);
  return (
    <ToggleButtonGroup
      className="choice wrap"
      aria-label="Which texts"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[state ?? 'any']}
      onSelectionChange={(keys) => {
        const [key] = [...keys];
        go(address('messages', undefined, { state: key === 'any' ? undefined : String(key) }), 'replace');
      }}
    >
      <ToggleButton id="any" className="button">
        All
      </ToggleButton>
      {STATES.map((each) => (
        <ToggleButton key={each} id={each} className="button">
          {MESSAGE_STATES[each]} <span className="count">{counts?.[each] ?? ''}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
