import { type Clock, durations } from '../clock';
import type { Logger } from '../logger';
import type { OutboxStore } from './outboxStore';
import { retryDelayMs } from './retryPolicy';
import type { SegmentThrottle } from './segmentThrottle';
import type { CarrierListQuery, CarrierMessage, SmsCarrier } from './smsCarrier';
import type { Unrecorded } from './unrecorded';

/** The carrier allows 3500 list requests in 5 minutes for the whole site; this leaves room for several consoles. */
export const LISTS_PER_SECOND = 3;
export const NOTHING_DUE_MS = 30 * durations.SECOND;
const LOOK_AGAIN_MS = durations.SECOND;

/** What asking the carrier's list needs. */
export interface ListingDeps {
  readonly store: OutboxStore;
  readonly carrier: SmsCarrier;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** One for all that ask the list. */
  readonly listThrottle: SegmentThrottle;
  readonly unrecorded: Unrecorded;
  readonly abandoned: () => boolean;
}

export type ListAttempt =
  | { readonly type: 'listed'; readonly messages: readonly CarrierMessage[]; readonly complete: boolean }
  /** Nothing was learned; not to be asked again before `waitMs`. */
  | { readonly type: 'later'; readonly waitMs: number };

const STOPPED: ListAttempt = { type: 'later', waitMs: NOTHING_DUE_MS };

/** The carrier's list with its own rate limit and backoff. One for each thing that asks. */
export class Listing {
  readonly #deps: ListingDeps;
  readonly #purpose: string;
  #failures = 0;
  #notBefore = 0;

  constructor(deps: ListingDeps, purpose: string) {
    this.#deps = deps;
    this.#purpose = purpose;
  }

  async ask(query: CarrierListQuery): Promise<ListAttempt> {
    const { carrier, clock, listThrottle, logger, random, abandoned } = this.#deps;
    if (abandoned()) return STOPPED;
    const waitMs = Math.max(this.#notBefore - clock.monotonicMs(), listThrottle.msUntilAvailable());
    if (waitMs > 0) return { type: 'later', waitMs };
    listThrottle.take(1);
    const answer = await carrier.list(query);
    // The store may be closed by now.
    if (abandoned()) return STOPPED;
    if (answer.type === 'listed') {
      this.#failures = 0;
      return answer;
    }
    this.#failures++;
    const delayMs = Math.max(answer.retryAfterMs ?? 0, retryDelayMs(this.#failures, random));
    this.#notBefore = clock.monotonicMs() + delayMs;
    logger.info('outbox.listFailed', { purpose: this.#purpose, trouble: answer.trouble, detail: answer.detail });
    return { type: 'later', waitMs: delayMs };
  }
}

/** How long until something may be due, where nothing of one's own is. */
export async function msUntilDue(deps: Pick<ListingDeps, 'store' | 'clock'>): Promise<number> {
  const dueAt = await deps.store.nextDueAt();
  return dueAt === undefined ? NOTHING_DUE_MS : Math.max(dueAt - deps.clock.now(), LOOK_AGAIN_MS);
}
