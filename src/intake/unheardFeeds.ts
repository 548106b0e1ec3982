import type { Clock } from '../clock';
import type { Policy } from '../rules/ruleset';
import type { RecordStore } from './records';
import type { Mode } from './situation';
import { lookAtHeld } from './sweep';

export interface UnheardFeedsOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/** Puts on record which feeds are not heard from now on; where all are again, what waited for that is looked at anew. */
export async function keepUnheard(options: UnheardFeedsOptions, feeds: readonly string[]): Promise<void> {
  const { store, policy, mode, clock, onCommitted } = options;
  const touched = new Set<number>();
  await store.transaction(async (records) => {
    const now = clock.now();
    await records.addInput({ kind: 'feedsUnheard', feeds }, now);
    await records.saveSetting('unheard', feeds.length === 0 ? null : feeds);
    for (let isMore = feeds.length === 0; isMore; ) {
      isMore = await lookAtHeld(records, ['feedUnheard'], now, policy(), mode, now, (id) => touched.add(id));
    }
  });
  onCommitted([...touched]);
}
