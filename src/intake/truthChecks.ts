import type { E164 } from '../incident/phone';
import { type CheckedMessage, rechecker, type Verdict } from '../rules/consider';
import { markByPresentRules } from '../rules/exclusion';
import type { NumberFacts } from '../rules/numberFacts';
import type { Policy } from '../rules/ruleset';
import { TextTally } from '../rules/textTally';
import { changeMessage, checkedMessage, endInput, knownMessage, recordDecision, type Situation } from './considerIncident';
import type { Records, StoredIncident, StoredMessage } from './records';
import { type Mode, readSituation } from './situation';

/** What the texts of one incident have in common. */
interface View {
  readonly stored: StoredIncident;
  readonly decisions: Map<string, string>;
  readonly tally: TextTally;
  readonly recheck: ReturnType<typeof rechecker>;
}

/**
 * The truth checks of one transaction. What they need to know of an incident is read once, however many of its texts are
 * looked at; what the checks change is seen by those that follow. `save` has to be awaited at the end.
 */
export class TruthChecks {
  readonly #views = new Map<number, View | undefined>();
  readonly #numbers = new Map<E164, NumberFacts>();
  #situation: Situation | undefined;

  constructor(
    private readonly records: Records,
    private readonly policy: Policy,
    private readonly mode: Mode,
    private readonly now: number,
  ) {}

  /** A hold has ended, or it is to be sent: the message becomes ready, is held for another reason, or is found untrue. */
  async lookAgain(message: StoredMessage, how: Pick<CheckedMessage, 'unheld'> = {}): Promise<StoredMessage | undefined> {
    const { records, now } = this;
    const view = await this.#viewOf(message.incidentId);
    if (view === undefined) return undefined;
    const numbers = new Map([[message.phone, await this.#numberFacts(message.phone)]]);
    this.#situation ??= await readSituation(records, this.policy, this.mode, now);
    const { policy, holdAll, unheard } = this.#situation;
    const circumstances = { now, policy, messages: [], tally: view.tally, numbers, holdAll, unheard };
    const verdict = view.recheck({ ...checkedMessage(message), ...how }, circumstances);
    const recipient = { role: message.role, phone: message.phone, language: message.language };
    await recordDecision(records, message.incidentId, { ...verdict, recipient }, now, view.decisions);
    const changed = await this.#change(message, verdict);
    if (changed !== undefined) this.changed(changed);
    return changed;
  }

  /** The caller has changed a message further. */
  changed(message: StoredMessage): void {
    this.#views.get(message.incidentId)?.tally.set(knownMessage(message));
    // What is being sent counts for the next text to that number.
    if (message.status === 'sending') this.#numbers.delete(message.phone);
  }

  async save(): Promise<void> {
    for (const view of this.#views.values()) {
      if (view === undefined) continue;
      const { stored, decisions } = view;
      await this.records.saveIncident({ ...stored, lastDecisions: Object.fromEntries(decisions) }, this.now);
    }
  }

  async #viewOf(incidentId: number): Promise<View | undefined> {
    if (this.#views.has(incidentId)) return this.#views.get(incidentId);
    const stored = await this.#incident(incidentId);
    const view = stored && {
      stored,
      decisions: new Map(Object.entries(stored.lastDecisions)),
      tally: new TextTally((await this.records.messageFactsOf(incidentId)).map(knownMessage)),
      recheck: rechecker(stored.incident, this.policy, this.now),
    };
    this.#views.set(incidentId, view);
    return view;
  }

  async #incident(id: number): Promise<StoredIncident | undefined> {
    const stored = await this.records.incident(id);
    if (stored === undefined) return undefined;
    return { ...stored, incident: markByPresentRules(stored.incident, this.policy.ruleset.exclusions, this.now) };
  }

  async #numberFacts(phone: E164): Promise<NumberFacts> {
    const known = this.#numbers.get(phone) ?? ((await this.records.numberFacts([phone], this.now)).get(phone) as NumberFacts);
    this.#numbers.set(phone, known);
    return known;
  }

  #change(message: StoredMessage, verdict: Verdict): Promise<StoredMessage | undefined> {
    const { records, now } = this;
    if (verdict.outcome === 'skip') {
      return changeMessage(records, message, endInput(verdict), now, { code: verdict.code, detail: verdict.detail });
    }
    if (verdict.outcome === 'hold') {
      return changeMessage(records, message, { type: 'hold', reason: verdict.code }, now, {
        code: verdict.code,
        notBefore: verdict.until,
        expiresAt: verdict.expiresAt,
      });
    }
    if (this.mode === 'watch') {
      return changeMessage(records, message, { type: 'cancel', reason: 'watchOnly' }, now, { code: 'watchOnly' });
    }
    const { text: words, language = message.language, fellBackFrom } = verdict;
    const text = words === undefined ? {} : { text: words, language, wantedLanguage: fellBackFrom };
    return changeMessage(records, message, { type: 'release' }, now, { code: 'due', notBefore: undefined, ...text });
  }
}

/** One truth check, and nothing with it. */
export async function lookAgain(
  records: Records,
  message: StoredMessage,
  policy: Policy,
  mode: Mode,
  now: number,
  how: Pick<CheckedMessage, 'unheld'> = {},
): Promise<StoredMessage | undefined> {
  const checks = new TruthChecks(records, policy, mode, now);
  const checked = await checks.lookAgain(message, how);
  await checks.save();
  return checked;
}
