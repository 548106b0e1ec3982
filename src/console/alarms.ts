import { durations } from '../clock';
import type { FeedStatusView } from '../contract/views';
import type { Settings } from '../intake/records';
import type { Mode } from '../intake/situation';
import type { CarrierStatus } from '../outbox/carrierStatus';
import type { StoreFacts } from '../store/care/storeCare';
import type { BrokenAudit } from './auditProof';
import { type AlarmCode, type FoundAlarm, withEffect } from './foundAlarm';
import { inWords } from './inWords';
import { storeAlarms } from './storeAlarms';

/** All that alarms are made of. */
export interface AlarmFacts {
  readonly now: number;
  readonly startedAt: number;
  readonly feeds: readonly FeedStatusView[];
  /** Those that listen on every interface and take whoever comes. */
  readonly feedsOpenToAll?: readonly string[] | undefined;
  readonly carrier: CarrierStatus;
  readonly mode: Mode;
  readonly optOut: string | undefined;
  readonly campaign: string | undefined;
  readonly stopped: Settings['stopped'];
  readonly breaker: Settings['breaker'];
  /** Since when nothing could be put on record. */
  readonly auditFailedAt?: number | undefined;
  readonly auditBroken?: BrokenAudit | undefined;
  readonly needPerson: number;
  readonly store?: StoreFacts | undefined;
  readonly oldEvents: { readonly count: number; readonly since: number } | undefined;
}

/** Conditions that a person can and should act on, most urgent first, each with what to do. Same causes make one row. */
export function alarmsFor(facts: AlarmFacts): FoundAlarm[] {
  const alarms = [
    ...facts.feeds.flatMap((feed) => feedAlarms(feed, facts).map((each) => ({ ...each, id: `${each.code} ${feed.id}` }))),
    ...(facts.feedsOpenToAll ?? []).map((id) => openToAll(id, facts.startedAt)),
    ...carrierAlarms(facts),
    ...holdAlarms(facts),
    ...(facts.store === undefined ? [] : storeAlarms(facts.store)),
  ];
  return alarms.sort((a, b) => a.priority - b.priority || a.since - b.since);
}

function feedAlarms(feed: FeedStatusView, { now, startedAt }: AlarmFacts): FoundAlarm[] {
  const alarms: FoundAlarm[] = [];
  if (feed.state === 'lost' || feed.state === 'failed') {
    const text = `Feed ${feed.id} is ${feed.state}${feed.reason === null ? '' : `: ${feed.reason}`}`;
    alarms.push(
      alarm(
        'feedLost',
        1,
        feed.lastFrameAt ?? startedAt,
        text,
        'Check the cable, the network and the CAD side; Herald keeps trying.',
      ),
    );
  } else if (feed.silent) {
    const text = `Feed ${feed.id} has been silent longer than it should`;
    alarms.push(
      alarm(
        'feedSilent',
        1,
        feed.lastFrameAt ?? startedAt,
        text,
        'Compare with CAD: if calls are coming in there, the link is dead.',
      ),
    );
  }
  if (feed.gapSuspectedAt !== null && now - feed.gapSuspectedAt < durations.HOUR) {
    const text = `Feed ${feed.id} was interrupted: records may be missing`;
    alarms.push(alarm('gapSuspected', 3, feed.gapSuspectedAt, text, 'Compare the open incidents with CAD.'));
  }
  if (feed.clockSkewMs !== null && Math.abs(feed.clockSkewMs) > durations.MINUTE) {
    const apart = inWords(feed.clockSkewMs);
    if (feed.clockSkewMs > 0) {
      const text = `The clock behind feed ${feed.id} is ${apart} ahead of this console’s`;
      alarms.push(alarm('clockSkew', 2, startedAt, text, 'Set CAD and console by the same time server.'));
    } else {
      const text = `What feed ${feed.id} tells is ${apart} old when it comes: its clock is behind, or its records come late`;
      alarms.push(alarm('clockSkew', 3, startedAt, text, 'Compare the clock of CAD with this console’s, and its time zone.'));
    }
  }
  if (feed.rejected > 0) {
    const text = `${feed.rejected} ${feed.rejected === 1 ? 'frame' : 'frames'} of feed ${feed.id} could not be read`;
    const action = 'See Rejected frames for the place that failed; correct the layout, then read them again.';
    alarms.push(alarm('framesRejected', 2, feed.lastFrameAt ?? startedAt, text, action, feed.rejected));
  }
  return alarms;
}

function openToAll(id: string, startedAt: number): FoundAlarm {
  const text = `Feed ${id} listens on every interface of this machine and takes records from whoever connects`;
  const action = 'Name the interface that CAD reaches in the feed’s URL, or add allow= with the addresses CAD may have; restart.';
  return { ...alarm('feedOpenToAll', 2, startedAt, text, action), id: `feedOpenToAll ${id}` };
}

function carrierAlarms({ carrier, mode, optOut, campaign, startedAt }: AlarmFacts): FoundAlarm[] {
  const alarms: FoundAlarm[] = [];
  const reason = carrier.reason === undefined ? '' : `: ${carrier.reason}`;
  if (mode === 'live' && optOut === undefined) {
    const text = 'Nothing is sent: the profile does not say how STOP replies are seen';
    alarms.push(alarm('optOutUnset', 2, startedAt, text, 'Set carrier.optOut in the profile.'));
  } else if (carrier.trouble === 'notConfigured' && mode === 'live') {
    const text = 'Nothing is sent: there are no carrier credentials';
    alarms.push(alarm('carrierNotConfigured', 2, carrier.since, text, 'Give the Bandwidth account settings and restart.'));
  } else if (carrier.state === 'paused') {
    alarms.push(
      alarm(
        'carrierPaused',
        1,
        carrier.since,
        `Sending is paused${reason}`,
        carrier.trouble === undefined
          ? 'Make room on the disk of this console, or mend it; Herald tries again by itself.'
          : 'Correct the account; Herald tries again by itself.',
      ),
    );
  } else if (carrier.state === 'offline') {
    alarms.push(
      alarm(
        'carrierOffline',
        2,
        carrier.since,
        `The carrier cannot be reached${reason}`,
        'Check the network; Herald tries again by itself.',
      ),
    );
  }
  if (mode === 'live' && campaign === undefined) {
    const text = 'No registered campaign is recorded for this sender';
    alarms.push(
      alarm('campaignMissing', 3, startedAt, text, 'Record carrier.campaign in the profile; carriers block unregistered senders.'),
    );
  }
  if (mode === 'live' && optOut === 'acceptedBlind') {
    const text = 'Replies cannot be seen: a STOP reaches nobody';
    alarms.push(alarm('stopNotSeen', 3, startedAt, text, 'Suppress numbers of people who ask by phone or at the desk.'));
  }
  return alarms;
}

function holdAlarms({ stopped, breaker, needPerson, oldEvents, auditFailedAt, auditBroken, now }: AlarmFacts): FoundAlarm[] {
  const alarms: FoundAlarm[] = [];
  if (auditFailedAt !== undefined) {
    const text = 'The audit cannot be written: nothing is decided, changed or sent';
    alarms.push(alarm('auditFailed', 1, auditFailedAt, text, 'Make room on the disk of this console, or mend it; see the log.'));
  }
  if (auditBroken !== undefined) {
    const { since, places } = auditBroken;
    const text = `The audit is not as it was written: ${places} ${places === 1 ? 'place is' : 'places are'} wrong`;
    const action = 'Leave this machine as it is, copy its data directory elsewhere, and tell whoever answers for security.';
    alarms.push(alarm('auditBroken', 2, since, text, action));
  }
  if (stopped !== null) {
    alarms.push(
      alarm(
        'stopped',
        2,
        stopped.at,
        `Sending was stopped by ${stopped.by}: ${stopped.reason}`,
        'Resume when it is right to send again.',
      ),
    );
  }
  if (breaker !== null) {
    const why = breaker.cause === 'breakerRate' ? 'too many texts came due at once' : 'the clock of this console jumped';
    const action = 'Look through the held texts, then resume; each is checked again.';
    alarms.push(alarm(breaker.cause, 1, breaker.at, `All texts are held: ${why}`, action));
  }
  if (oldEvents !== undefined) {
    const text = `${oldEvents.count} ${oldEvents.count === 1 ? 'text is' : 'texts are'} held: what they tell was already old when it came in`;
    alarms.push(
      alarm('oldEvents', 2, oldEvents.since, text, 'Release those that are still useful, cancel the others.', oldEvents.count),
    );
  }
  if (needPerson > 0) {
    const text = `${needPerson} ${needPerson === 1 ? 'text' : 'texts'} may or may not have been sent`;
    const action = 'Ask the carrier or the person, then settle or resend it under Attention.';
    alarms.push(alarm('unconfirmed', 1, now, text, action, needPerson));
  }
  return alarms;
}

function alarm(code: AlarmCode, priority: 1 | 2 | 3, since: number, text: string, action: string, count = 1): FoundAlarm {
  return withEffect({ code, priority, since, text, action, count });
}
