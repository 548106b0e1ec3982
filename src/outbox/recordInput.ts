import type { Clock } from '../clock';
import type { Logger } from '../logger';
import type { OutboxInput, OutboxStatus } from './outboxState';
import type { OutboxDetails, OutboxStore } from './outboxStore';
import { retryDelayMs } from './retryPolicy';
import { errorName } from './wakefulLoop';

/**
 * Applies an input, again and again while the store fails, so that what the carrier said is not lost. Gives up only when
 * `abandoned` says so (the appliance is stopping): the row then still says `sending` and is reconciled at the next start.
 */
export async function recordInput(
  deps: { readonly store: OutboxStore; readonly clock: Clock; readonly logger: Logger; readonly abandoned: () => boolean },
  id: string,
  input: OutboxInput,
  details?: OutboxDetails,
): Promise<OutboxStatus | undefined> {
  for (let failures = 1; ; failures++) {
    if (deps.abandoned()) return undefined;
    try {
      const status = await deps.store.apply(id, input, details);
      if (status === undefined) deps.logger.warn('outbox.inputMeansNothing', { message: id, input: input.type });
      return status;
    } catch (error) {
      deps.logger.error('outbox.notRecorded', { message: id, input: input.type, failures, error: errorName(error) });
      await new Promise<void>(
        (resolve) =>
          void deps.clock.after(
            retryDelayMs(failures, () => 1),
            resolve,
          ),
      );
    }
  }
}
