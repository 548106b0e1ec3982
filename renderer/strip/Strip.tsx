import { memo, useEffect } from 'react';
import type { StatusView } from '../../src/contract/views';
import { CARRIER_STATES, counted, MODES, PRIORITY_WORDS, shownCounts } from '../format/words';
import { Navigation } from '../frame/Navigation';
import { Palette } from '../frame/Palette';
import { PersonMenu } from '../frame/PersonMenu';
import { screenAt } from '../frame/screens';
import { useAgency, useLink, useStatus } from '../link/herald';
import { Glyph, PriorityMark } from '../parts/Marks';
import { Age, At } from '../parts/Time';
import { usePreferences } from '../preferences';
import { address, useRoute } from '../route';
import { playAlarm } from './alarmSound';
import { Bands } from './Bands';
import { feedsByNeed, NEVER_HEARD, troubleOf } from './feedTrouble';
import { StopAll } from './StopAll';

/** On top of every screen: whose appliance, in which mode, and whether all is well. */
export function Strip() {
  const status = useStatus();
  const agency = useAgency();
  const route = useRoute();
  const lost = useLink().state === 'lost';
  const mode = status?.mode ?? agency?.mode;
  return (
    <header className="strip">
      <Bands />
      <div className="stripTop">
        <span className="agency" title={agency?.name}>
          {agency?.name ?? 'Herald'}
        </span>
        <Navigation current={screenAt(route.screen)} />
        <Tools />
      </div>
      <section className="statusLine" aria-label="Status">
        {status === undefined || lost ? (
          <Unknown lost={lost} />
        ) : (
          <Known status={status} configured={agency?.configured !== false || mode === 'training'} />
        )}
        <Mode
          mode={agency?.configured === false && mode !== 'training' ? 'none' : mode}
          stopped={status !== undefined && status.stopped !== null}
          lost={lost}
        />
      </section>
    </header>
  );
}

/** Not drawn again with every status, which comes every two seconds. */
const Tools = memo(function Tools() {
  return (
    <>
      <Palette />
      <PersonMenu />
      <StopAll />
    </>
  );
});

/** Live, watch-only, training or stopped: what a dispatcher must never have to guess. */
function Mode({
  mode,
  stopped,
  lost,
}: {
  /** `none`: not set up yet. */
  readonly mode: StatusView['mode'] | 'none' | undefined;
  readonly stopped: boolean;
  readonly lost: boolean;
}) {
  const sound = usePreferences().sound;
  return (
    <div className="cell">
      <span className="cellName">Mode</span>
      <span className="cellValue">{mode === undefined ? '…' : mode === 'none' ? 'Not set up' : MODES[mode]}</span>
      <span className="cellMore">
        {lost ? 'No link to the appliance' : stopped ? 'All texts are stopped' : sound === 'off' ? 'Sound is muted' : 'Sound is on'}
      </span>
    </div>
  );
}

/** Where nothing is known, nothing is called all right. */
function Unknown({ lost }: { readonly lost: boolean }) {
  const word = lost ? 'Not known' : '…';
  return ['Feeds', 'Carrier', 'Texts', 'Alarms'].map((name) => (
    <div className="cell" key={name}>
      <span className="cellName">{name}</span>
      <span className="cellValue">{word}</span>
      <span className="cellMore">{lost ? 'No link to the appliance' : ''}</span>
    </div>
  ));
}

function Known({ status, configured }: { readonly status: StatusView; readonly configured: boolean }) {
  return (
    <>
      <Feeds feeds={status.feeds} />
      <Carrier carrier={status.carrier} configured={configured} />
      <Texts outbox={shownCounts(status)} />
      <Alarms alarms={status.alarms} />
    </>
  );
}

function Feeds({ feeds }: { readonly feeds: StatusView['feeds'] }) {
  const [first, ...others] = feedsByNeed(feeds);
  const heard = feeds.filter((feed) => troubleOf(feed) === undefined);
  const oldestAt = Math.min(...heard.map(({ lastFrameAt }) => lastFrameAt ?? 0));
  const trouble = first === undefined ? undefined : troubleOf(first);
  const inTrouble = others.filter((feed) => troubleOf(feed) !== undefined).length;
  const urgent = trouble !== undefined && trouble !== NEVER_HEARD;
  return (
    <a className="cell feedsCell" href={address('feeds')}>
      <span className="cellName">Feeds</span>
      <span className={urgent ? 'cellValue p2' : 'cellValue'}>
        {urgent && <Glyph shape="triangle" />}{' '}
        {first === undefined ? (
          'No feed'
        ) : trouble === undefined ? (
          <>
            Heard <Age at={oldestAt} /> ago
          </>
        ) : (
          <>
            <span className="feedName">{first.id}</span> {trouble}
          </>
        )}
      </span>
      <span className="cellMore">
        {inTrouble > 0 && `${counted(inTrouble, 'other')} too. `}
        {trouble === undefined ? (
          `${counted(feeds.length, 'feed')}${others.length > 0 ? `, longest ago ${first?.id}` : ''}`
        ) : heard.length === 0 ? (
          'No feed is heard'
        ) : (
          <>
            {heard.length} of {feeds.length} heard <Age at={oldestAt} /> ago
          </>
        )}
      </span>
    </a>
  );
}

function Carrier({ carrier, configured }: { readonly carrier: StatusView['carrier']; readonly configured: boolean }) {
  const well = carrier.state === 'ready' || carrier.state === 'sending' || carrier.state === 'watchOnly';
  return (
    <a className="cell carrierCell" href={address('attention')} title={carrier.reason ?? undefined}>
      <span className="cellName">Carrier</span>
      <span className={well ? 'cellValue' : 'cellValue p2'}>
        {!well && <Glyph shape="triangle" />} {configured ? CARRIER_STATES[carrier.state] : 'Not set up'}
      </span>
      <span className="cellMore">
        {carrier.reason ??
          (carrier.lastAcceptedAt === null ? (
            'Nothing accepted yet'
          ) : (
            <>
              Last accepted <At at={carrier.lastAcceptedAt} to="second" />
            </>
          ))}
      </span>
    </a>
  );
}

function Texts({ outbox }: { readonly outbox: StatusView['outbox'] }) {
  const due = outbox.ready + outbox.sending;
  return (
    <a className="cell textsCell" href={address('messages')}>
      <span className="cellName">Texts</span>
      <span className="cellValue">
        {due} due, {outbox.held} held
      </span>
      <span className={outbox.unconfirmed > 0 ? 'cellMore p2' : 'cellMore'}>
        {outbox.unconfirmed > 0 && <Glyph shape="query" />} {outbox.unconfirmed} unconfirmed
      </span>
    </a>
  );
}

function Alarms({ alarms }: { readonly alarms: StatusView['alarms'] }) {
  const fresh = alarms
    .filter(({ acknowledged, shelved }) => acknowledged === null && shelved === null)
    .sort((a, b) => a.priority - b.priority || a.since - b.since);
  const [first] = fresh;
  const counts = ([1, 2, 3] as const).flatMap((priority) => {
    const count = fresh.filter((alarm) => alarm.priority === priority).length;
    return count === 0 ? [] : [{ priority, count }];
  });
  const inHand = alarms.length - fresh.length;
  const says = first === undefined ? '' : `${PRIORITY_WORDS[first.priority]}: ${first.text}`;
  return (
    <>
      <a
        className={first?.priority === 1 ? 'cell alarmsCell pulse' : 'cell alarmsCell'}
        href={address('attention')}
        title={first?.text}
      >
        <span className="cellName">Alarms</span>
        <span className="cellValue">
          {first === undefined && (inHand === 0 ? 'None' : `${inHand} in hand`)}
          {counts.map(({ priority, count }) => (
            <span key={priority} className="alarmCount" title={`${count} ${PRIORITY_WORDS[priority]}`}>
              <PriorityMark priority={priority} />
              {count > 1 && ` ×${count}`}
            </span>
          ))}
        </span>
        <span className="cellMore">{first?.text ?? (inHand === 0 ? 'Nothing needs you' : 'Acknowledged, or put aside')}</span>
        <AlarmSound urgent={first?.priority === 1} />
      </a>
      {/* What it is, where the marks only say how many. */}
      <span className="hidden" role="status">
        {says}
      </span>
    </>
  );
}

/** An urgent alarm that nobody has acknowledged is heard at once and every half minute, where sound is on. */
function AlarmSound({ urgent }: { readonly urgent: boolean }) {
  const { sound, voice } = usePreferences();
  useEffect(() => {
    if (!urgent || sound === 'off') return undefined;
    playAlarm(sound, voice);
    const timer = setInterval(() => playAlarm(sound, voice), SOUND_EVERY_MS);
    return () => clearInterval(timer);
  }, [urgent, sound, voice]);
  return null;
}

const SOUND_EVERY_MS = 30_000;
