import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Rows asked for at a time: more than a screen holds, few enough to come at once. */
export const PAGE = 100;

/** A paged list of the contract, as far as it has been asked for. Keeps the old list on screen while another is fetched. */
export function usePages<T, P extends Page<T> = Page<T>>(options: {
  readonly queryKey: QueryKey;
  readonly ask: (next: string | undefined, signal: AbortSignal) => Promise<P & Page<T>>;
}) {
  const query = useInfiniteQuery({
    queryKey: options.queryKey,
    queryFn: ({ pageParam, signal }) => options.ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
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
