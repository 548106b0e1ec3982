import { durations } from '../clock';

/** What becomes of a text. Without an error code it is delivered. */
export interface MessageFate {
  readonly errorCode?: number;
  /** How long it waits in the carrier's queue; past its expiration it is dropped there. */
  readonly queuedMs?: number;
  /** It never gets a final status. */
  readonly staysSent?: boolean;
}

/** A text the carrier simulator has taken. */
export interface SimulatedMessage {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly tag: string | undefined;
  readonly applicationId: string;
  readonly segmentCount: number;
  readonly receivedAt: number;
  readonly expiresAt: number | undefined;
  readonly fate: MessageFate;
}

export interface SimulatedProgress {
  readonly messageStatus: 'RECEIVED' | 'SENDING' | 'SENT' | 'DELIVERED' | 'FAILED';
  readonly errorCode: number;
}

const QUEUED_MS = 300;
const SENT_AFTER_MS = durations.SECOND;
const FINAL_AFTER_MS = 3 * durations.SECOND;
const EXPIRED = 4360;

/** How far a text has got at `now`. */
export function progressOf(message: SimulatedMessage, now: number): SimulatedProgress {
  const queuedMs = message.fate.queuedMs ?? QUEUED_MS;
  const leavesQueueAt = message.receivedAt + queuedMs;
  if (message.expiresAt !== undefined && message.expiresAt < leavesQueueAt) {
    return now < message.expiresAt ? { messageStatus: 'RECEIVED', errorCode: 0 } : { messageStatus: 'FAILED', errorCode: EXPIRED };
  }
  const onTheWayMs = now - leavesQueueAt;
  if (onTheWayMs < 0) return { messageStatus: 'RECEIVED', errorCode: 0 };
  if (onTheWayMs < SENT_AFTER_MS) return { messageStatus: 'SENDING', errorCode: 0 };
  if (onTheWayMs < FINAL_AFTER_MS || message.fate.staysSent === true) return { messageStatus: 'SENT', errorCode: 0 };
  const errorCode = message.fate.errorCode ?? 0;
  return { messageStatus: errorCode === 0 ? 'DELIVERED' : 'FAILED', errorCode };
}
