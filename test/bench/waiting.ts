import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again; false where it did not come true in time. */
export async function cameTrue(holds: () => Promise<boolean> | boolean, withinMs: number, everyMs = 25): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await sleep(everyMs);
  }
  return true;
}
