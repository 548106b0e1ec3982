import type { Mode } from '../intake/situation';
import { type FoundAlarm, withEffect } from './foundAlarm';

/** What alarms about replies are made of. */
export interface ReplyFacts {
  /** `carrier.optOut` is `callbacks`, and there is no receiver. */
  readonly callbacksMissing: boolean;
  /** Replies that a person has to see to. */
  readonly waiting: { readonly count: number; readonly unseen: number; readonly since: number } | undefined;
  /** Since when the carrier's list cannot be asked for replies. */
  readonly notListedSince: number | undefined;
}

/** Replies that wait for a person, and ways in which replies would not be seen. */
export function replyAlarms(
  { callbacksMissing, waiting, notListedSince }: ReplyFacts,
  mode: Mode,
  startedAt: number,
): FoundAlarm[] {
  const alarms: FoundAlarm[] = [];
  if (callbacksMissing && mode === 'live') {
    alarms.push(
      withEffect({
        code: 'callbacksMissing',
        priority: 2,
        since: startedAt,
        text: 'Nothing is sent: STOP is to be seen by callbacks, and no receiver is set up',
        action: 'Set BANDWIDTH_CALLBACK_LISTEN, _USER and _PASSWORD, or another carrier.optOut in the profile.',
        count: 1,
      }),
    );
  }
  if (waiting !== undefined) {
    const { count, unseen, since } = waiting;
    const one = count === 1;
    alarms.push(
      withEffect({
        code: 'repliesWait',
        priority: unseen === count ? 2 : 1,
        since,
        text:
          unseen === count
            ? `${count} ${one ? 'person has' : 'people have'} replied, and Herald cannot see what: their texts are held`
            : `${count} ${one ? 'reply waits' : 'replies wait'} for a person to read ${one ? 'it' : 'them'}`,
        action:
          unseen === count
            ? 'Look the reply up with the carrier, or call; then say under Replies what it means.'
            : 'Read it under Replies and say what it means; whoever asks for help there expects an answer.',
        count,
      }),
    );
  }
  if (notListedSince !== undefined) {
    alarms.push(
      withEffect({
        code: 'repliesNotListed',
        priority: 2,
        since: notListedSince,
        text: 'Who has replied cannot be seen: the carrier’s list does not answer',
        action: 'Check the network and the account; until then nobody is held for a reply.',
        count: 1,
      }),
    );
  }
  return alarms;
}
