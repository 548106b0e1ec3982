import type { Policy } from '../rules/ruleset';
import type { Situation } from './considerIncident';
import type { Records } from './records';

export type Mode = Situation['mode'];

/** What is in force, read inside the transaction that acts on it. */
export async function readSituation(records: Records, policy: Policy, mode: Mode, now: number): Promise<Situation> {
  const stopped = await records.setting('stopped');
  const unheard = ((await records.setting('unheard')) ?? []).length > 0;
  if (stopped != null) return { now, policy, mode, holdAll: 'stopped', unheard };
  const breaker = await records.setting('breaker');
  return { now, policy, mode, holdAll: breaker?.cause, unheard };
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
