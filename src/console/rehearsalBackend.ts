import type { PolicyChangeView, PolicyProblemView } from '../contract/policy';
import type { RehearsalHeadlineView, RehearsalRowView, RehearsalStatusView } from '../contract/rehearsal';
import type { Caller } from './backend';

export interface RehearsalQuery {
  readonly id: string;
  readonly show: 'differences' | 'risks' | 'all' | Exclude<RehearsalRowView['change'], 'same'>;
  readonly stage?: RehearsalRowView['stage'] | undefined;
  readonly find?: string | undefined;
  readonly next?: string | undefined;
  readonly limit: number;
}

export interface RehearsalRefusal {
  readonly conflict: string;
  readonly code: 'problems' | 'busy' | 'noFrames';
  readonly problems: PolicyProblemView[];
}

/** What the contract's `rehearsal` is made of. Nothing of it sends or changes anything. */
export interface RehearsalBackend {
  start(
    caller: Caller,
    input: {
      what: { draft: true } | { version: number } | { body: Record<string, unknown> };
      from: number;
      to: number;
    },
  ): Promise<{ id: string } | 'notFound' | RehearsalRefusal>;
  list(): Promise<{ items: RehearsalStatusView[] }>;
  status(id: string): Promise<RehearsalStatusView | undefined>;
  result(query: RehearsalQuery): Promise<
    | {
        status: RehearsalStatusView;
        headline: RehearsalHeadlineView | null;
        changes: PolicyChangeView[];
        items: RehearsalRowView[];
        next: string | null;
      }
    | undefined
  >;
  cancel(caller: Caller, id: string): Promise<'done' | 'notFound'>;
}
