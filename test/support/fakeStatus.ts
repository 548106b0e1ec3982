import type { AgencyView, AlarmView, AuditEntryView, FeedStatusView, FrameView, StatusView } from '../../src/contract/views';

const MINUTE = 60_000;

export const fakeAgency: AgencyView = {
  name: 'Port Alden Police',
  timeZone: 'America/New_York',
  phone: '813-555-0100',
  languages: ['en', 'es'],
  mode: 'training',
  configured: true,
  version: '0.1.0',
};

/** Invented feeds: two well, one lost, one silent without narrative. */
export function fakeFeeds(now: number): FeedStatusView[] {
  const feed = (id: string, address: string, format: string, change: Partial<FeedStatusView>): FeedStatusView => ({
    id,
    address,
    format,
    state: 'open',
    reason: null,
    frames: 0,
    rejected: 0,
    discardedBytes: 0,
    lastFrameAt: null,
    silent: false,
    carriesNarrative: true,
    gapSuspectedAt: null,
    clockSkewMs: null,
    duplicates: 0,
    outOfOrder: 0,
    ...change,
  });
  return [
    feed('cad', '127.0.0.1:9101', 'newworld-xml', { frames: 18_422, rejected: 3, lastFrameAt: now - 1_400 }),
    feed('units', '/dev/ttyS0', 'delimited', {
      frames: 6_031,
      rejected: 2,
      discardedBytes: 412,
      lastFrameAt: now - 34 * MINUTE,
      silent: true,
      carriesNarrative: false,
      gapSuspectedAt: now - 80 * MINUTE,
    }),
    feed('rms', '127.0.0.1:9102', 'delimited', {
      state: 'listening',
      frames: 211,
      lastFrameAt: now - 190 * MINUTE,
      carriesNarrative: false,
    }),
    feed('county', '127.0.0.1:7781', 'eido-json', {
      state: 'lost',
      reason: 'The connection was refused; trying again',
      frames: 904,
      rejected: 1,
      lastFrameAt: now - 12 * MINUTE,
      carriesNarrative: false,
    }),
  ];
}

export function fakeAlarms(now: number): AlarmView[] {
  return [
    {
      id: 'outbox.needsPerson',
      code: 'outbox.needsPerson',
      effect: 'People wait to be told.',
      text: 'Two texts may or may not have gone out',
      action: 'Open each and settle it',
      priority: 1,
      since: now - 6 * MINUTE,
      count: 2,
      acknowledged: null,
      shelved: null,
    },
    {
      id: 'feed.silent',
      code: 'feed.silent',
      effect: 'People wait to be told.',
      text: 'Nothing has come from feed units for 34 minutes',
      action: 'Check the serial link to CAD',
      priority: 2,
      since: now - 4 * MINUTE,
      count: 1,
      acknowledged: null,
      shelved: null,
    },
    {
      id: 'carrier.campaignMissing',
      code: 'carrier.campaignMissing',
      effect: 'People wait to be told.',
      text: 'No messaging campaign is on record',
      action: 'A supervisor records it in the profile',
      priority: 3,
      since: now - 300 * MINUTE,
      count: 1,
      acknowledged: null,
      shelved: null,
    },
  ];
}

export function fakeStatus(now: number): StatusView {
  return {
    agency: fakeAgency.name,
    mode: fakeAgency.mode,
    now,
    startedAt: now - 7 * 60 * MINUTE,
    feeds: fakeFeeds(now),
    carrier: {
      state: 'ready',
      reason: null,
      since: now - 55 * MINUTE,
      nextTryAt: null,
      lastAcceptedAt: now - 2 * MINUTE,
      stopSeenBy: 'callbacks',
    },
    outbox: {
      held: 0,
      ready: 0,
      sending: 0,
      unconfirmed: 0,
      accepted: 0,
      delivered: 0,
      undelivered: 0,
      expired: 0,
      cancelled: 0,
    },
    heldUntilATime: 0,
    alarms: fakeAlarms(now),
    stopped: null,
  };
}

/** Sixty frames, newest first; every tenth is rejected, each for another reason. */
export function fakeFrames(now: number): FrameView[] {
  const problems = [
    { code: 'format.badTime', reason: 'occurredAt: `2026-13-40 99:00:00` is not a time', field: 'occurredAt', byte: null },
    { code: 'format.unknownEvent', reason: 'event: `DSPX` is not in the layout', field: 'event', byte: 20 },
    { code: 'format.xml', reason: 'The document ends inside <Narrative> at byte 2,114', field: null, byte: 2_114 },
    { code: 'format.columns', reason: 'Expected 11 columns, found 7', field: 'officerId', byte: 61 },
    { code: 'format.noKey', reason: 'incidentNumber: is empty', field: 'incidentNumber', byte: 18 },
    { code: 'format.json', reason: 'Not a JSON object at byte 0', field: null, byte: 0 },
  ];
  return Array.from({ length: 60 }, (_, index) => {
    const id = 9_000 - index;
    const problem = index % 10 === 3 ? problems[Math.floor(index / 10)] : undefined;
    return {
      id,
      feed: ['cad', 'cad', 'units', 'county'][index % 4] as string,
      receivedAt: now - index * 47_000,
      bytes: 140 + ((index * 397) % 5_200),
      state: problem ? 'rejected' : index === 0 ? 'pending' : 'done',
      code: problem?.code ?? null,
      reason: problem?.reason ?? null,
      field: problem?.field ?? null,
      byte: problem?.byte ?? null,
    };
  });
}

export function fakeAudit(now: number): AuditEntryView[] {
  const entry = (id: number, minutes: number, identity: string, action: string, subject: string, detail = {}): AuditEntryView => ({
    id,
    at: now - minutes * MINUTE,
    identity,
    action,
    subject,
    outcome: 'success',
    detail,
    incident: null,
  });
  return [
    entry(5, 12, 'dispatcher.vale', 'suppressIncident', 'incident 24', { reason: 'Caller asked for no contact' }),
    entry(4, 41, 'host', 'resume', 'sending', { reason: 'Carrier answered again' }),
    entry(3, 55, 'host', 'stopAll', 'sending', { reason: 'Test of the stop' }),
    {
      ...entry(2, 200, 'dispatcher.vale', 'release', 'message m9-1', { reason: 'Caller is waiting' }),
      outcome: 'failure',
      incident: { id: 9, number: '26-04090' },
    },
    entry(1, 420, 'host', 'start', 'appliance'),
  ];
}
