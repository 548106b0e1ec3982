import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { AlarmEntryView } from '../../src/contract/alarms';
import { useAccess } from '../access/AccessGate';
import { counted } from '../format/words';
import { useClient, useLink, useQueries } from '../link/herald';
import { useMay } from '../link/may';
import { useAsk } from '../parts/Ask';
import { PriorityMark } from '../parts/Marks';
import { Age, At } from '../parts/Time';
import { useAct } from '../parts/useAct';
import { address } from '../route';
import { useShortcuts } from '../shortcuts';
import { REPLIES_ID } from './Replies';

/** The alarms as everybody sees them, with what people made of them. */
export function useAlarms() {
  return useQuery(useQueries().alarms.list.queryOptions());
}

/** One list of alarms: what is wrong, since when, what follows from it, what to do, and who does it. */
export function Alarms({ alarms }: { readonly alarms: readonly AlarmEntryView[] }) {
  const client = useClient();
  const act = useAct();
  const standing = alarms.filter(({ state }) => state !== 'shelved');
  const shelved = alarms.filter(({ state }) => state === 'shelved');
  const acknowledge = (alarm: AlarmEntryView) =>
    void act(alarm.state === 'cleared' ? 'Seen, and over' : `Acknowledged: ${alarm.text}`, () =>
      client.alarms.acknowledge({ id: alarm.id }),
    );
  useShortcuts('Attention', [
    {
      key: 'a',
      label: 'Acknowledge the alarm in focus, else the most urgent new one',
      run: () => {
        const id = document.activeElement?.closest<HTMLElement>('[data-alarm]')?.dataset.alarm;
        const fresh = standing.filter(({ state }) => state === 'new' || state === 'cleared');
        const alarm = fresh.find((each) => each.id === id) ?? fresh[0];
        if (alarm !== undefined) acknowledge(alarm);
      },
    },
  ]);
  return (
    <>
      {standing.length > 0 && (
        <section aria-label="Alarms">
          <h2>Alarms</h2>
          <ul className="plain">
            {standing.map((alarm) => (
              <Alarm key={`${alarm.id} ${alarm.state}`} alarm={alarm} acknowledge={() => acknowledge(alarm)} />
            ))}
          </ul>
        </section>
      )}
      {shelved.length > 0 && (
        <section aria-label="Shelved alarms">
          <h2>{counted(shelved.length, 'alarm is', 'alarms are')} put aside</h2>
          <ul className="plain">
            {shelved.map((alarm) => (
              <Alarm key={alarm.id} alarm={alarm} acknowledge={() => acknowledge(alarm)} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Alarm({ alarm, acknowledge }: { readonly alarm: AlarmEntryView; readonly acknowledge: () => void }) {
  const client = useClient();
  const act = useAct();
  const lost = useLink().state === 'lost';
  const mayShelve = useMayShelve();
  const mayReply = useMay()('optOut.inbound.list');
  const { acknowledged, shelved, state } = alarm;
  const where = placeOf(alarm);
  // Whoever goes from button to button hears which alarm each is of.
  const words = useId();
  return (
    <li className={state === 'new' ? 'panel alarm' : 'panel alarm calm'} data-alarm={alarm.id}>
      <PriorityMark priority={alarm.priority} />
      <div className="alarmWords">
        <p className="strong" id={words}>
          {alarm.text}
          {/* Once, where the sentence begins with it. */}
          {alarm.count > 1 && !alarm.text.startsWith(`${alarm.count} `) && (
            <span className="muted"> ×{alarm.count.toLocaleString('en-US')}</span>
          )}
        </p>
        <p>{alarm.effect}</p>
        {state !== 'cleared' && (
          <p>
            <span className="muted">To do:</span> {alarm.action} {where !== undefined && <a href={where.hash}>{where.name}</a>}
            {alarm.code === 'repliesWait' && mayReply && (
              <Button className="button small" onPress={toReplies}>
                Go to the replies
              </Button>
            )}
          </p>
        )}
      </div>
      <div className="alarmSide">
        <p className="muted">
          {state === 'cleared' && alarm.clearedAt !== null ? (
            <>
              Over since <At at={alarm.clearedAt} to="second" />, began <At at={alarm.since} to="second" />
            </>
          ) : (
            <>
              Since <At at={alarm.since} to="second" />, <Age at={alarm.since} />
            </>
          )}
        </p>
        {acknowledged !== null && (
          <p>
            {acknowledged.by} has it, since <At at={acknowledged.at} />
          </p>
        )}
        {shelved !== null && (
          <p>
            Put aside by {shelved.by} until <At at={shelved.until} />: {shelved.reason}
          </p>
        )}
        <div className="alarmButtons">
          {(state === 'new' || state === 'cleared') && (
            <Button className="button" isDisabled={lost} aria-describedby={words} onPress={acknowledge}>
              Acknowledge
            </Button>
          )}
          {shelved !== null ? (
            <Button
              className="button"
              isDisabled={lost}
              aria-describedby={words}
              onPress={() => void act('Brought back', () => client.alarms.unshelve({ id: alarm.id }))}
            >
              Bring back
            </Button>
          ) : (
            state !== 'cleared' && mayShelve(alarm.priority) && <Shelve alarm={alarm} isDisabled={lost} describedBy={words} />
          )}
        </div>
      </div>
    </li>
  );
}

/** What needs somebody at once only a supervisor puts aside; the appliance refuses it to others. */
function useMayShelve(): (priority: AlarmEntryView['priority']) => boolean {
  const role = useAccess()?.me?.role;
  return (priority) => priority !== 1 || role === undefined || role === 'host' || role === 'supervisor';
}

const SHELVE_FOR = [
  { id: '30', name: '30 minutes' },
  { id: '120', name: '2 hours' },
  { id: '480', name: '8 hours' },
  { id: '720', name: '12 hours' },
] as const;

interface ShelveProps {
  readonly alarm: AlarmEntryView;
  readonly isDisabled: boolean;
  /** The element that says which alarm it is. */
  readonly describedBy: string;
}

function Shelve({ alarm, isDisabled, describedBy }: ShelveProps) {
  const client = useClient();
  const ask = useAsk();
  const act = useAct();
  const shelve = (minutes: string, name: string) =>
    ask({
      title: `Put aside for ${name}`,
      body: <p>{alarm.text}. It comes back by itself, and stays in the list meanwhile, for everybody.</p>,
      confirm: `Put aside for ${name}`,
      reasons: ['It is being mended', 'Known, and planned', 'False alarm'],
      run: async (reason) => {
        await client.alarms.shelve({ id: alarm.id, minutes: Number(minutes), reason });
        await act(
          `Put aside for ${name}: ${alarm.text}`,
          async () => undefined,
          () => client.alarms.unshelve({ id: alarm.id }),
        );
      },
    });
  return (
    <MenuTrigger>
      <Button className="button" isDisabled={isDisabled} aria-describedby={describedBy}>
        Put aside <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="listBox"
          aria-label="Put aside for"
          items={SHELVE_FOR}
          onAction={(key) => shelve(String(key), SHELVE_FOR.find(({ id }) => id === key)?.name ?? '')}
        >
          {({ id, name }) => (
            <MenuItem id={id} className="listItem">
              {name}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** They stand below all alarms, often out of sight. */
function toReplies(): void {
  const replies = document.getElementById(REPLIES_ID);
  replies?.scrollIntoView();
  replies?.focus();
}

/** The screen that helps with it, one press away. */
function placeOf({ id, code }: AlarmEntryView): { readonly hash: string; readonly name: string } | undefined {
  const feed = id.startsWith(`${code} `) ? id.slice(code.length + 1) : undefined;
  if (code === 'auditBroken') return { hash: address('audit', 'check'), name: 'Where it is wrong' };
  if (code === 'framesRejected') return { hash: address('frames'), name: 'Rejected frames' };
  if (feed !== undefined) return { hash: address('feeds', feed), name: `Feed ${feed}` };
  if (code === 'oldEvents' || code.startsWith('breaker')) {
    return { hash: address('messages', undefined, { state: 'held' }), name: 'Held texts' };
  }
  return undefined;
}
