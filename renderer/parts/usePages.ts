import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { asQuery, type Page, type Paged } from '../link/pages';

export { PAGE } from '../link/pages';

/** A paged list of the contract, as far as it has been asked for. Keeps the old list on screen while another is fetched. */
export function usePages<T, P extends Page<T> = Page<T>>(paged: Paged<T, P>) {
  const query = useInfiniteQuery({ ...asQuery(paged), placeholderData: keepPreviousData });
  const items = useMemo(() => query.data?.pages.flatMap((page): readonly T[] => page.items) ?? NONE, [query.data]);
  return {
    items: items as readonly T[],
    /** The first page, with what comes beside its items. */
    first: query.data?.pages[0],
    known: query.data !== undefined,
    /** These are those of the list before, which was asked for otherwise. */
    isOther: query.isPlaceholderData,
    failed: query.isError && query.data === undefined,
    again: () => void query.refetch(),
    more: {
      has: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => {
        const pages = query.data?.pages.length;
        const next = () => query.fetchNextPage({ cancelRefetch: false });
        // What is just being fetched anew is waited for, and answers this too: then the page is still to come.
        void next().then(({ data, isSuccess, hasNextPage }) => {
          if (isSuccess && hasNextPage && data.pages.length === pages) void next();
        });
      },
    },
  };
}

const NONE: never[] = [];
