import type { IncidentNumbers } from './fact';

/** What kind of line a class of service stands for. Only `landline` says anything about texts: there are none. */
export const LINE_TYPES = ['landline', 'mobile', 'voip', 'unknown'] as const;
export type LineType = (typeof LINE_TYPES)[number];

/** Who called, and on what kind of line, as a telephone company tells it (ALI). Never an incident by itself. */
export interface CallerInfo {
  /** Where the caller can be reached, as written; never a pseudo-number. Undefined where only such is known. */
  readonly callbackPhone?: string;
  /** Numbers that stand for a cell tower or a gateway while the call lasts, as written. Whoever texts them reaches nobody. */
  readonly pseudoNumbers: readonly string[];
  readonly lineType: LineType;
  /** The company's own code, such as `WPH2`. */
  readonly classOfService?: string;
  /** The call taker's position, and the emergency service number; as written. */
  readonly position?: string;
  readonly esn?: string;
  /** By the sender's clock, epoch milliseconds UTC. */
  readonly occurredAt?: number;
  /** The incident it belongs to, in the rare case that the record says so. */
  readonly numbers?: IncidentNumbers;
}
