import type { CarrierTrouble } from './smsCarrier';

/** `waiting`: nothing is wrong, but nothing may be sent (no opt-out path chosen, watch-only, stopped). */
export type CarrierState = 'ready' | 'sending' | 'waiting' | 'paused' | 'offline' | 'watchOnly' | 'stopped';

export interface CarrierStatus {
  readonly state: CarrierState;
  /** For people; undefined only where the state is `ready` or `sending`. */
  readonly reason: string | undefined;
  readonly trouble: CarrierTrouble | undefined;
  readonly since: number;
  /** When it is tried again by itself. */
  readonly nextTryAt: number | undefined;
  readonly lastAcceptedAt: number | undefined;
}
