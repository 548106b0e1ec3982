import { type AlarmFacts, alarmsFor } from '../../src/console/alarms';
import { ALARM_CODES, type FoundAlarm } from '../../src/console/foundAlarm';
import { type ReplyFacts, replyAlarms } from '../../src/console/replyAlarms';
import type { FeedStatusView } from '../../src/contract/views';
import type { CarrierStatus } from '../../src/outbox/carrierStatus';
import type { StoreFacts } from '../../src/store/care/storeCare';

const NOW = 10_000_000;
const feed = (change: Partial<FeedStatusView>): FeedStatusView => ({
  ...{ id: 'cad', address: '127.0.0.1:1', format: 'labelled', state: 'open', reason: null, frames: 9, rejected: 0 },
  ...{ discardedBytes: 0, lastFrameAt: 1, silent: false, carriesNarrative: true, gapSuspectedAt: null },
  ...{ clockSkewMs: null, duplicates: 0, outOfOrder: 0 },
  ...change,
});
const carrier: CarrierStatus = {
  ...{ state: 'ready', reason: undefined, trouble: undefined, since: 1, nextTryAt: undefined, lastAcceptedAt: undefined },
};
const well: AlarmFacts = {
  ...{ now: NOW, startedAt: 1, feeds: [feed({})], carrier, mode: 'live', optOut: 'callbacks', campaign: 'C1' },
  ...{ stopped: null, breaker: null, needPerson: 0, oldEvents: undefined },
};
const store: StoreFacts = {
  ...{ state: 'ok', since: 1, lastBackupAt: 1, lastBackupReason: undefined, backupDueSince: undefined, keyFileMade: undefined },
  ...{ keyFileMadeAt: undefined, restored: undefined, freeBytes: 1, sizeBytes: 1 },
};
const restored = { at: 5, backupAt: 3, salvagedRows: 9, unreadableRows: 0, unconfirmed: 2, framesToReplay: 0, setAside: 'x' };

/** Everything that can be wrong, one thing at a time. */
const WRONG: readonly Partial<AlarmFacts>[] = [
  { feeds: [feed({ state: 'lost', reason: 'it hung up' })] },
  { feeds: [feed({ silent: true })] },
  { feeds: [feed({ gapSuspectedAt: NOW - 1 })] },
  { feeds: [feed({ clockSkewMs: 200_000 })] },
  { feeds: [feed({ clockSkewMs: -200_000 })] },
  { feeds: [feed({ rejected: 200 })] },
  { feedsOpenToAll: ['cad'] },
  { optOut: undefined },
  { optOut: 'acceptedBlind' },
  { campaign: undefined },
  { carrier: { ...carrier, state: 'waiting', trouble: 'notConfigured' } },
  { carrier: { ...carrier, state: 'paused', trouble: 'campaign', reason: 'refused' } },
  { carrier: { ...carrier, state: 'offline', trouble: 'unreachable', reason: 'no answer' } },
  { stopped: { by: 'casey', reason: 'drill', at: 1 } },
  { breaker: { cause: 'breakerRate', at: 1 } },
  { breaker: { cause: 'breakerClock', at: 1 } },
  { oldEvents: { count: 200, since: 1 } },
  { needPerson: 200 },
  { auditFailedAt: 1 },
  { auditBroken: { since: 1, places: 2 } },
  ...(['full', 'readOnly', 'failing', 'damaged'] as const).map((state) => ({ store: { ...store, state } })),
  { store: { ...store, restored } },
  { store: { ...store, lastBackupReason: 'no room' } },
  { store: { ...store, keyFileMade: '/srv/herald.key' } },
];
const quiet: ReplyFacts = { callbacksMissing: false, waiting: undefined, notListedSince: undefined };
const WRONG_REPLIES: readonly Partial<ReplyFacts>[] = [
  { callbacksMissing: true },
  { waiting: { count: 200, unseen: 200, since: 1 } },
  { waiting: { count: 200, unseen: 0, since: 1 } },
  { notListedSince: 1 },
];

const raised: readonly (readonly FoundAlarm[])[] = [
  ...WRONG.map((change) => alarmsFor({ ...well, ...change })),
  ...WRONG_REPLIES.map((change) => replyAlarms({ ...quiet, ...change }, 'live', 1)),
];

it('where nothing is wrong there is no alarm', () => {
  expect(alarmsFor(well)).toEqual([]);
  expect(replyAlarms(quiet, 'live', 1)).toEqual([]);
});

it('every type of alarm can be raised, and says what is wrong, what follows and what to do', () => {
  expect([...new Set(raised.flat().map(({ code }) => code))].sort()).toEqual([...ALARM_CODES].sort());
  for (const { code, text, effect, action } of raised.flat()) {
    for (const words of [text, effect, action]) expect(`${code}: ${words}`).toMatch(/: [A-Z0-9].{12,}/s);
    // An action is something a person can do, said as a sentence.
    expect(action).toMatch(/\.$/);
  }
});

it('one cause makes one row, however many it concerns', () => {
  for (const alarms of raised) expect(alarms.map(({ id }) => id)).toHaveLength(new Set(alarms.map(({ code }) => code)).size);
  expect(raised.filter((alarms) => alarms.length !== 1)).toEqual([]);
});
