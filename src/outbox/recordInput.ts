import type { Clock } from '../clock';
import { isHeraldError } from '../heraldError';
import type { Logger } from '../logger';
import type { OutboxInput, OutboxStatus } from './outboxState';
import type { OutboxDetails, OutboxStore } from './outboxStore';
import { retryDelayMs } from './retryPolicy';
import type { Unrecorded } from './unrecorded';
import { errorName } from './wakefulLoop';

export interface RecordInputDeps {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly unrecorded: Unrecorded;
  readonly abandoned: () => boolean;
}

/**
 * Applies an input, again and again while the store fails, so that what the carrier said is not lost. Gives up when
 * `abandoned` says so (the appliance is stopping): the row then still says `sending` and is reconciled at the next start.
 * Resolves to `notRecorded`, with the row as it was, where the store refuses the input itself and always would.
 */
export async function recordInput(
  deps: RecordInputDeps,
  id: string,
  input: OutboxInput,
  details?: OutboxDetails,
): Promise<OutboxStatus | 'notRecorded' | undefined> {
  const { store, clock, logger, unrecorded, abandoned } = deps;
  try {
    for (let failures = 1; ; failures++) {
      if (abandoned()) return undefined;
      try {
        const status = await store.apply(id, input, details);
        if (status === undefined) logger.warn('outbox.inputMeansNothing', { message: id, input: input.type });
        return status;
      } catch (error) {
        logger.error('outbox.notRecorded', { message: id, input: input.type, failures, error: errorName(error) });
        if (isHeraldError(error, 'store.constraint')) return 'notRecorded';
        unrecorded.failed(id);
        const delayMs = retryDelayMs(failures, () => 1);
        await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
      }
    }
  } finally {
    unrecorded.ended(id);
  }
}
