import type { BoardRowView } from '../../src/contract/board';
import type { MessageView } from '../../src/contract/views';
import type { Client } from '../link/connection';
import type { Queries } from '../link/liveLink';
import { PAGE } from '../link/pages';

export interface BoardFilter {
  readonly find?: string;
  readonly texting?: BoardRowView['texting'];
  readonly stage?: MessageView['stage'];
  readonly reason?: string;
  readonly callType?: string;
}

const KEYS = ['find', 'texting', 'stage', 'reason', 'callType'] as const;

/** What the board is narrowed to, as the address says. */
export function filtersOf(query: URLSearchParams): BoardFilter {
  return Object.fromEntries(KEYS.flatMap((key) => (query.get(key) ? [[key, query.get(key)]] : []))) as BoardFilter;
}

export function isNarrowed(filters: BoardFilter): boolean {
  return KEYS.some((key) => filters[key] !== undefined);
}

/** The board's pages as they are asked for. */
export function boardPages(client: Client, queries: Queries, filters: BoardFilter) {
  const input = { limit: PAGE, ...filters };
  return {
    queryKey: queries.board.list.key({ type: 'infinite', input }),
    ask: (next: string | undefined, signal: AbortSignal) =>
      client.board.list({ ...input, ...(next === undefined ? {} : { next }) }, { signal }),
  };
}
