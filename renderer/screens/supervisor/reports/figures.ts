import type { BehindEntryView, MeasureNumber } from '../../../../src/contract/behind';
import type { MeasuresRowView } from '../../../../src/contract/measures';

/** What a figure counts, as the contract's `measures.behind` is asked for it. */
export interface Part {
  readonly number: MeasureNumber;
  readonly stage?: Exclude<BehindEntryView['stage'], null>;
  readonly cause?: Exclude<BehindEntryView['cause'], null>;
  readonly code?: string;
  readonly state?: 'undelivered' | 'unconfirmed';
  readonly feed?: string;
}

/** A piece of a sentence: words, or a figure that leads to what it counts. */
export type Piece = string | { readonly said: string; readonly part: Part; readonly workedOut?: true };

/** A column of figures. */
export interface Column {
  readonly name: string;
  readonly value: (row: MeasuresRowView) => number | string | null;
  /** What is behind it: as many entries as it says, or with `workedOut` those that it is worked out from. */
  readonly part: Part;
  readonly workedOut?: true;
}

/** A figure in a sentence. */
export function figure(count: number, part: Part, one?: string, many = `${one}s`): Piece {
  const said = count.toLocaleString('en-US');
  return { said: one === undefined ? said : `${said} ${count === 1 ? one : many}`, part };
}

/** A figure in a sentence that is worked out from what is behind it, and does not count it. */
export function workedOut(said: string, part: Part): Piece {
  return { said, part, workedOut: true };
}

export function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1_000);
}

/** With one decimal. */
export function minutes(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 6_000) / 10;
}

/** One decimal: of 100. */
export function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1_000) / 10;
}

export function money(cost: number): string {
  return cost.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

/** `45 s`, `20 min`, `1 min 30 s`: a time as a sentence says it. */
export function lasting(ms: number): string {
  const all = Math.round(ms / 1_000);
  if (all < 60) return `${all} s`;
  const hours = Math.floor(all / 3_600);
  const minutes = Math.floor(all / 60) % 60;
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return all % 60 === 0 ? `${minutes} min` : `${minutes} min ${all % 60} s`;
}
