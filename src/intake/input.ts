import type { LineType } from '../incident/callerInfo';
import type { OutboxInput } from '../outbox/outboxState';
import type { OutboxDetails } from '../outbox/outboxStore';
import type { ReplyTexts } from '../rules/replyTexts';
import type { HandOrder } from './byHand';
import type { CorrectionOrder } from './corrections';
import type { InboundText } from './inboundTexts';

/** How replies are answered. */
export interface Answers {
  readonly texts: ReplyTexts;
  readonly networkConfirms: boolean;
}

export type OptOutCommandName = 'record' | 'resubscribe' | 'liftUnreachable' | 'liftPerson' | 'resolve';

/** How a feed's frames are read: a format's name, and the layout as JSON where it needs one. */
export interface FeedFormat {
  readonly format: string;
  readonly layout?: unknown;
}

/**
 * All that can change a decision, journaled in the transaction that it causes, with the time that transaction went by.
 * Playing the journal from empty through the same code gives the same decisions.
 *
 * From empty: what was purged takes its inputs along, and the journal then says that they are gone.
 *
 * What is not here changes nothing that rules, timers or claims read: when the carrier's list is asked next and what stood
 * in it (its outcome comes as `carrierSaid`), which files were read, when the clock was last seen.
 */
export type Input =
  /** The appliance runs with these feeds; told where it differs from the last time. */
  | {
      readonly kind: 'started';
      readonly mode: 'live' | 'watch' | 'training';
      readonly feeds: Readonly<Record<string, FeedFormat>>;
      readonly answers?: Answers;
    }
  /** Frames that came together, by their ids. */
  | { readonly kind: 'frames'; readonly first: number; readonly last: number }
  /** A frame that was rejected because it could not be handled. */
  | {
      readonly kind: 'frameUnhandled';
      readonly first: number;
      readonly last: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: 'frameReplayed'; readonly frame: number; readonly identity: string }
  /** A batch of what was due by time. */
  | { readonly kind: 'timePassed' }
  | { readonly kind: 'claimed'; readonly limit: number; readonly maxSegments: number }
  | {
      readonly kind: 'carrierSaid';
      readonly message: string;
      readonly input: OutboxInput;
      readonly details?: OutboxDetails | undefined;
    }
  /** After a crash. */
  | { readonly kind: 'sendingRecovered' }
  | {
      readonly kind: 'carrierSuppressed';
      readonly to: string;
      readonly reason: 'optedOut' | 'unreachable';
      readonly detail: string;
    }
  /** What people texted to the agency, as it came together. */
  | { readonly kind: 'replied'; readonly texts: readonly InboundText[] }
  | { readonly kind: 'answersClaimed'; readonly limit: number; readonly maxSegments: number }
  /** After a crash. */
  | { readonly kind: 'answersRecovered' }
  /** What the carrier knows of numbers that it was asked about. */
  | { readonly kind: 'linesLookedUp'; readonly lines: readonly (readonly [phone: string, line: LineType])[] }
  | { readonly kind: 'sentByHand'; readonly order: HandOrder }
  | { readonly kind: 'corrected'; readonly order: CorrectionOrder }
  /** A person's command about opt-outs and replies, by its name in `OptOutCommands`. */
  | { readonly kind: 'optOutCommand'; readonly name: OptOutCommandName; readonly order: Readonly<Record<string, unknown>> }
  | { readonly kind: 'clockJumped' }
  /** From now on these feeds, which would tell of units, are not heard; none: all are. */
  | { readonly kind: 'feedsUnheard'; readonly feeds: readonly string[] }
  /** A person's command by its name in `Commands`. */
  | { readonly kind: 'command'; readonly name: string; readonly order: Readonly<Record<string, unknown>> }
  /** A version of the policy was put in force. */
  | { readonly kind: 'policy'; readonly version: number };

export interface JournaledInput {
  readonly id: number;
  readonly at: number;
  readonly input: Input;
}
