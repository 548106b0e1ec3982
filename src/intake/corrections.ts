import { createHash } from 'node:crypto';
import type { Verdict } from '../rules/consider';
import { judgeCorrection } from '../rules/correction';
import type { ReasonCode } from '../rules/reasons';
import type { DelayCause, RuleStage } from '../rules/ruleset';
import type { HandTextsOptions } from './byHand';
import { knownMessage, newMessage, recordDecision, type Situation } from './considerIncident';
import type { Records, StoredMessage } from './records';
import { readSituation } from './situation';

/** Which texts were sent in error. Times are epoch milliseconds UTC, `to` exclusive. */
export type CorrectionSelection =
  | { readonly messageIds: readonly string[] }
  | { readonly incidentId: number; readonly stage: RuleStage; readonly cause?: DelayCause | undefined }
  | { readonly stage: RuleStage; readonly cause?: DelayCause | undefined; readonly from: number; readonly to: number };

/** One person on one incident, the texts that were wrong, and what is to become of it. */
export interface CorrectionItem {
  readonly originals: readonly StoredMessage[];
  readonly verdict: Verdict;
}

export interface Correction {
  readonly items: readonly CorrectionItem[];
  /** Stands for exactly those who would be texted, and the words. */
  readonly confirm: string;
}

export interface CorrectionOrder {
  readonly identity: string;
  readonly reason: string;
  readonly selection: CorrectionSelection;
  readonly confirm: string;
}

export type CorrectionOutcome =
  | 'notFound'
  | { readonly messageIds: readonly string[] }
  | { readonly conflict: string; readonly state?: string };

/** Tells those who got a text in error that it was one: once, and only whom a person has seen on the list. */
export class Corrections {
  readonly #options: HandTextsOptions;
  constructor(options: HandTextsOptions) {
    this.#options = options;
  }

  preview(selection: CorrectionSelection): Promise<Correction> {
    return this.#options.store.transaction((records) => this.#correction(records, selection, this.#options.clock.now()));
  }

  async send(order: CorrectionOrder): Promise<CorrectionOutcome> {
    const { store, clock, onCommitted } = this.#options;
    const now = clock.now();
    const touched = new Set<number>();
    const outcome = await store.transaction(async (records): Promise<CorrectionOutcome> => {
      await records.addInput({ kind: 'corrected', order }, now);
      const done = await this.#send(records, order, now, touched);
      const sent = typeof done === 'object' && 'messageIds' in done;
      const because = done === 'notFound' ? done : sent ? undefined : done.conflict;
      await records.audit({
        ...{ at: now, identity: order.identity, action: 'sendCorrection', subject: described(order.selection) },
        outcome: sent ? 'success' : 'failure',
        detail: { reason: order.reason, ...(sent ? { messages: done.messageIds.length } : { because }) },
      });
      return done;
    });
    onCommitted([...touched]);
    return outcome;
  }

  async #send(records: Records, order: CorrectionOrder, now: number, touched: Set<number>): Promise<CorrectionOutcome> {
    const { items, confirm } = await this.#correction(records, order.selection, now);
    if (items.length === 0) return 'notFound';
    if (confirm !== order.confirm) return { conflict: 'The list has changed since it was shown: look at it again' };
    const sending = items.filter(({ verdict }) => verdict.outcome !== 'skip');
    if (sending.length === 0) return { conflict: 'Nobody on the list can be sent it' };
    const situation = await this.#situation(records, now);
    const messageIds: string[] = [];
    for (const { originals, verdict } of items) {
      const { incidentId } = originals[0] as StoredMessage;
      if (verdict.outcome !== 'skip') {
        const corrects = originals.map(({ id }) => id);
        const message = newMessage(records, incidentId, verdict, situation, { orderedBy: order.identity, corrects });
        if (!(await records.addMessage(message))) throw new TypeError('A correction that was not there is there');
        messageIds.push(message.id);
      }
      const stored = await records.incident(incidentId);
      if (stored === undefined) continue;
      const decisions = new Map(Object.entries(stored.lastDecisions));
      await recordDecision(records, incidentId, verdict, now, decisions);
      await records.saveIncident({ ...stored, lastDecisions: Object.fromEntries(decisions) }, now);
      touched.add(incidentId);
    }
    return { messageIds };
  }

  async #correction(records: Records, selection: CorrectionSelection, now: number): Promise<Correction> {
    const situation = await this.#situation(records, now);
    const items: CorrectionItem[] = [];
    for (const originals of byPerson(await selected(records, selection))) {
      const item = await judged(records, originals, situation);
      if (item !== undefined) items.push(item);
    }
    return { items, confirm: confirmation(items) };
  }

  #situation(records: Records, now: number): Promise<Situation> {
    return readSituation(records, this.#options.policy(), this.#options.mode, now);
  }
}

/** The texts that are meant; a correction is not itself corrected. */
async function selected(records: Records, selection: CorrectionSelection): Promise<readonly StoredMessage[]> {
  if ('messageIds' in selection) {
    const found: StoredMessage[] = [];
    for (const id of new Set(selection.messageIds)) {
      const message = await records.message(id);
      if (message !== undefined && message.stage !== 'correction') found.push(message);
    }
    return found;
  }
  const { stage, cause } = selection;
  const all =
    'incidentId' in selection
      ? await records.messagesOf(selection.incidentId)
      : await records.messagesLeft(stage, selection.from, selection.to);
  return all.filter(
    (message) => message.stage === stage && (cause === undefined || message.cause === cause) && message.sendingAt !== undefined,
  );
}

/** One person gets one correction about one incident, however many of its texts were wrong. */
function byPerson(messages: readonly StoredMessage[]): readonly (readonly StoredMessage[])[] {
  const people = new Map<string, StoredMessage[]>();
  for (const message of messages) {
    const key = `${message.incidentId}|${message.phone}`;
    const known = people.get(key);
    if (known === undefined) people.set(key, [message]);
    else known.push(message);
  }
  return [...people.values()];
}

/** What becomes of one person's correction. Only what reached them, and was not corrected yet, is corrected. */
async function judged(
  records: Records,
  messages: readonly StoredMessage[],
  situation: Situation,
): Promise<CorrectionItem | undefined> {
  const [first] = messages;
  const stored = first === undefined ? undefined : await records.incident(first.incidentId);
  if (first === undefined || stored === undefined) return undefined;
  const ofIncident = await records.messagesOf(first.incidentId);
  const earlier = ofIncident.filter(({ corrects }) => corrects.length > 0);
  // One that never left has corrected nothing.
  const corrected = new Set(earlier.filter((message) => !neverLeft(message)).flatMap(({ corrects }) => corrects));
  const fresh = messages.filter(({ id }) => !corrected.has(id));
  const texted = fresh.filter(wasTexted);
  const originals = texted.length > 0 ? texted : messages;
  const original = originals[0] as StoredMessage;
  const circumstances = {
    ...situation,
    messages: ofIncident.map(knownMessage),
    numbers: await records.numberFacts([original.phone], situation.now),
  };
  const again = earlier.filter(({ corrects }) => corrects.includes(original.id)).length;
  const occurrence = again === 0 ? `of-${original.id}` : `of-${original.id}~${again + 1}`;
  const verdict = judgeCorrection({ ...original, occurrence }, stored.incident, circumstances, undefined);
  const not = (code: ReasonCode): Verdict => ({ ...verdict, outcome: 'skip', code, detail: undefined, rule: undefined });
  if (fresh.length === 0) return { originals, verdict: not('alreadyCorrected') };
  if (texted.length > 0) return { originals, verdict };
  const unknown = fresh.some(({ status }) => status === 'sending' || status === 'unconfirmed');
  return { originals, verdict: not(unknown ? 'carrierOutcomeUnknown' : 'notTexted') };
}

function wasTexted({ status }: StoredMessage): boolean {
  return status === 'accepted' || status === 'delivered';
}

function neverLeft({ status, sendingAt }: StoredMessage): boolean {
  return sendingAt === undefined && (status === 'cancelled' || status === 'expired');
}

/** The same for the same people, texts and words, and for nothing else. */
function confirmation(items: readonly CorrectionItem[]): string {
  const list = items
    .filter(({ verdict }) => verdict.outcome !== 'skip')
    .map(({ originals, verdict }) => [originals.map(({ id }) => id), verdict.recipient?.phone, verdict.text]);
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url');
}

/** For the record: nothing personal. */
function described(selection: CorrectionSelection): string {
  if ('messageIds' in selection)
    return selection.messageIds.length === 1 ? String(selection.messageIds[0]) : `${selection.messageIds.length} messages`;
  const { stage, cause } = selection;
  const what = cause ?? stage;
  return 'incidentId' in selection ? `${what} of ${selection.incidentId}` : `${what} from ${selection.from} to ${selection.to}`;
}
