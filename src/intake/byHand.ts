import type { Clock } from '../clock';
import { considerByHand, type Verdict } from '../rules/consider';
import { type ReasonCode, sentence } from '../rules/reasons';
import type { DelayCause, Policy, RuleStage } from '../rules/ruleset';
import { knownMessage, newMessage, recordDecision } from './considerIncident';
import { keepNumberSource } from './numberSource';
import type { RecordStore, Records, StoredIncident } from './records';
import { type Mode, readSituation } from './situation';

export interface HandTextsOptions {
  readonly store: RecordStore;
  readonly policy: () => Policy;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly onCommitted: (incidentIds: readonly number[]) => void;
}

/** What a person could send: a verdict of `send` or `hold` may be ordered, a `skip` says why not. */
export interface HandChoice {
  readonly verdict: Verdict;
  /** Names the person; tells nothing of the number. */
  readonly contact: string;
}

export interface HandChoices {
  readonly choices: readonly HandChoice[];
  /** Why there is nobody to text, where that is so. */
  readonly nobody: ReasonCode | undefined;
}

export interface HandOrder {
  readonly identity: string;
  readonly reason: string;
  readonly incidentId: number;
  readonly stage: RuleStage;
  /** Only with `delayed`. */
  readonly cause?: DelayCause | undefined;
  readonly contact: string;
  /** Instead of the person's own. */
  readonly language?: string | undefined;
}

export type HandOutcome = 'notFound' | { readonly messageId: string } | { readonly conflict: string; readonly state?: string };

/**
 * Texts that a person sends by hand: an agency's template for a stage that is true of the incident now, to one of its
 * contacts. It takes the place of the text that the rules would send next, and passes what theirs pass, but for what only
 * makes them wait: the hold of the stage and quiet hours.
 */
export class HandTexts {
  readonly #options: HandTextsOptions;
  constructor(options: HandTextsOptions) {
    this.#options = options;
  }

  /** Undefined where no incident has that id. */
  choices(incidentId: number, language?: string): Promise<HandChoices | undefined> {
    return this.#options.store.transaction(async (records) => {
      const stored = await records.incident(incidentId);
      return stored === undefined ? undefined : this.#choices(records, stored, language, this.#options.clock.now());
    });
  }

  async send(order: HandOrder): Promise<HandOutcome> {
    const { store, clock, onCommitted } = this.#options;
    const now = clock.now();
    const outcome = await store.transaction(async (records) => {
      await records.addInput({ kind: 'sentByHand', order }, now);
      const done = await this.#send(records, order, now);
      const failed = done === 'notFound' ? done : 'conflict' in done ? done.conflict : undefined;
      const { identity, reason, incidentId, stage, cause } = order;
      await records.audit({
        ...{ at: now, identity, action: 'sendByHand', subject: String(incidentId) },
        outcome: failed === undefined ? 'success' : 'failure',
        detail: {
          ...{ reason, stage, ...(cause === undefined ? {} : { cause }) },
          ...(typeof done === 'object' && 'messageId' in done ? { message: done.messageId } : { because: failed }),
        },
      });
      return done;
    });
    onCommitted([order.incidentId]);
    return outcome;
  }

  async #send(records: Records, order: HandOrder, now: number): Promise<HandOutcome> {
    const { policy, mode } = this.#options;
    const stored = await records.incident(order.incidentId);
    if (stored === undefined) return 'notFound';
    const { choices, nobody } = await this.#choices(records, stored, order.language, now);
    if (nobody !== undefined) return { conflict: sentence(nobody) };
    const chosen = choices.find(
      ({ verdict, contact }) => contact === order.contact && verdict.stage === order.stage && verdict.cause === order.cause,
    );
    if (chosen === undefined) return { conflict: sentence('recipientChanged') };
    const { verdict } = chosen;
    if (verdict.outcome === 'skip') return { conflict: sentence(verdict.code, verdict.detail) };
    const situation = await readSituation(records, policy(), mode, now);
    // A person is there now, and can order it again once it may leave.
    if (situation.holdAll !== undefined) return { conflict: `${sentence(situation.holdAll)}: resume it first` };
    const message = newMessage(records, order.incidentId, verdict, situation, { orderedBy: order.identity });
    if (!(await records.addMessage(message))) return { conflict: sentence('alreadyTexted') };
    await keepNumberSource(records, stored.incident, message);
    const decisions = new Map(Object.entries(stored.lastDecisions));
    const decision: Verdict = verdict.outcome === 'send' ? { ...verdict, code: 'byHand' } : verdict;
    await recordDecision(records, order.incidentId, decision, now, decisions);
    await records.saveIncident({ ...stored, lastDecisions: Object.fromEntries(decisions) }, now);
    return { messageId: message.id };
  }

  async #choices(records: Records, { incident }: StoredIncident, language: string | undefined, now: number): Promise<HandChoices> {
    const { policy, mode } = this.#options;
    const phones = incident.contacts.flatMap(({ phone }) => phone ?? []);
    const circumstances = {
      ...(await readSituation(records, policy(), mode, now)),
      messages: (await records.messagesOf(incident.id)).map(knownMessage),
      numbers: await records.numberFacts(phones, now),
    };
    const { verdicts, nobody } = considerByHand(incident, circumstances, language);
    const choices = verdicts.flatMap((verdict) =>
      verdict.recipient === undefined ? [] : [{ verdict, contact: records.contactKey(verdict.recipient.phone) }],
    );
    return { choices, nobody };
  }
}
