import { useDraft } from '../../../link/useDraft';
import type { PolicyText } from './usePolicyDraft';

/** A text of the policy that somebody left for another one. */
export interface SetAside {
  readonly text: PolicyText;
  /** Whose it is: `What you wrote`. */
  readonly what: string;
  /** When it was set aside, epoch milliseconds. */
  readonly at: number;
}

export interface Aside {
  readonly items: readonly SetAside[];
  readonly put: (text: PolicyText, what: string) => void;
  readonly drop: (item: SetAside) => void;
}

/** A person goes back one step, perhaps two. */
const KEPT = 3;

/** Texts of the policy that were set aside in this browser, newest first, for the person who is signed in. */
export function useAside(): Aside {
  const { value, change } = useDraft<readonly SetAside[]>('policy set aside', NONE);
  return {
    items: value,
    put: (text, what) => change((before) => [{ text, what, at: Date.now() }, ...before].slice(0, KEPT)),
    drop: ({ at }) => change((before) => before.filter((each) => each.at !== at)),
  };
}

const NONE: readonly SetAside[] = [];
