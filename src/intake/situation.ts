import type { Policy } from '../rules/ruleset';
import { changeMessage, type Situation } from './considerIncident';
import type { Records, StoredMessage } from './records';

export type Mode = Situation['mode'];

/** What is in force, read inside the transaction that acts on it. */
export async function readSituation(records: Records, policy: Policy, mode: Mode, now: number): Promise<Situation> {
  const stopped = await records.setting('stopped');
  if (stopped != null) return { now, policy, mode, holdAll: 'stopped' };
  const breaker = await records.setting('breaker');
  return { now, policy, mode, holdAll: breaker?.cause };
}

/** Holds, which only a person ends. */
export const PERSON_HOLDS = [
  'stopped',
  'breakerRate',
  'breakerClock',
  'oldEvent',
  'repliedUnseen',
  'replyWaits',
  'heldByPerson',
] as const;

/** Holds every message that has not left, for one reason, until a person lets it go. */
export async function holdAllOpen(
  records: Records,
  code: 'stopped' | 'breakerRate' | 'breakerClock',
  now: number,
): Promise<number> {
  let held = 0;
  for await (const message of records.openMessages()) {
    if (isHeldByPerson(message)) continue;
    held += 1;
    await changeMessage(records, message, { type: 'hold', reason: code }, now, { code, notBefore: undefined });
  }
  return held;
}

/** Trips the breaker: a flood of texts, or a clock that jumped, is looked at by a person first. */
export async function tripBreaker(records: Records, cause: 'breakerRate' | 'breakerClock', now: number): Promise<void> {
  if ((await records.setting('breaker')) != null) return;
  await records.saveSetting('breaker', { cause, at: now });
  const held = await holdAllOpen(records, cause, now);
  await records.audit({
    at: now,
    identity: 'herald',
    action: 'breakerTripped',
    subject: cause,
    outcome: 'success',
    detail: { held },
  });
}

function isHeldByPerson(message: StoredMessage): boolean {
  return message.status === 'held' && (PERSON_HOLDS as readonly string[]).includes(message.code ?? '');
}
