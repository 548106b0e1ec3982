import { TEXT_NAMES, textName } from '../../src/contract/textNames';
import type {
  DecisionView,
  IncidentSummaryView,
  MessageView,
  OutboxStateView,
  StatusView,
  TextingState,
} from '../../src/contract/views';

type Stage = MessageView['stage'];
type Role = MessageView['role'];
type Cause = MessageView['cause'];

/** Who did something; what came with a file that Herald was started with has no name of a person. */
export function personName(identity: string): string {
  return identity === 'profile' ? 'the profile file' : identity;
}

/** A stage as people say it: `Delay (no unit yet)`. */
export function stageName(stage: Stage, cause: Cause): string {
  return textName(stage === 'delayed' && cause !== null ? `delayed ${cause}` : stage);
}

/** The same in few words, for a row of the board. */
export function shortStageName(stage: Stage, cause: Cause): string {
  if (stage === 'delayed') return cause === 'diverted' ? 'Delay, diverted' : 'Delay, waiting';
  return TEXT_NAMES[stage];
}

/** `accepted`, `delivered` and `sent` are three different things: the carrier took it, the handset’s carrier took it, and a word we do not use. */
export const MESSAGE_STATES: Record<OutboxStateView, string> = {
  held: 'Held',
  ready: 'Due',
  sending: 'Sending',
  unconfirmed: 'Unconfirmed',
  accepted: 'Accepted',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  expired: 'Expired',
  cancelled: 'Cancelled',
};

/**
 * The state as screens show it: held is what a person must let go, or a stop holds. What is held until a time leaves by
 * itself, and is due as what is ready is.
 */
export function shownState(state: OutboxStateView, isUntilATime: boolean): OutboxStateView {
  return state === 'held' && isUntilATime ? 'ready' : state;
}

/** As `shownState`, of a message. */
export function stateOf({ state, notBefore }: Pick<MessageView, 'state' | 'notBefore'>): OutboxStateView {
  return shownState(state, notBefore !== null);
}

/** How many there are in each state as screens show it. */
export function shownCounts({ outbox, heldUntilATime }: StatusView): StatusView['outbox'] {
  return { ...outbox, held: outbox.held - heldUntilATime, ready: outbox.ready + heldUntilATime };
}

/** What a sentence says beside a mark that has said its first word: `Held: sending is stopped` is `Sending is stopped` there. */
export function besideMark(mark: string, sentence: string): string {
  const rest = new RegExp(`^${mark}(?:: | (?=by ))`).exec(sentence);
  if (rest === null) return sentence;
  const said = sentence.slice(rest[0].length);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** An incident's sentence beside the mark of its texting state. */
export function besideTexting({ texting, sentence }: Pick<IncidentSummaryView, 'texting' | 'sentence'>): string {
  return besideMark(texting === 'withheld' ? 'Not texted' : TEXTING_STATES[texting], sentence);
}

/** What each state means, for those who see it the first time. */
export const STATE_MEANINGS: Record<OutboxStateView, string> = {
  held: 'Waits until a person lets it go, or a stop is over',
  ready: 'Leaves by itself, as soon as it may or at its time',
  sending: 'On its way to the carrier',
  unconfirmed: 'It may or may not have gone out; it is not sent again by itself',
  accepted: 'The carrier took it; no delivery receipt yet',
  delivered: 'The handset’s carrier has it; that it was read is not known',
  undelivered: 'It did not reach the handset',
  expired: 'It came too late to be true, and was not sent',
  cancelled: 'It was not sent',
};

export const TEXTING_STATES: Record<TextingState, string> = {
  none: 'None due',
  due: 'Due',
  held: 'Held',
  sent: 'Accepted',
  confirmed: 'Delivered',
  unconfirmed: 'Unconfirmed',
  failed: 'Failed',
  withheld: 'Withheld',
};

export const ROLES: Record<Role, string> = {
  caller: 'Caller',
  victim: 'Victim',
  complainant: 'Complainant',
  other: 'Other person',
};

export const MODES: Record<StatusView['mode'], string> = { live: 'Live', watch: 'Watch-only', training: 'Training' };

export const OUTCOMES: Record<DecisionView['outcome'], string> = { send: 'Text', hold: 'Hold', skip: 'No text' };

export const CARRIER_STATES: Record<StatusView['carrier']['state'], string> = {
  ready: 'Ready',
  sending: 'Sending',
  waiting: 'Waiting',
  paused: 'Paused',
  offline: 'Offline',
  watchOnly: 'Watch-only',
  stopped: 'Stopped',
};

export const PRIORITY_WORDS = { 1: 'Urgent', 2: 'Soon', 3: 'Note' } as const;

/** The last four digits, as screens show a number: `…0142`. */
export function maskPhone(phone: string): string {
  return `…${phone.slice(-4)}`;
}

/** `+1 919 555 0142`, for reading aloud. */
export function spellPhone(phone: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  return parts === null ? phone : `+1 ${parts[1]} ${parts[2]} ${parts[3]}`;
}

/** `1 text`, `2 texts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
