import type { BehindEntryView } from '../contract/behind';
import type { MeasuresReportView } from '../contract/measures';
import type { MeasuredPart } from '../intake/measured';
import type { Paging } from './backend';

export interface MeasuresQuery {
  readonly from: number;
  readonly to: number;
  readonly by: 'day' | 'week' | 'month';
}

export type MeasuresReport = MeasuresReportView;

export type BehindQuery = Paging & MeasuredPart & { readonly from: number; readonly to: number };

export interface BehindPage {
  readonly items: BehindEntryView[];
  readonly next: string | null;
  readonly total: number | null;
  readonly segments: number | null;
}

/** What the contract's `measures` is made of. */
export interface MeasuresBackend {
  report(query: MeasuresQuery): Promise<MeasuresReport>;
  csv(query: MeasuresQuery): Promise<{ name: string; csv: string }>;
  behind(query: BehindQuery): Promise<BehindPage>;
}
