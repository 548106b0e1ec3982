import { systemClock } from '../../src/clock';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import type { InventedCall } from './inventedCalls';

export interface CarrierWithArrivals {
  readonly simulator: CarrierSimulator;
  /** When a number's first text came, by `performance.now()`. */
  arrivedAt(phone: string): number | undefined;
  /** To how many numbers one came. */
  readonly reached: number;
  /** What is wrong with the texts that came: each of these callers is owed exactly one. */
  wrongWith(calls: readonly InventedCall[]): string[];
}

/** A carrier that answers at once, and knows when which text came. */
export async function carrierWithArrivals(): Promise<CarrierWithArrivals> {
  const arrivals = new Map<string, number[]>();
  const simulator = await startCarrierSimulator({
    clock: systemClock,
    // Asked for each text once its POST has been read to the end.
    fate: ({ to }) => {
      const times = arrivals.get(to);
      if (times === undefined) arrivals.set(to, [performance.now()]);
      else times.push(performance.now());
      return {};
    },
  });
  return {
    simulator,
    arrivedAt: (phone) => arrivals.get(phone)?.[0],
    get reached() {
      return arrivals.size;
    },
    wrongWith(calls) {
      const count = (phone: string) => arrivals.get(phone)?.length ?? 0;
      const missing = calls.filter(({ phone }) => count(phone) === 0).length;
      const twice = calls.filter(({ phone }) => count(phone) > 1).length;
      const strangers = arrivals.size - (calls.length - missing);
      return [
        ...(missing === 0 ? [] : [`${missing} of ${calls.length} texts did not come`]),
        ...(twice === 0 ? [] : [`${twice} callers were texted more than once`]),
        ...(strangers === 0 ? [] : [`${strangers} numbers were texted that are nobody's`]),
      ];
    },
  };
}
