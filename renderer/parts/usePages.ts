import { keepPreviousData, type QueryClient, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Rows asked for at a time: more than a screen holds, few enough to come at once. */
export const PAGE = 100;

interface Paged<T, P> {
  readonly queryKey: QueryKey;
  readonly ask: (next: string | undefined, signal: AbortSignal) => Promise<P & Page<T>>;
}

function asQuery<T, P>({ queryKey, ask }: Paged<T, P>) {
  return {
    queryKey,
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: P & Page<T>) => last.next ?? undefined,
  };
}

/** Asks for the first page before a screen shows it. */
export function askAhead<T, P>(queryClient: QueryClient, paged: Paged<T, P>): void {
  void queryClient.prefetchInfiniteQuery(asQuery(paged));
}

/** A paged list of the contract, as far as it has been asked for. Keeps the old list on screen while another is fetched. */
export function usePages<T, P extends Page<T> = Page<T>>(paged: Paged<T, P>) {
  const query = useInfiniteQuery({ ...asQuery(paged), placeholderData: keepPreviousData });
  const items = useMemo(() => query.data?.pages.flatMap((page): readonly T[] => page.items) ?? NONE, [query.data]);
  return {
    items: items as readonly T[],
    /** The first page, with what comes beside its items. */
    first: query.data?.pages[0],
    known: query.data !== undefined,
    failed: query.isError && query.data === undefined,
    again: () => void query.refetch(),
    more: {
      has: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => {
        if (!query.isFetching) void query.fetchNextPage();
      },
    },
  };
}

const NONE: never[] = [];
