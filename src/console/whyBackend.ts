import type { ConsideredTextView, MessageHistoryView } from '../contract/why';
import { knownMessage } from '../intake/considerIncident';
import type { StoredMessage } from '../intake/records';
import { type Mode, readSituation } from '../intake/situation';
import { EVERY_TEXT } from '../rules/byHand';
import { conditionsOf } from '../rules/conditions';
import { sentence } from '../rules/reasons';
import type { DelayCause, Policy } from '../rules/ruleset';
import type { ConsoleQueries } from '../store/consoleQueries';
import type { Store } from '../store/store';
import { eventText } from './eventText';
import type { DecisionRow } from './incidentView';

export interface WhyBackend {
  /** Undefined where there is no such incident. */
  why(incidentId: number): Promise<{ now: number; texts: ConsideredTextView[]; messages: MessageHistoryView[] } | undefined>;
}

interface WhyOptions {
  readonly store: Store;
  readonly queries: ConsoleQueries;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly now: () => number;
}

/** Why a text goes out or not: the rules' conditions looked at again, as of now, and each message's steps as they are stored. */
export function whyBackend({ store, queries, policy, mode, now }: WhyOptions): WhyBackend {
  return {
    async why(incidentId) {
      const at = now();
      const texts = await store.transaction(async (records) => {
        const stored = await records.incident(incidentId);
        if (stored === undefined) return undefined;
        const { incident } = stored;
        const phones = incident.contacts.flatMap(({ phone }) => phone ?? []);
        const circumstances = {
          ...(await readSituation(records, policy(), mode, at)),
          messages: (await records.messagesOf(incidentId)).map(knownMessage),
          numbers: await records.numberFacts(phones, at),
        };
        return EVERY_TEXT.filter(({ stage }) => policy().ruleset.stages[stage].enabled).flatMap((text) =>
          conditionsOf(text, incident, circumstances),
        );
      });
      if (texts === undefined) return undefined;
      const messages = await queries.messagesOf([incidentId]);
      const [decisions, events, changes] = [
        await queries.decisionsOf([incidentId]),
        await queries.eventsOf(incidentId),
        await queries.messageChangesOf(messages.map(({ id }) => id)),
      ];
      return {
        now: at,
        texts: texts.map(({ stage, cause, recipient, conditions }) => ({
          ...{ stage, cause: cause ?? null, role: recipient?.role ?? null, to: recipient?.phone ?? null },
          conditions: conditions.map(({ name, seen, state }) => ({ name, seen, state })),
        })),
        messages: messages.map((message) => {
          const decision = decisionFor(message, decisions);
          const said = events.filter(({ receivedAt }) => receivedAt <= message.createdAt).at(-1);
          const byCad = message.orderedBy === undefined && message.cause === undefined;
          return {
            messageId: message.id,
            rule: decision?.rule ?? null,
            policyVersion: decision?.policyVersion ?? null,
            trigger: byCad && said !== undefined ? eventText(said.event) : null,
            steps: changes
              .filter(({ messageId }) => messageId === message.id)
              .map(({ at: when, input, after, code }) => ({
                at: when,
                what: input === 'release' && code === 'released' ? 'Released by a person' : (STEPS[input] ?? input),
                state: after as StoredMessage['status'],
                untilATime: after === 'held' && code !== null && UNTIL_A_TIME.has(code),
                reason: code === null || SAID_BY_STEP.has(code) ? null : sentence(code),
              }))
              .filter((step, index, all) => step.what !== all[index - 1]?.what || step.at !== all[index - 1]?.at)
              .reverse(),
            nextTryAt: message.status === 'ready' || message.status === 'held' ? (message.notBefore ?? null) : null,
          };
        }),
      };
    },
  };
}

/** The decision that made a message. */
function decisionFor(message: StoredMessage, decisions: readonly DecisionRow[]): DecisionRow | undefined {
  const cause: DelayCause | null = message.cause ?? null;
  return decisions.findLast(
    (decision) =>
      decision.stage === message.stage &&
      decision.cause === cause &&
      decision.occurrence === message.occurrence &&
      decision.role === message.role &&
      decision.outcome !== 'skip' &&
      decision.at <= message.createdAt,
  );
}

/** What is held for one of these leaves by itself. */
const UNTIL_A_TIME: ReadonlySet<string> = new Set(['hold', 'catchUp', 'quietHours', 'minGap', 'noRetryYet']);

/** Says no more than the step itself. */
const SAID_BY_STEP: ReadonlySet<string> = new Set([
  'due',
  'acceptedByCarrier',
  'deliveredToHandset',
  'released',
  'settledByPerson',
]);

const STEPS: Readonly<Record<string, string>> = {
  'came due': 'Made, since it was due',
  hold: 'Held',
  release: 'Its wait was over',
  claim: 'Checked once more and handed to the carrier',
  cancel: 'Taken back',
  expire: 'Its time was over',
  'carrier accepted': 'Accepted by the carrier',
  'carrier did not take it': 'Not taken by the carrier, to be tried again',
  'carrier refused it for good': 'Refused by the carrier',
  'carrier outcome unknown': 'No answer that says whether it left',
  'receipt delivered': 'Delivered to the handset’s carrier',
  'receipt undelivered': 'Not delivered',
  'receipt expired': 'Not delivered in time',
  'person settled as accepted': 'Settled by a person: it went out',
  'person settled as not sent': 'Settled by a person: it did not go out',
};
