import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient, useQueries } from '../../../link/herald';

const KEY = 'herald.rehearsal';
const ASK_EVERY_MS = 700;

interface Started {
  readonly id: string;
  /** The draft that was rehearsed: for another one the rehearsal says nothing. */
  readonly draftHash: string;
}

/**
 * The rehearsal that this tab started, kept over a reload; else the newest finished one of this very draft, whoever ran it:
 * who approves a draft sees what its author saw.
 */
export function useRehearsal(draftHash: string | undefined) {
  const client = useClient();
  const queries = useQueries();
  const [own, setStarted] = useState(read);
  const others = useQuery({
    ...queries.rehearsal.list.queryOptions(),
    enabled: draftHash !== undefined && own?.draftHash !== draftHash,
    staleTime: 0,
  });
  const theirs = others.data?.items.find(({ hash, state }) => hash === draftHash && state === 'done');
  const started =
    own?.draftHash === draftHash || theirs === undefined || draftHash === undefined ? own : { id: theirs.id, draftHash };
  const status = useQuery({
    ...queries.rehearsal.status.queryOptions({ input: { id: started?.id ?? '-' } }),
    enabled: started !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? ASK_EVERY_MS : false),
    staleTime: 0,
  });
  const keep = (next: Started | undefined) => {
    if (next === undefined) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, JSON.stringify(next));
    setStarted(next);
  };
  return {
    started,
    /** Undefined where there is none, or the appliance no longer has it. */
    status: status.isError ? undefined : status.data,
    isGone: status.isError,
    async start(draftHash: string, from: number, to: number) {
      const { id } = await client.rehearsal.start({ what: { draft: true }, from, to });
      keep({ id, draftHash });
    },
    async cancel() {
      if (started !== undefined) await client.rehearsal.cancel({ id: started.id });
      await status.refetch();
    },
    forget: () => keep(undefined),
  };
}

function read(): Started | undefined {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
