import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { NumberFactsView } from '../../src/contract/optOut';
import { useClient, useQueries } from '../link/herald';

const FACTS = 'numberFacts';

/** Asks again for all that depends on which numbers are texted. */
export function useNumbersChanged(): () => Promise<unknown> {
  const queries = useQueries();
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.optOut.key() }),
      queryClient.invalidateQueries({ queryKey: [FACTS] }),
    ]);
}

/** What is known of a number once enough of it is typed; nothing of it is kept beyond the screen that asks. */
export function useNumberFacts({ number, incidentId }: { readonly number: string; readonly incidentId?: number }): {
  readonly facts: NumberFactsView | undefined;
  readonly isWhole: boolean;
  readonly isError: boolean;
  readonly again: () => void;
} {
  const client = useClient();
  const isMasked = incidentId !== undefined;
  const isWhole = isMasked || number.replace(/\D/g, '').length >= 10;
  const asked = { number: number.trim(), ...(isMasked ? { incidentId } : {}) };
  const { data, isError, refetch } = useQuery({
    queryKey: [FACTS, asked],
    queryFn: ({ signal }) => client.numbers.check(asked, { signal }),
    enabled: isWhole,
    gcTime: 0,
    staleTime: 0,
    retry: 1,
  });
  return { facts: isWhole ? data : undefined, isWhole, isError, again: () => void refetch() };
}
