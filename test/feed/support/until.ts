import { setTimeout as later } from 'node:timers/promises';

/** Waits until a condition holds; fails saying which one did not. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; Date.now() < giveUpAt; await later(2)) {
    if (holds()) return;
  }
  throw new Error(`Waited in vain until ${what}`);
}
