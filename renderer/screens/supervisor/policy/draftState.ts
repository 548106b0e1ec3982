import type { PolicyDraftView } from '../../../../src/contract/policy';

/** Who has proposed, approved or sent back a draft, and why, in a sentence; empty where nobody has. */
export function draftState({ state, proposedBy, answeredBy, answer }: PolicyDraftView): string {
  const why = answer === null ? '' : `: ${answer}`;
  if (state === 'proposed') return `${proposedBy} has proposed this draft${ended(why)} It takes a second person to approve it.`;
  if (state === 'approved') return `${answeredBy} has approved this draft${ended(why)} It is not in force yet.`;
  return state === 'rejected' ? `${answeredBy} has sent this draft back${ended(why)}` : '';
}

/** People end their sentences or do not. */
function ended(said: string): string {
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
