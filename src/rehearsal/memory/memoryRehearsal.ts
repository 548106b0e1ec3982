import type { StoredIncident } from '../../intake/records';
import type { RehearsalStore } from '../rehearse';
import { MemoryRecords } from './memoryRecords';
import { UndoLog } from './undoLog';

/** A store for one policy of a rehearsal: in memory, without SQL, gone when nothing refers to it. */
export async function openRehearsalStore(): Promise<RehearsalStore> {
  const log = new UndoLog();
  const records = new MemoryRecords(log);
  let last: Promise<unknown> = Promise.resolve();
  async function* incidents() {
    for (const [id, { incident }] of [...records.incidents].sort(([a], [b]) => a - b) as [number, StoredIncident][]) {
      yield { incident, messages: records.messages.ofIncident(id), decisions: records.decisions.get(id) ?? [] };
    }
  }
  return {
    transaction(work) {
      const result = last.then(async () => {
        try {
          const outcome = await work(records);
          log.committed();
          return outcome;
        } catch (error) {
          log.rolledBack();
          throw error;
        }
      });
      last = result.catch(() => undefined);
      return result;
    },
    framesRejected: () => records.rejected,
    incidents,
    close: async () => {},
  };
}
