import type { FeedTrialView, ProfileChange, SetupProblem, SetupState, ShippedLayout, StarterView } from '../contract/setup';
import type { Caller } from './backend';

type Conflict = { readonly conflict: string };

/** What the contract's set-up is made of. After `keep`, `goLive` and `watchOnly` the appliance starts again. */
export interface SetupBackend {
  state(): Promise<SetupState>;
  profile(): Promise<{ text: string; hash: string | null }>;
  starter(): Promise<StarterView>;
  check(text: string): Promise<SetupProblem[]>;
  compare(text: string): Promise<{ readonly problems: SetupProblem[]; readonly changes: ProfileChange[] }>;
  layouts(): Promise<ShippedLayout[]>;
  serialPorts(): Promise<{ device: string; about: string }[]>;
  tryFeed(
    caller: Caller,
    input: {
      readonly url: string;
      readonly layout: { readonly name: string; readonly text: string } | null;
      readonly timeZone: string;
    },
  ): Promise<SetupProblem[] | Conflict>;
  trial(): Promise<FeedTrialView | undefined>;
  stopTrying(): Promise<void>;
  keep(
    caller: Caller,
    input: { readonly text: string; readonly basedOn: string | null; readonly reason: string },
  ): Promise<SetupProblem[] | Conflict>;
  goLive(caller: Caller, input: { readonly reason: string }): Promise<'done' | Conflict>;
  watchOnly(caller: Caller, input: { readonly reason: string }): Promise<'done' | Conflict>;
}
