import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PolicyBodyView, PolicyDraftView, PolicyVersionView } from '../../../../src/contract/policy';
import { useClient, useQueries } from '../../../link/herald';
import { type Draft, useDraft } from '../../../link/useDraft';
import { type Aside, useAside } from './useAside';

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
  /**
   * Gives the draft to the appliance, with another roster where one is given, in place of what the writing began from: where
   * there is something else by now, it is refused. Says what is wrong with it.
   */
  readonly save: (roster?: readonly RosterEntry[]) => Promise<PolicyDraftView>;
  /** The same in place of what there is now, which the screen has shown beside it. */
  readonly saveInPlace: () => Promise<PolicyDraftView>;
  /** What was written and then left for something else: it can be brought back. */
  readonly aside: Aside;
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
  const now: Begun = { replaces: saved?.hash ?? null, basedOn: current.data?.id ?? 0 };
  const local = useDraft<PolicyText>('policy', withoutRoster(base ?? EMPTY), JSON.stringify(now));
  const aside = useAside();
  const ask = () => queryClient.invalidateQueries({ queryKey: queries.policy.key() });
  if (current.data === undefined || draft.data === undefined || base === undefined) {
    return { failed: current.isError || draft.isError, ask: () => void ask() };
  }
  const inForce = current.data;
  const give = async (begun: Begun, roster: readonly RosterEntry[]) => {
    try {
      const text = local.value;
      const body = { ...text, roster: [...roster] };
      const answer = await client.policy.saveDraft({ body, note: saved?.note ?? '', ...begun });
      // Only now: what the appliance does not have must stay here.
      queryClient.setQueryData(queries.policy.draft.queryKey(), { ...draft.data, draft: answer });
      local.settle(text, JSON.stringify({ replaces: answer.hash, basedOn: answer.basedOn }));
      return answer;
    } finally {
      // Also where it was refused: what is there instead is then shown beside it.
      await ask();
    }
  };
  return {
    inForce,
    saved,
    secondPerson: draft.data.secondPerson,
    roster: base.roster,
    draft: local,
    ask,
    aside,
    save: (roster = base.roster) => give(local.isChanged && local.begunOn !== undefined ? JSON.parse(local.begunOn) : now, roster),
    async saveInPlace() {
      const theirs = saved === null ? undefined : { text: withoutRoster(saved.body as PolicyBodyView), of: saved.savedBy };
      const answer = await give(now, base.roster);
      if (theirs !== undefined) aside.put(theirs.text, `What ${theirs.of} saved`);
      return answer;
    },
  };
}

/** The draft and the version in force that somebody began from, as the appliance is told them. */
interface Begun {
  readonly replaces: string | null;
  readonly basedOn: number;
}

const EMPTY = { roster: [] } as unknown as PolicyBodyView;

/** What of a policy is edited in a browser. */
export function withoutRoster({ roster: _, ...text }: PolicyBodyView): PolicyText {
  return text;
}
