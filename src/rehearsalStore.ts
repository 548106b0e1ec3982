import type { RehearsalStore } from './rehearsal/rehearse';
import { openBareStore } from './store/memoryStore';
import { everyIncident } from './store/outcomeQueries';

/** A store in memory for one policy of a rehearsal. */
export async function openRehearsalStore(): Promise<RehearsalStore> {
  const store = await openBareStore();
  return { ...store, incidents: () => everyIncident(store.db, store.personal) };
}
