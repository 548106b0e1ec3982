import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PolicyBodyView, PolicyDraftView, PolicyVersionView } from '../../../../src/contract/policy';
import { useClient, useQueries } from '../../../link/herald';
import { type Draft, useDraft } from '../../../link/useDraft';

/** What is edited in this browser. The roster is not: it has names and numbers, and goes to the appliance at once. */
export type PolicyText = Pick<PolicyBodyView, 'agency' | 'ruleset' | 'templates'>;
export interface RosterEntry {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
}

export interface PolicyEditing {
  readonly inForce: PolicyVersionView;
  /** The draft as the appliance has it; null where there is none. */
  readonly saved: PolicyDraftView | null;
  readonly secondPerson: boolean;
  readonly roster: readonly RosterEntry[];
  /** What has been written in this browser since. */
  readonly draft: Draft<PolicyText>;
  /** Gives the draft to the appliance, with another roster where one is given. Says what is wrong with it. */
  readonly save: (roster?: readonly RosterEntry[]) => Promise<PolicyDraftView>;
  readonly ask: () => Promise<unknown>;
}

/** The policy in force and the draft of the next one; `undefined` until both are known. */
export function usePolicyDraft(): PolicyEditing | { readonly failed: boolean; readonly ask: () => void } {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const current = useQuery(queries.policy.current.queryOptions());
  const draft = useQuery(queries.policy.draft.queryOptions());
  const saved = draft.data?.draft ?? null;
  const base = (saved?.body as PolicyBodyView | undefined) ?? current.data?.body;
  const local = useDraft<PolicyText>('policy', withoutRoster(base ?? EMPTY));
  const ask = () => queryClient.invalidateQueries({ queryKey: queries.policy.key() });
  if (current.data === undefined || draft.data === undefined || base === undefined) {
    return { failed: current.isError || draft.isError, ask: () => void ask() };
  }
  const inForce = current.data;
  return {
    inForce,
    saved,
    secondPerson: draft.data.secondPerson,
    roster: base.roster,
    draft: local,
    ask,
    async save(roster = base.roster) {
      const answer = await client.policy.saveDraft({
        body: { ...local.value, roster: [...roster] },
        note: saved?.note ?? '',
        basedOn: inForce.id,
        replaces: saved?.hash ?? null,
      });
      // Only now: what the appliance does not have must stay here.
      queryClient.setQueryData(queries.policy.draft.queryKey(), { ...draft.data, draft: answer });
      local.discard();
      await ask();
      return answer;
    },
  };
}

const EMPTY = { roster: [] } as unknown as PolicyBodyView;

function withoutRoster({ roster: _, ...text }: PolicyBodyView): PolicyText {
  return text;
}
