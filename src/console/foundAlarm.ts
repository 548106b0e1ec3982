import type { AlarmView } from '../contract/views';

/** An alarm before anybody has made anything of it. */
export type FoundAlarm = Omit<AlarmView, 'acknowledged' | 'shelved'>;

/** What follows from each for people; a test keeps it complete. */
const EFFECTS = {
  feedLost: 'Calls that come in now are not known: nobody is texted about them.',
  feedOpenToAll: 'Whoever reaches the port can make up calls, and have people texted.',
  feedSilent: 'If calls are coming in, nobody is texted about them.',
  gapSuspected: 'Incidents from that time may be missing or out of date.',
  clockSkew: 'Delays are reckoned by these times: texts may come too early or too late.',
  framesRejected: 'What they said is missing from the incidents.',
  optOutUnset: 'Every text waits.',
  carrierNotConfigured: 'Every text waits.',
  carrierPaused: 'Texts wait; those that come too late are not sent.',
  carrierOffline: 'Texts wait; those that come too late are not sent.',
  campaignMissing: 'Carriers may block texts.',
  stopNotSeen: 'Somebody who replied STOP is texted again.',
  stopped: 'Nobody is texted.',
  breakerRate: 'Nobody is texted until somebody has looked.',
  breakerClock: 'Nobody is texted until somebody has looked.',
  oldEvents: 'These people wait to be told, or need not be told any more.',
  unconfirmed: 'These people may have been told, or not.',
  storeFull: 'Nothing is taken in and nothing is sent.',
  storeReadOnly: 'Nothing is taken in and nothing is sent.',
  storeFailing: 'What comes in may not be kept, and is then not acted upon.',
  storeDamaged: 'Nothing is sent.',
  storeRestored: 'Some people may have been told, or not; what is lost is told nobody.',
  backupFailed: 'If this store is damaged, more is lost.',
  keyFileMade: 'If the key is lost, so is everything in the store.',
  callbacksMissing: 'Every text waits.',
  auditFailed: 'Nothing is decided, changed or sent.',
  repliesWait: 'These people expect an answer, or are texted although they asked not to be.',
  repliesNotListed: 'Somebody who replied STOP is texted again.',
} as const;
export type AlarmCode = keyof typeof EFFECTS;

/** An alarm with what follows from it for people, which its code tells. */
export function withEffect(alarm: Omit<FoundAlarm, 'id' | 'effect' | 'code'> & { readonly code: AlarmCode }): FoundAlarm {
  return { ...alarm, id: alarm.code, effect: EFFECTS[alarm.code] };
}
