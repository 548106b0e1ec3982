import type { OutboxInput } from '../outbox/outboxState';
import type { OutboxDetails } from '../outbox/outboxStore';

/** How a feed's frames are read: a format's name, and the layout as JSON where it needs one. */
export interface FeedFormat {
  readonly format: string;
  readonly layout?: unknown;
}

/**
 * All that can change a decision, journaled in the transaction that it causes, with the time that transaction went by.
 * Playing the journal from empty through the same code gives the same decisions.
 *
 * What is not here changes nothing that rules, timers or claims read: when the carrier's list is asked next and what stood
 * in it (its outcome comes as `carrierSaid`), which files were read, when the clock was last seen.
 */
export type Input =
  /** The appliance runs with these feeds; told where it differs from the last time. */
  | { readonly kind: 'started'; readonly mode: 'live' | 'watch' | 'training'; readonly feeds: Readonly<Record<string, FeedFormat>> }
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
  | { readonly kind: 'clockJumped' }
  /** A person's command by its name in `Commands`. */
  | { readonly kind: 'command'; readonly name: string; readonly order: Readonly<Record<string, unknown>> }
  /** A version of the policy was put in force. */
  | { readonly kind: 'policy'; readonly version: number };

export interface JournaledInput {
  readonly id: number;
  readonly at: number;
  readonly input: Input;
}
