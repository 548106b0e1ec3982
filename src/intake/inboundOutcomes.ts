/** What became of a text that came in; codes are stored, people read the sentence. */
export type InboundOutcome = keyof typeof SENTENCES;

const SENTENCES = {
  optedOut: 'Opted out: no more texts; one confirmation was sent',
  optedOutByNetwork: 'Opted out: no more texts; the carrier’s network confirms it',
  optedOutSilently: 'Opted out: no more texts; no confirmation could be sent',
  optedOutAlready: 'Had opted out already: nothing more is sent',
  superseded: 'A later reply of this person counts',
  resubscribed: 'Gets texts again',
  nothingToResume: 'Had not opted out: nothing changes',
  helpSent: 'Was told who is texting, how to reach the agency, and how to stop',
  helpNotSent: 'Asked for help, and has been answered often enough today',
  helpWhileSilent: 'Asks for help and must not be texted: call them',
  nothing: 'Needs nothing',
  waits: 'Waits for a person to read it',
  unseen: 'Replied; Herald cannot see what. Look it up with the carrier, or call',
  stranger: 'From a number that was never texted; Herald cannot see what it says',
  answeredLater: 'A later reply settled it',
  byPerson: 'Settled by a person',
} as const;

/** The sentence for a code. */
export function inboundSentence(outcome: string): string {
  return (SENTENCES as Readonly<Record<string, string>>)[outcome] ?? outcome;
}

export const INBOUND_OUTCOMES = Object.keys(SENTENCES) as readonly InboundOutcome[];
