import type { MeasuresRowView } from '../contract/measures';

export interface MeasuresQuery {
  readonly from: number;
  readonly to: number;
  readonly by: 'day' | 'week' | 'month';
}

/** What the contract's `measures` is made of. */
export interface MeasuresBackend {
  report(query: MeasuresQuery): Promise<{ rows: MeasuresRowView[]; total: MeasuresRowView; timeZone: string }>;
  csv(query: MeasuresQuery): Promise<{ name: string; csv: string }>;
}
