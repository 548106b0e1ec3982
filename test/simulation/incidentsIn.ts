import type { Records, StoredIncident } from '../../src/intake/records';

/** Those that became one with another leave gaps, never long ones. */
const LONGEST_GAP = 5;

/** Every incident there is, oldest first. */
export async function incidentsIn(records: Records): Promise<readonly StoredIncident[]> {
  const incidents: StoredIncident[] = [];
  for (let id = 1, missing = 0; missing < LONGEST_GAP; id++) {
    const stored = await records.incident(id);
    missing = stored === undefined ? missing + 1 : 0;
    if (stored !== undefined) incidents.push(stored);
  }
  return incidents;
}
