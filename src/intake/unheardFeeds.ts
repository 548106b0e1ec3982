import type { Clock } from '../clock';
import type { Policy } from '../rules/ruleset';
import type { RecordStore } from './records';
import type { Mode } from './situation';
import { TruthChecks } from './truthChecks';

export interface UnheardFeedsOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

const LOOKED_AT_ONCE = 200;

/** Puts on record which feeds are not heard from now on; where all are again, what waited for that is looked at anew. */
export async function keepUnheard(options: UnheardFeedsOptions, feeds: readonly string[]): Promise<void> {
  const { store, policy, mode, clock, onCommitted } = options;
  const touched = new Set<number>();
  await store.transaction(async (records) => {
    const now = clock.now();
    await records.addInput({ kind: 'feedsUnheard', feeds }, now);
    await records.saveSetting('unheard', feeds.length === 0 ? null : feeds);
    for (let waiting = feeds.length === 0; waiting; ) {
      const held = await records.heldWith(['feedUnheard'], now, LOOKED_AT_ONCE);
      const checks = new TruthChecks(records, policy(), mode, now);
      let changed = 0;
      for (const message of held) {
        const checked = await checks.lookAgain(message);
        if (checked !== undefined && checked.code !== message.code) changed += 1;
        touched.add(message.incidentId);
      }
      await checks.save();
      waiting = held.length === LOOKED_AT_ONCE && changed > 0;
    }
  });
  onCommitted([...touched]);
}
