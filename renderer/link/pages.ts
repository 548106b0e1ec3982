import type { QueryClient, QueryKey } from '@tanstack/query-core';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Rows asked for at a time: more than a screen holds, few enough to come at once. */
export const PAGE = 100;

export interface Paged<T, P> {
  readonly queryKey: QueryKey;
  readonly ask: (next: string | undefined, signal: AbortSignal) => Promise<P & Page<T>>;
}

/** A paged list of the contract, for TanStack's infinite queries. */
export function asQuery<T, P>({ queryKey, ask }: Paged<T, P>) {
  return {
    queryKey,
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: P & Page<T>) => last.next ?? undefined,
  };
}

/** Asks for the first page before a screen shows it; resolves when it is there, or has failed. */
export function askAhead<T, P>(queryClient: QueryClient, paged: Paged<T, P>): Promise<void> {
  return queryClient.prefetchInfiniteQuery(asQuery(paged));
}
