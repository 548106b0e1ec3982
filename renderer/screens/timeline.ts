import type { DecisionView, EventView, IncidentView, MessageView } from '../../src/contract/views';

/** Something that happened, or is going to. */
export type Entry =
  | { readonly kind: 'event'; readonly at: number; readonly id: string; readonly event: EventView }
  | { readonly kind: 'decisions'; readonly at: number; readonly id: string; readonly decisions: readonly DecisionView[] }
  | { readonly kind: 'message'; readonly at: number; readonly id: string; readonly message: MessageView }
  | { readonly kind: 'next'; readonly at: number; readonly id: string; readonly text: string };

/** All that the appliance says of one incident. */
export interface IncidentDetail {
  readonly incident: IncidentView;
  readonly events: readonly EventView[];
  readonly decisions: readonly DecisionView[];
  readonly messages: readonly MessageView[];
}

const WAITS = new Set<MessageView['state']>(['held', 'ready']);
const KIND_ORDER = { event: 0, decisions: 1, message: 2, next: 3 };

/** What CAD said, what was decided and what was texted, oldest first. A decision that repeats the one before is left out. */
export function pastEntries(detail: IncidentDetail): readonly Entry[] {
  const events = detail.events.map((event): Entry => ({ kind: 'event', at: event.occurredAt, id: `event ${event.id}`, event }));
  const messages = detail.messages
    .filter((message) => !WAITS.has(message.state))
    .map((message): Entry => {
      const at = message.sendingAt ?? message.acceptedAt ?? message.endedAt ?? message.createdAt;
      return { kind: 'message', at, id: `message ${message.id}`, message };
    });
  const past = [...events, ...changedDecisions(detail.decisions), ...messages];
  // At the same moment: the fact, what was decided on it, what came of it.
  return past.sort((a, b) => a.at - b.at || KIND_ORDER[a.kind] - KIND_ORDER[b.kind]);
}

/** What is going to happen unless something changes, soonest first. */
export function plannedEntries(detail: IncidentDetail, now: number): readonly Entry[] {
  const messages = detail.messages
    .filter((message) => WAITS.has(message.state))
    .map((message): Entry => {
      const at = Math.max(message.dueAt, message.notBefore ?? 0);
      return { kind: 'message', at, id: `message ${message.id}`, message };
    });
  const { nextAt, waitingSince } = detail.incident;
  const told = nextAt === null || messages.some((entry) => Math.abs(entry.at - nextAt) < 1_000);
  const next: Entry[] =
    told || nextAt < now - 1_000
      ? []
      : [
          {
            kind: 'next',
            at: nextAt,
            id: 'next',
            text: waitingSince === null ? 'The rules are asked again' : 'Delay text, unless a unit is assigned before',
          },
        ];
  return [...messages, ...next].sort((a, b) => a.at - b.at);
}

/** Whom a text is for, one of several people of an incident. */
export function personOf({ role, to }: Pick<MessageView, 'role' | 'to'>): string {
  return `${role} ${to}`;
}

/** The people of an incident who have texts, in the order of their first: each has a lane. */
export function lanesOf(messages: readonly MessageView[]): readonly string[] {
  return [...new Set([...messages].sort((a, b) => a.createdAt - b.createdAt).map(personOf))];
}

/** The word that stands for each stage now: the newest decision per stage, cause and role. Skips first, they answer "why not". */
export function standingDecisions(decisions: readonly DecisionView[]): readonly DecisionView[] {
  const newest = new Map<string, DecisionView>();
  for (const decision of inOrder(decisions)) {
    // What was said while there was nobody to text is over once somebody is decided about.
    newest.delete(topicOf({ ...decision, role: null }));
    newest.set(topicOf(decision), decision);
  }
  const order = { skip: 0, hold: 1, send: 2 };
  return [...newest.values()].sort((a, b) => order[a.outcome] - order[b.outcome] || b.at - a.at || b.id - a.id);
}

/** The text that left for what was decided on; undefined where none did, or a further one of its kind still waits. */
export function leftText({ outcome, stage, cause, role }: DecisionView, messages: readonly MessageView[]): MessageView | undefined {
  if (outcome === 'hold') return undefined;
  const ofKind = messages.filter(
    (message) => message.stage === stage && message.cause === cause && (role === null || message.role === role),
  );
  if (ofKind.some(({ state }) => WAITS.has(state))) return undefined;
  return ofKind.filter(({ sendingAt, state }) => sendingAt !== null && state !== 'cancelled').at(-1);
}

function changedDecisions(decisions: readonly DecisionView[]): readonly Entry[] {
  const last = new Map<string, DecisionView>();
  const groups = new Map<number, DecisionView[]>();
  for (const decision of inOrder(decisions)) {
    const before = last.get(topicOf(decision));
    last.set(topicOf(decision), decision);
    if (before?.outcome === decision.outcome && before.code === decision.code && before.reason === decision.reason) continue;
    const group = groups.get(decision.at);
    if (group === undefined) groups.set(decision.at, [decision]);
    else group.push(decision);
  }
  return [...groups].map(([at, group]): Entry => ({ kind: 'decisions', at, id: `decisions ${at}`, decisions: group }));
}

function topicOf({ stage, cause, role }: DecisionView): string {
  return `${stage} ${cause ?? ''} ${role ?? ''}`;
}

function inOrder(decisions: readonly DecisionView[]): readonly DecisionView[] {
  return [...decisions].sort((a, b) => a.at - b.at || a.id - b.id);
}
