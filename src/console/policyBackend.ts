import type {
  PolicyChangeView,
  PolicyConflict,
  PolicyDraftView,
  PolicyProblemView,
  PolicyVersionSummaryView,
  PolicyVersionView,
} from '../contract/policy';
import type { Caller, Page, Paging } from './backend';

/** Why a draft cannot be dealt with as asked; `notFound`: there is no such draft or version. */
export type PolicyRefusal = 'notFound' | { readonly conflict: string; readonly code: PolicyConflict };

/** What the contract's `policy` is made of. Every change leaves an audit entry. */
export interface PolicyBackend {
  current(): Promise<PolicyVersionView>;
  versions(query: Paging): Promise<Page<PolicyVersionSummaryView>>;
  version(id: number): Promise<PolicyVersionView | undefined>;
  draft(): Promise<{ draft: PolicyDraftView | null; secondPerson: boolean }>;
  saveDraft(
    caller: Caller,
    input: { body: Record<string, unknown>; note: string; basedOn: number; replaces?: string | null | undefined },
  ): Promise<PolicyDraftView | PolicyRefusal>;
  discardDraft(caller: Caller, input: { draftHash: string }): Promise<'done' | PolicyRefusal>;
  restore(caller: Caller, input: { id: number; replaces?: string | null | undefined }): Promise<PolicyDraftView | PolicyRefusal>;
  propose(caller: Caller, input: DraftAnswer): Promise<PolicyDraftView | PolicyRefusal>;
  approve(caller: Caller, input: DraftAnswer): Promise<PolicyDraftView | PolicyRefusal>;
  reject(caller: Caller, input: DraftAnswer): Promise<PolicyDraftView | PolicyRefusal>;
  putInForce(caller: Caller, input: PutInForce): Promise<PolicyVersionView | PolicyRefusal>;
  compare(input: {
    from?: number | undefined;
    to?: number | undefined;
  }): Promise<{ from: number; to: number | null; changes: PolicyChangeView[] } | PolicyRefusal>;
}

export interface DraftAnswer {
  readonly draftHash: string;
  readonly reason: string;
}

export interface PutInForce extends DraftAnswer {
  readonly rehearsalId?: string | undefined;
  /** Rows with a risk for safety that somebody has looked at, by `rehearsalRowKey`. */
  readonly confirmed?: readonly string[] | undefined;
}

export type { PolicyProblemView };
