import type { AlarmEntryView } from '../contract/alarms';

/** Alarms while which texts wait, and may come too late. */
const TEXTS_WAITED: ReadonlySet<string> = new Set(['carrierOffline', 'carrierPaused', 'stopped', 'breakerRate', 'breakerClock']);

/** Says of what is over, and kept texts waiting, how many of them came too late. `count` counts those that ended between. */
export async function withExpired(
  entries: readonly AlarmEntryView[],
  count: (from: number, to: number) => Promise<number>,
): Promise<AlarmEntryView[]> {
  const said: AlarmEntryView[] = [];
  for (const entry of entries) {
    const { code, clearedAt, since } = entry;
    if (clearedAt === null || !TEXTS_WAITED.has(code)) {
      said.push(entry);
      continue;
    }
    const late = await count(since, clearedAt);
    const texts = late === 1 ? '1 text came too late meanwhile, and was' : `${late} texts came too late meanwhile, and were`;
    said.push({ ...entry, effect: late === 0 ? 'No text came too late meanwhile.' : `${texts} not sent.` });
  }
  return said;
}
