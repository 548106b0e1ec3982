import { readPhone } from '../../src/incident/phone';

/** A call that is nobody's. */
export interface InventedCall {
  readonly number: string;
  readonly phone: string;
  readonly unit: string;
}

/** The simulated carrier's own number is there. */
const CARRIER_AREA = 206;
const NARRATIVE = 'Caller states the rear window was found open on return from work, electronics missing, no one seen nearby';

/** So many calls, each with a number, a unit and a fictional 555-01xx phone of its own. */
export function inventCalls(count: number): readonly InventedCall[] {
  const calls: InventedCall[] = [];
  for (let area = 201; area < 990; area++) {
    if (area === CARRIER_AREA) continue;
    for (let line = 100; line < 200; line++) {
      const read = readPhone(`${area}5550${line}`);
      if ('problem' in read) break;
      const place = String(calls.length + 1).padStart(6, '0');
      calls.push({ number: `26-${place}`, phone: read.phone, unit: `U${place}` });
      if (calls.length === count) return calls;
    }
  }
  throw new RangeError(`There are only ${calls.length} fictional numbers`);
}

/** The line of a new call, in the columns of the profile's layout `events`. */
export function newLine({ number, phone }: InventedCall, at: Date): string {
  return `${at.toISOString()}|${number}|NEW|BURG-RES|P3||${phone}|||||${NARRATIVE}\n`;
}

/** The line that dispatches a unit to it: it makes one text due, to its caller. */
export function dispatchedLine({ number, unit }: InventedCall, at: Date): string {
  return `${at.toISOString()}|${number}|DISP|||${unit}\n`;
}
