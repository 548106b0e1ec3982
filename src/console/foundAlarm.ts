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
  auditBroken: 'Somebody may have changed what is on record about who did what.',
  repliesWait: 'These people expect an answer, or are texted although they asked not to be.',
  repliesNotListed: 'Somebody who replied STOP is texted again.',
} as const;
export type AlarmCode = keyof typeof EFFECTS;
export const ALARM_CODES = Object.keys(EFFECTS) as readonly AlarmCode[];

/** What an alarm was about, for one that is over and of which no more is known after a restart. */
const WAS = {
  feedLost: 'A feed was lost',
  feedOpenToAll: 'A feed took records from whoever connected',
  feedSilent: 'A feed was silent longer than it should be',
  gapSuspected: 'A feed may have missed records',
  clockSkew: 'A feed’s clock was off',
  framesRejected: 'Frames could not be read',
  optOutUnset: 'The profile did not say how STOP replies are seen',
  carrierNotConfigured: 'There were no carrier credentials',
  carrierPaused: 'Sending was paused',
  carrierOffline: 'The carrier could not be reached',
  campaignMissing: 'No registered campaign was recorded',
  stopNotSeen: 'Replies could not be seen',
  stopped: 'Sending was stopped by a person',
  breakerRate: 'All texts were held: too many came due at once',
  breakerClock: 'All texts were held: the clock of this console jumped',
  oldEvents: 'Texts were held: what they tell was old when it came in',
  unconfirmed: 'Texts may or may not have been sent',
  storeFull: 'The disk was full',
  storeReadOnly: 'The store could not be written',
  storeFailing: 'The store failed at times',
  storeDamaged: 'The store was damaged',
  storeRestored: 'The store was restored from a backup',
  backupFailed: 'A backup failed',
  keyFileMade: 'The store’s key existed only once',
  callbacksMissing: 'There was no receiver for replies',
  auditFailed: 'The audit could not be written',
  auditBroken: 'The audit was not as it was written',
  repliesWait: 'Replies waited for a person',
  repliesNotListed: 'Replies could not be looked up',
} as const satisfies Readonly<Record<AlarmCode, string>>;

/** An alarm of an earlier run that is over. `id` may name what it was about beside its code: `feedLost cad`. */
export function pastAlarm(id: string, code: string, priority: number, since: number): FoundAlarm | undefined {
  if (!Object.hasOwn(WAS, code)) return undefined;
  const known = code as AlarmCode;
  const about = id.slice(code.length).trim();
  return {
    ...{ id, code, since, count: 1, priority: priority as FoundAlarm['priority'] },
    text: about === '' ? WAS[known] : `${WAS[known]}: ${about}`,
    effect: EFFECTS[known],
    action: 'It is over. Look whether something is left to do from that time, then acknowledge it.',
  };
}

/** An alarm with what follows from it for people, which its code tells. */
export function withEffect(alarm: Omit<FoundAlarm, 'id' | 'effect' | 'code'> & { readonly code: AlarmCode }): FoundAlarm {
  return { ...alarm, id: alarm.code, effect: EFFECTS[alarm.code] };
}
