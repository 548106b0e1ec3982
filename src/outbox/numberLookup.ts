import type { LineType } from '../incident/callerInfo';
import type { E164 } from '../incident/phone';
import type { CarrierTrouble } from './smsCarrier';

export type LookupOutcome =
  /** A number that the carrier could not tell anything about is not in it: unknown is not mobile. */
  | { readonly type: 'answered'; readonly lines: ReadonlyMap<E164, LineType> }
  | { readonly type: 'failed'; readonly trouble: CarrierTrouble; readonly detail: string; readonly retryAfterMs?: number };

/** What kind of line a number is, as the carrier's number lookup has it. Never throws for what the network does. */
export interface NumberLookup {
  /** At most 100 numbers. */
  lookUp(phones: readonly E164[]): Promise<LookupOutcome>;
}
