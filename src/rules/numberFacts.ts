import type { ReasonCode } from './reasons';
import type { ReplyKind } from './replyTexts';

/** What is known of one number beyond the incident. */
export interface NumberFacts {
  /** A person decided that it must not be texted: why. */
  readonly suppressed: string | undefined;
  /** Its owner asked for no texts: how. */
  readonly optedOut?: string | undefined;
  /** The carrier said that nothing can be delivered there: its words. */
  readonly unreachable?: string | undefined;
  /** A number lookup says that it is a landline. */
  readonly landline?: boolean | undefined;
  /** It has replied, and a person has to see to that before anything more is sent. */
  readonly reply?: 'repliedUnseen' | 'replyWaits' | undefined;
  /** Texts to it in the last 24 hours that reached the carrier, or may have. */
  readonly textsLastDay: number;
  readonly lastTextAt: number | undefined;
}

/** Why a number is not texted at all, the gravest reason first: a person's decision says more than a carrier's error. */
export function numberBlock(facts: NumberFacts | undefined): { code: ReasonCode; detail: string | undefined } | undefined {
  if (facts === undefined) return undefined;
  if (facts.suppressed !== undefined) return { code: 'suppressedNumber', detail: facts.suppressed };
  if (facts.optedOut !== undefined) return { code: 'optedOut', detail: facts.optedOut };
  if (facts.unreachable !== undefined) return { code: 'unreachable', detail: facts.unreachable };
  if (facts.landline === true) return { code: 'phoneLandline', detail: undefined };
  return undefined;
}

/**
 * When the gap after the last text is over, epoch ms; undefined where it is. A text that left further ahead than the gap left
 * while the clock was wrong, nobody knows when: none is counted from it.
 */
export function gapEndsAt(facts: NumberFacts | undefined, minGap: number, now: number): number | undefined {
  const last = facts?.lastTextAt;
  return last === undefined || last > now + minGap || last + minGap <= now ? undefined : last + minGap;
}

/**
 * Why an answer to somebody's own reply must not leave: the confirmation of an opt-out is the only text that a number
 * which opted out may get, and only while the opt-out stands. What a person decided stands above all.
 */
export function replyBlock(kind: ReplyKind, facts: NumberFacts | undefined): ReasonCode | undefined {
  if (facts?.suppressed !== undefined) return 'suppressedNumber';
  if (facts?.unreachable !== undefined) return 'unreachable';
  if (kind === 'optOut') return facts?.optedOut === undefined ? 'noLongerTrue' : undefined;
  return facts?.optedOut === undefined ? undefined : 'optedOut';
}
